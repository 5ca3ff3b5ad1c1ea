"""Every template is used, names its title first, and has nothing inline."""

from __future__ import annotations

import re

import pytest

from tests.house.source import ROOT, modules

TEMPLATES = ROOT / "templates"
FILES = sorted(p for p in TEMPLATES.rglob("*") if p.is_file())
NAMES = [p.relative_to(TEMPLATES).as_posix() for p in FILES]
PYTHON = "\n".join(module.text for module in modules())
JINJA = "\n".join(path.read_text(encoding="utf-8") for path in FILES)


def is_mail(name):
    return name.startswith("mail/") and name.count("/") == 3


@pytest.mark.parametrize("name", NAMES)
def test_every_template_is_used(name):
    wanted = name.rsplit("/", 1)[0].removeprefix("mail/") if is_mail(name) else name
    assert f'"{wanted}"' in PYTHON or f'"{wanted}"' in JINJA, f"{name} is used nowhere"


@pytest.mark.parametrize("name", [n for n in NAMES if is_mail(n)])
def test_every_mail_has_subject_text_and_html(name):
    folder = (TEMPLATES / name).parent
    assert {p.name for p in folder.iterdir()} == {"subject.txt", "body.txt", "body.html"}


@pytest.mark.parametrize(
    "name", [n for n in NAMES if n.endswith(".html") and not n.startswith("mail/")]
)
def test_nothing_is_inline(name):
    text = (TEMPLATES / name).read_text(encoding="utf-8")
    assert not re.search(
        r"\sstyle=|<style|\son[a-z]+=|javascript:|<script(?![^>]*\ssrc=)(?![^>]*ld\+json)", text
    )


@pytest.mark.parametrize("name", [n for n in NAMES if n.endswith(".html")])
def test_autoescape_is_left_on_but_for_cleaned_bodies(name):
    text = (TEMPLATES / name).read_text(encoding="utf-8")
    for found in re.findall(r"\{\{([^}]*)\|\s*safe", text):
        assert re.fullmatch(r"\s*\(?\w+(\.\w+)*\.(body|snippet|html)\s*", found), (
            f"{name}: {found}|safe"
        )
