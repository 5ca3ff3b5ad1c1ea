"""Every mail we write holds before other people’s programs: valid, whole, signed and no spam."""

from __future__ import annotations

import email
import email.policy
import re

import pytest

from tests import databases
from tests.house.source import ROOT
from tests.mail.every import LETTER, every_mail
from tests.mail.judges import mutt_shows, opendkim_results, parts_of
from tests.mailtools import mail_tool
from webapp import create_app
from webapp.mail import scoring
from webapp.mail.dkim import keys
from webapp.mail.dkim.signing import Signer

STRICT = email.policy.SMTP.clone(raise_on_defect=True)
MOST_POINTS = 1.0  # of SpamAssassin, for each; 5 make a mail spam
LONGEST_LINE = 78  # characters (RFC 5322, 2.1.1)
BOUNDARY_ENDS = re.compile(rb"--\r\n\Z")


@pytest.fixture(scope="module")
def mails(sqlite_template, tmp_path_factory):
    """Every mail by its name; they are the same on both databases."""
    folder = tmp_path_factory.mktemp("mails")
    settings = {
        "TESTING": True,
        "PUBLIC_URL": "https://paper.example",
        "SECRET_KEY": "a-key-for-tests-only",
        "DATABASE_URL": databases.copy_of(sqlite_template, folder),
    }
    with create_app(folder / "instance", settings).app_context():
        return every_mail()


@pytest.fixture(scope="module")
def pair(tmp_path_factory):
    return keys.make(tmp_path_factory.mktemp("keys") / "dkim")


def plain(message):
    """The text part of a mail, without its white space."""
    parsed = email.message_from_bytes(message, policy=STRICT)
    return "".join(parsed.get_body(("plain",)).get_content().split())


def test_none_is_forgotten(mails):
    folders = {str(p.parent.relative_to(ROOT / "templates/mail")) for p in _subjects()}
    assert folders == {name.partition(" ")[0] for name in mails}


def test_each_is_valid_mail_and_mime_in_the_eyes_of_python(mails):
    for name, message in mails.items():
        parsed = email.message_from_bytes(message, policy=STRICT)
        assert [part.get_content_type() for part in parsed.walk()] == [
            "multipart/alternative",
            "text/plain",
            "text/html",
        ], name
        defects = [d for part in parsed.walk() for d in _defects(part)]
        assert not defects, name
        assert len(parsed["From"].addresses) == len(parsed["To"].addresses) == 1, name
        assert parsed["Date"].datetime, name
        for part in parsed.walk():
            assert part.is_multipart() or part.get_content().strip(), name


def test_each_is_of_short_lines_in_ascii_that_end_with_crlf(mails):
    for name, message in mails.items():
        assert message.isascii(), name
        assert b"\n" not in message.replace(b"\r\n", b""), name
        assert b"\r" not in message.replace(b"\r\n", b""), name
        head, _, body = message.partition(b"\r\n\r\n")
        long = [line for line in head.split(b"\r\n") if len(line) > LONGEST_LINE]
        assert not [line for line in long if len(line.split()) > 2], name  # it could be folded
        assert max(map(len, body.split(b"\r\n"))) <= LONGEST_LINE, name
        assert BOUNDARY_ENDS.search(message), name


def test_each_is_valid_mime_in_the_eyes_of_perl(mails, tmp_path):
    found = parts_of(tmp_path, list(mails.values()))
    wanted = ["multipart/alternative", "text/plain", "text/html"]
    assert dict(zip(mails, found, strict=True)) == dict.fromkeys(mails, wanted)


def test_perl_finds_what_is_wrong(mails, tmp_path):
    whole = mails[LETTER]
    (found,) = parts_of(tmp_path, [BOUNDARY_ENDS.sub(b"\r\n", whole)])
    assert "unexpected end" in found[-1]


def test_none_is_spam(mails):
    mail_tool(scoring.PROGRAM)
    found = dict(zip(mails, scoring.scores(list(mails.values())), strict=True))
    points = {name: score.points for name, score in found.items()}
    assert max(points.values()) <= MOST_POINTS, found


def test_what_is_spam_has_more_points_and_says_for_what(mails):
    mail_tool(scoring.PROGRAM)
    spam = b"Subject: VIAGRA!!!\r\n\r\nFrom here buy viagra, dear friend.\r\n"
    scored, letter = scoring.scores([spam, mails[LETTER]])
    assert scored.points > scored.spam_from > MOST_POINTS >= letter.points
    rules = {rule.name: rule for rule in scored.rules}
    assert rules["MISSING_DATE"].points > 1
    assert rules["MISSING_DATE"].words == "Missing Date: header"


def test_opendkim_finds_both_signatures_good_on_each(mails, pair, tmp_path):
    sign = Signer("astanatimes.example", pair, with_ed25519=True)
    good = {"rsa-sha256": "pass", "ed25519-sha256": "pass"}
    found = {name: opendkim_results(tmp_path, sign(m), pair) for name, m in mails.items()}
    assert found == dict.fromkeys(mails, good)


def test_opendkim_finds_a_changed_letter(mails, pair, tmp_path):
    signed = Signer("astanatimes.example", pair, with_ed25519=True)(mails[LETTER])
    found = opendkim_results(tmp_path, signed.replace(b"Above", b"Below"), pair)
    assert found == {"rsa-sha256": "fail", "ed25519-sha256": "fail"}


def test_mutt_opens_each_and_shows_all_of_its_text(mails, tmp_path):
    for name, message in mails.items():
        shown = "".join(mutt_shows(tmp_path, message).split())
        assert plain(message) in shown, f"{name}: {shown}"


def _subjects():
    return (ROOT / "templates/mail").glob("*/*/subject.txt")


def _defects(part):
    return [*part.defects, *(d for header in part.values() for d in header.defects)]
