"""Setting, listing and lifting limits from the command line."""

from __future__ import annotations

import json
import re
import shlex

import pytest
from click.testing import CliRunner
from sqlalchemy import select

from tests.house.source import ROOT
from webapp.cli import limits
from webapp.extensions import db
from webapp.mail.limits.models import SendingLimit
from webapp.newsroom.models import AuditEntry

GUIDE = ROOT / "docs" / "limits.md"
NAMES = ("mx1.example.com:25", "mx2.example.com:587")
SERVERS = "smtp://mx1.example.com smtp+starttls://user:secret@mx2.example.com?weight=2"


@pytest.fixture
def settings(settings):
    """Two mail servers."""
    return settings | {"SMTP_URL": SERVERS}


@pytest.fixture
def run(context):
    """Run `masthead limit …`; the result has exit_code and output."""
    return lambda *words: CliRunner().invoke(limits.limits, words)


def test_every_command_of_the_guide_does_what_it_says(run):
    commands = re.findall(r"^    masthead limit (.+)$", GUIDE.read_text("utf-8"), re.MULTILINE)
    assert len(commands) > 5
    for command in commands:
        done = run(*shlex.split(command))
        assert done.exit_code == 0, f"{command}: {done.output}"
    assert "warm-up of 5 days from 1 December 2026" in run("list").output


def test_a_limit_is_set_changed_listed_and_lifted(run):
    assert run("set", "all", "--per-hour", "20000").output == "All letters: 20,000 an hour.\n"
    run("set", "all", "--per-day", "90000")
    assert run("list").output == "All letters: 90,000 a day\n  this day: 0 of 90,000\n"
    assert run("lift", "all").exit_code == 0
    assert run("list").output == ""
    acts = db.session.scalars(select(AuditEntry).order_by(AuditEntry.id)).all()
    assert [(one.actor, one.act, one.detail) for one in acts] == [
        ("command line", "set limit", "20,000 an hour"),
        ("command line", "set limit", "90,000 a day"),
        ("command line", "lifted limit", ""),
    ]


def test_a_server_is_named_without_its_password_and_warmed_up(run):
    plan = ("--warm-up", "500 1,000 2000", "--from", "2026-12-01")
    told = run("set", "server", "mx2.example.com", *plan)
    assert told.output == "Through mx2.example.com:587: warm-up of 3 days from 1 December 2026.\n"
    kept = db.session.scalars(select(SendingLimit)).one()
    assert (kept.name, kept.warm_up) == ("mx2.example.com:587", [500, 1000, 2000])


def test_domains_count_together_in_any_order(run):
    run("set", "domain", "googlemail.com", "Gmail.com", "--per-minute", "100")
    run("set", "domain", "gmail.com", "googlemail.com", "--per-minute", "200")
    run("set", "domain", "*", "--per-hour", "50")
    told = [json.loads(line) for line in run("list", "--json").output.splitlines()]
    assert [(one["name"], one.get("minute"), one.get("hour")) for one in told] == [
        ("*", None, {"most": 50, "gone": 0}),
        ("gmail.com googlemail.com", {"most": 200, "gone": 0}, None),
    ]


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["all"], "Give at least one number, or lift the limit."),
        (["all", "--per-hour", "0"], "Give numbers from 1 to 100,000,000."),
        (["all", "of", "them", "--per-hour", "9"], "The overall limit has no name."),
        (
            ["server", "mx3.example.com", "--per-hour", "9"],
            f"Write one of the mail servers of the settings: {', '.join(NAMES)}.",
        ),
        (
            ["server", "mx1.example.com", "--warm-up", "500 many", "--from", "2026-12-01"],
            "Write the letters of each day one after the other, like 500 1000 2000 4000.",
        ),
        (
            ["server", "mx1.example.com", "--warm-up", "500"],
            "A warm-up needs both: the letters of each day, and its first day.",
        ),
        (
            ["domain", "--per-hour", "9"],
            "Write a domain, like gmail.com, or * for every other one.",
        ),
        (["domain", "a b.com", "--per-hour", "9"], "“a” is no domain; write one like gmail.com."),
        (
            ["domain", "*", "b.com", "--per-hour", "9"],
            "Write * alone: it stands for each domain that has no limit of its own.",
        ),
        (
            ["domain", "gmail.com", "--per-hour", "9", "--warm-up", "9", "--from", "2026-12-01"],
            "Only a server is warmed up.",
        ),
    ],
)
def test_what_is_no_limit_is_refused_with_a_sentence(run, words, sentence):
    refused = run("set", *words)
    assert (refused.exit_code, refused.output) == (1, f"Error: {sentence}\n")


def test_a_domain_has_one_limit(run):
    run("set", "domain", "gmail.com", "googlemail.com", "--per-hour", "9")
    refused = run("set", "domain", "gmail.com", "--per-hour", "9")
    assert refused.output == "Error: gmail.com has a limit already; change that one.\n"
    refused = run("lift", "domain", "gmail.com")
    assert refused.output == "Error: There is no such limit; `masthead limit list` shows them.\n"
