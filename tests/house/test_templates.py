"""Every template is used, and has nothing inline."""

from __future__ import annotations

import re

from tests.house.source import ROOT, modules

TEMPLATES = ROOT / "templates"
FILES = {
    path.relative_to(TEMPLATES).as_posix(): path.read_text(encoding="utf-8")
    for path in sorted(TEMPLATES.rglob("*"))
    if path.is_file()
}
SOURCE = "\n".join([*(module.text for module in modules()), *FILES.values()])
INLINE = re.compile(
    r"\sstyle=|<style|\son[a-z]+=|javascript:|<script(?![^>]*\ssrc=)(?![^>]*ld\+json)"
)
UNESCAPED = re.compile(r"\{\{([^}]*)\|\s*safe")
# Rows that are the table’s own children; browsers put them into a body of their own making.
BARE_ROWS = re.compile(r"<table[^>]*>\s*(?:\{%.*?%\}\s*)*<tr")
CLEANED = re.compile(r"\s*\(?\w+(\.\w+)*\.(body|snippet|html)\s*")
MAIL_PARTS = {"subject.txt", "body.txt", "body.html"}


def is_mail(name):
    """Whether the file is a part of a mail: templates/mail/<package>/<name>/<part>."""
    return name.startswith("mail/") and name.count("/") == 3


def test_every_template_is_used():
    wanted = {n: n.rsplit("/", 1)[0].removeprefix("mail/") if is_mail(n) else n for n in FILES}
    assert not [name for name, used_as in wanted.items() if f'"{used_as}"' not in SOURCE]


def test_every_mail_has_subject_text_and_html():
    folders = {(TEMPLATES / name).parent for name in FILES if is_mail(name)}
    parts = {folder: {path.name for path in folder.iterdir()} for folder in folders}
    assert parts
    assert not [folder for folder, found in parts.items() if found != MAIL_PARTS]


def test_nothing_is_inline_in_a_page():
    pages = {n: t for n, t in FILES.items() if n.endswith(".html") and not n.startswith("mail/")}
    assert not [name for name, text in pages.items() if INLINE.search(text)]


def test_only_cleaned_bodies_are_not_escaped():
    found = [(name, part) for name, text in FILES.items() for part in UNESCAPED.findall(text)]
    assert not [(name, part) for name, part in found if not CLEANED.fullmatch(part)]


def test_the_rows_of_a_table_are_in_its_head_or_body():
    assert not [name for name, text in FILES.items() if BARE_ROWS.search(text)]
