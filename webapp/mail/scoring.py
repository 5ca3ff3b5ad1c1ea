"""Scoring: what SpamAssassin, where it is installed, makes of finished messages.

It asks nobody else (``--local``), learns nothing and keeps nothing, so that the same message gets
the same score. One process reads all messages: starting it takes seconds, a message takes tenths.
"""

from __future__ import annotations

import os
import re
import secrets
import shutil
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass

from ..outcomes import Outcome

PROGRAM = "spamassassin"
LONGEST = 90  # seconds that one call may take; on a busy machine its start takes several
OPTIONS = ("--local", "--test-mode", "--mbox", "--nocreate-prefs", "--prefspath=/dev/null")
# Each message comes back with a report behind it: our mark, the points, and a line for each rule.
RULES = ("use_bayes 0", "report_safe 0", "clear_headers", "clear_report_template")
SUMMARY = "report _SUMMARY_"
BETWEEN = b"From masthead@localhost Thu Jan  1 00:00:00 1970\n"  # RFC 4155
LINE_LIKE_IT = re.compile(rb"^From ", re.MULTILINE)
PLACE = "X-Masthead-Place"  # which message it is: they do not come back in their order
RULE = re.compile(r"^ *(-?\d+(?:\.\d+)?) +([A-Z]\w+) +(.*)")
KIND = re.compile(r"^(?:BODY|FULL|RAW|URI): ")  # where a rule looks; says nothing to staff


class NoScore(Outcome):
    """SpamAssassin could not be asked; the sentence says why, and what to do."""


@dataclass(frozen=True)
class Rule:
    """What SpamAssassin found in a message, in its own words, and what it counts for it."""

    name: str
    points: float
    words: str


@dataclass(frozen=True)
class Score:
    """The points of a message, how many make it spam, and the rules it met."""

    points: float
    spam_from: float
    rules: tuple[Rule, ...]


def scores(messages: Sequence[bytes]) -> list[Score]:
    """The score of each message. Takes seconds. Raises NoScore."""
    program, mark = shutil.which(PROGRAM), secrets.token_hex(16)
    if program is None:
        raise NoScore("Spam words were not looked for: SpamAssassin is not installed here.")
    report = f"report {mark} _SCORE_ _REQD_ _HEADER({PLACE})_"
    command = [program, *OPTIONS, *(f"--cf={line}" for line in (*RULES, report, SUMMARY))]
    mbox = b"".join(_in_mbox(place, message) for place, message in enumerate(messages))
    found = _reports(_run(command, mbox), mark)
    if set(found) != set(range(len(messages))):
        raise NoScore("SpamAssassin gave no score; see that “spamassassin --lint” finds no fault.")
    return [found[place] for place in range(len(messages))]


def _in_mbox(place: int, message: bytes) -> bytes:
    lines = LINE_LIKE_IT.sub(b">From ", message.replace(b"\r\n", b"\n"))
    return BETWEEN + f"{PLACE}: {place}\n".encode() + lines + b"\n"


def _run(command: list[str], text: bytes) -> str:
    """What the program answers, its rules described in English."""
    around = {"LC_ALL": "C", "PATH": os.defpath}
    try:
        done = subprocess.run(  # noqa: S603 (a program found by its name, told by us what to do)
            command, input=text, capture_output=True, check=True, timeout=LONGEST, env=around
        )
    except subprocess.TimeoutExpired:
        raise NoScore(f"SpamAssassin took more than {LONGEST} seconds; try again later.") from None
    except (OSError, subprocess.CalledProcessError) as problem:
        raise NoScore(f"SpamAssassin failed: {problem}; see that it runs by itself.") from None
    return done.stdout.decode("utf-8", "replace")


def _reports(answer: str, mark: str) -> dict[int, Score]:
    """The score of each message by its place."""
    report = re.compile(rf"^{mark} (\S+) (\S+) (\d+)\n+((?:[ \d-].*\n)*)", re.MULTILINE)
    return {
        int(found[3]): Score(float(found[1]), float(found[2]), _rules(found[4]))
        for found in report.finditer(answer)
    }


def _rules(table: str) -> tuple[Rule, ...]:
    """A line begins a rule, or goes on with the words of the one before."""
    rules: list[Rule] = []
    for line in table.splitlines():
        if begun := RULE.match(line):
            rules.append(Rule(begun[2], float(begun[1]), KIND.sub("", begun[3])))
        elif rules:
            last = rules.pop()
            rules.append(Rule(last.name, last.points, f"{last.words} {line.strip()}"))
    return tuple(rules)
