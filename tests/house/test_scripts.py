"""Our scripts: text stays text, nothing is evaluated, nothing is kept that opens an account."""

from __future__ import annotations

import re

from tests.house.source import ROOT

SCRIPTS = sorted((ROOT / "static" / "js").rglob("*.js"))
MAKES_MARKUP = re.compile(
    r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|createContextualFragment|srcdoc"
)
RUNS_TEXT = re.compile(r"\beval\(|new Function\(|setTimeout\(\s*[\"'`]|javascript:")
STORES = re.compile(r"localStorage|sessionStorage|indexedDB|caches\b")
# Colours and size of text; stories of who has no account; offline copies, and when they were made.
# What of it stays, the privacy notice tells: add to both.
KEEPING = {"wearing.js", "keeping.js", "service-worker.js", "offline.js"}
READS_COOKIES = re.compile(r"document\.cookie")


def offenders(pattern):
    """The scripts that a pattern is found in."""
    return [path.name for path in SCRIPTS if pattern.search(path.read_text(encoding="utf-8"))]


def test_no_script_makes_markup_of_text():
    assert SCRIPTS
    assert not offenders(MAKES_MARKUP)


def test_no_script_runs_text():
    assert not offenders(RUNS_TEXT)


def test_no_script_looks_at_cookies():
    assert not offenders(READS_COOKIES)


def test_scripts_keep_only_what_the_privacy_notice_names():
    assert set(offenders(STORES)) == KEEPING
