"""html-validate, and Nu where there is Java, find no error on any kind of page, as readers and staff get them."""

from __future__ import annotations

import subprocess

import pytest

from tests.house.source import ROOT
from tests.journeys.site import enter
from tests.journeys.test_accessibility import DRAFT, PUBLIC, STAFF_ONLY, found
from tests.machine import first_line

NU = ROOT / "node_modules" / "vnu-jar" / "build" / "dist" / "vnu.jar"
CHECKER = ROOT / "node_modules" / "html-validate" / "bin" / "html-validate.mjs"
RULES = ROOT / ".htmlvalidate.mjs"
READ = [*PUBLIC, "/search/?q=river&page=2"]
LIMIT = 120  # seconds
# The second opinion is asked for where it can be had; the first has to be there.
needs_java = pytest.mark.skipif(
    first_line("java", "--version") is None, reason="the Nu checker needs Java, which is not here"
)


@pytest.fixture(scope="module")
def pages(chromium_browser, site, draft, tmp_path_factory):
    """Every page as the server sent it, in a folder."""
    folder = tmp_path_factory.mktemp("pages")
    context = chromium_browser.new_context(base_url=site.url)
    tab = context.new_page()
    paths = [found(tab, name) for name in READ]
    for number, path in enumerate(paths):
        keep(context, folder, f"reader-{number:02}", path)
    enter(tab, site)
    drafts = [f"/newsroom/campaigns/{draft}/{part}" for part in DRAFT]
    for number, path in enumerate([*paths[:2], *STAFF_ONLY, *drafts]):
        keep(context, folder, f"staff-{number:02}", path)
    context.close()
    return folder


def keep(context, folder, name, path):
    """Write one page, with its address in a comment for whoever reads of an error."""
    text = context.request.get(path).text()
    (folder / f"{name}.html").write_text(f"{text}\n<!-- {path} -->\n", encoding="utf-8")


def test_html_validate_finds_no_error(pages):
    kept = sorted(pages.glob("*.html"))
    assert len(kept) == len(READ) + len(STAFF_ONLY) + len(DRAFT) + 2
    done = subprocess.run(
        ["sh", ".ci/with-node", "node", str(CHECKER), "--config", str(RULES), *map(str, kept)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=LIMIT,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_html_validate_is_asked_for_what_it_can_find(tmp_path):
    bad = tmp_path / "bad.html"
    bad.write_text("<!doctype html>\n<html lang=en><body><p id=a>x<p id=a>y</body></html>\n")
    done = subprocess.run(
        ["sh", ".ci/with-node", "node", str(CHECKER), "--config", str(RULES), str(bad)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=LIMIT,
        check=False,
    )
    assert done.returncode == 1
    assert "no-dup-id" in done.stdout


@needs_java
def test_nu_agrees(pages):
    done = nu(*sorted(pages.glob("*.html")))
    assert done.returncode == 0, done.stderr


@needs_java
def test_nu_is_asked_for_what_it_can_find(tmp_path):
    bad = tmp_path / "bad.html"
    bad.write_text(
        "<!doctype html>\n<html lang=en><title>x</title><input type=radio autocomplete=on>\n"
    )
    done = nu(bad)
    assert done.returncode == 1
    assert "autocomplete" in done.stderr


def nu(*files):
    """What the Nu HTML checker says of files, on standard error."""
    return subprocess.run(
        ["java", "-jar", str(NU), "--errors-only", *map(str, files)],
        capture_output=True,
        text=True,
        timeout=LIMIT,
        check=False,
    )
