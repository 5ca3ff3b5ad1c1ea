"""Lighthouse, as a phone on a slow line sees a page: used by the journeys and by `make bench`."""

from __future__ import annotations

import json
import os
import subprocess
import tempfile
from pathlib import Path

from tests.chromium import QUIET, chromium
from tests.journeys.steps import sign_in
from tests.machine import ROOT

PROGRAM = ROOT / "node_modules" / "lighthouse" / "cli" / "index.js"
ALWAYS = ("accessibility", "best-practices", "seo")  # the same on any machine
TIMED = "performance"  # as quick as the machine is idle: the median of several runs counts
ENOUGH = 98  # of 100
# Search engines are kept from what is one reader’s own and from what others typed (robots.txt and
# noindex); Lighthouse takes that for a mistake, so there it does not ask.
NOT_FOR_SEARCH_ENGINES = "is-crawlable"
LIMIT = 180  # seconds
TRIES = 3  # a busy machine may lose the start of a recording


def scores(url: str, categories: tuple[str, ...], *, cookie: str = "", skip: str = "") -> dict:
    """What Lighthouse gives a page in each category, of 100, and all that cost it something."""
    for _ in range(TRIES):
        report = _run(url, categories, cookie, skip)
        if "runtimeError" not in report:
            break
    landed = report["finalDisplayedUrl"]
    assert landed == url, f"Lighthouse was led from {url} to {landed}: {report.get('runtimeError')}"
    return {name: _score(report, name) for name in categories}


def faults(url: str, **options: str) -> dict[str, list[str]]:
    """The categories that do not reach ENOUGH, each with what it lacks."""
    found = scores(url, ALWAYS, **options)
    return {name: lacking for name, (score, lacking) in found.items() if score < ENOUGH}


def performance(url: str, runs: int = 3, **options: str) -> list[float]:
    """What each of some runs gives a page for its speed, of 100."""
    return [scores(url, (TIMED,), **options)[TIMED][0] for _ in range(runs)]


def signed_in(browser, url: str, address: str, password: str) -> str:
    """The Cookie header of a reader who has just signed in."""
    with browser.new_context(base_url=url) as context:
        sign_in(context.new_page(), address, password)
        return "; ".join(f"{c['name']}={c['value']}" for c in context.cookies())


def _run(url: str, categories: tuple[str, ...], cookie: str, skip: str) -> dict:
    sandbox = ["--no-sandbox"] if os.geteuid() == 0 else []
    options = {
        "output": "json",
        "only-categories": ",".join(categories),
        "chrome-flags": " ".join(["--headless=new", *QUIET, *sandbox]),
        "extra-headers": json.dumps({"Cookie": cookie}) if cookie else "",
        "skip-audits": skip,
    }
    with tempfile.TemporaryDirectory() as folder:
        # Into a file: of a pipe it may leave before all of a long report is through.
        report = Path(folder) / "report.json"
        done = _told(url, options | {"output-path": str(report)})
        assert report.is_file(), done.stderr
        return json.loads(report.read_text(encoding="utf-8"))


def _told(url: str, options: dict[str, str]) -> subprocess.CompletedProcess:
    given = [f"--{name}={value}" for name, value in options.items() if value]
    given += ["--quiet", "--no-enable-error-reporting", "--disable-full-page-screenshot"]
    return subprocess.run(
        ["sh", ".ci/with-node", "node", str(PROGRAM), url, *given],
        cwd=ROOT,
        env=os.environ | {"CHROME_PATH": str(chromium())},
        capture_output=True,
        text=True,
        timeout=LIMIT,
        check=False,
    )


def _score(report: dict, name: str) -> tuple[float, list[str]]:
    category, audits = report["categories"][name], report["audits"]
    weighed = [audits[part["id"]] for part in category["auditRefs"] if part["weight"]]
    lacking = [a["title"] for a in weighed if a["score"] is not None and a["score"] < 1]
    return round(100 * (category["score"] or 0)), lacking
