"""Single mails as any reader and server can take them."""

from __future__ import annotations

import email
import email.policy
from email.header import decode_header, make_header
from email.utils import parseaddr
from pathlib import Path

import pytest
from bs4 import BeautifulSoup

from webapp import clock
from webapp.accounts.models import Account, DataExport, SecurityEvent, What
from webapp.mail.composing import compose, inline_styles
from webapp.mail.headers import field, mailbox

KINDS = sorted(
    path.relative_to(Path("templates/mail")).as_posix()
    for path in Path("templates/mail").glob("accounts/*")
    if path.is_dir()
)
LINK = "http://localhost/account/confirm/" + "x" * 180 + "/"
STRICT = email.policy.default.clone(raise_on_defect=True)


@pytest.fixture(params=KINDS)
def raw(request, context):
    return compose(request.param, "reader@example.com", **said()).content


def said():
    """Everything that one mail or another says of an account."""
    day = clock.now()
    return {
        **dict.fromkeys(("link", "sign_in", "forgot"), LINK),
        "account": Account(email="reader@example.com", erase_after=day),
        "copy": DataExport(asked_at=day, made_at=day, expires_at=day),
        "event": SecurityEvent(what=What.SIGNED_IN.name, user_agent="", network_address="", at=day),
        "code": "123456",
        "days": 7,
    }


@pytest.fixture
def message(raw):
    return email.message_from_bytes(raw, policy=STRICT)


@pytest.fixture
def settings(settings):
    return settings | {"NAME": "Алматы Хабары, №1", "MAIL_FROM": "letters@paper.example"}


@pytest.fixture
def context(app):
    with app.app_context():
        yield app


def test_it_parses_strictly_and_says_the_same_twice(message):
    assert message.get_content_type() == "multipart/alternative"
    assert [part.get_content_type() for part in message.iter_parts()] == ["text/plain", "text/html"]
    html = BeautifulSoup(message.get_body(("html",)).get_content(), "html5lib")
    text = message.get_body(("plain",)).get_content()
    for link in html.select("a.button-link"):
        assert link["href"] in text.split(), "the button’s address is not in the text"


def test_seven_bits_and_short_lines(raw):
    assert raw.isascii()
    assert b"\r\n" in raw
    assert raw.count(b"\n") == raw.count(b"\r\n")
    assert max(map(len, raw.split(b"\r\n"))) <= 78


def test_headers_of_an_automatic_mail_to_one_person(message):
    assert message["To"] == "reader@example.com"
    assert str(message["From"]) == '"Алматы Хабары, №1" <letters@paper.example>'
    assert message["Auto-Submitted"] == "auto-generated"
    assert message["Message-ID"].endswith("@paper.example>")
    assert message["Date"]
    assert message["MIME-Version"] == "1.0"
    assert not [name for name in message.keys() if name.startswith("List-")]  # noqa: SIM118


def test_styles_stand_on_the_elements_and_dark_colours_in_a_media_query(message):
    html = message.get_body(("html",)).get_content()
    soup = BeautifulSoup(html, "html5lib")
    assert all(p.get("style") for p in soup.select(".content p"))
    assert "prefers-color-scheme: dark" in soup.select_one("style").string
    assert not soup.select("script, link, img"), "a mail like this loads nothing"


def test_an_address_in_another_script_is_written_as_it_is(context):
    content = compose(KINDS[0], "дана@пример.example", link=LINK, sign_in=LINK, forgot=LINK).content
    assert "\r\nTo: дана@xn--e1afmkfd.example\r\n".encode() in content


@pytest.mark.parametrize(
    "text",
    [
        "Short",
        "Алматы Хабары, “№1”",
        'a (b) <c> "d" \\ e',
        "Қазақ тілі " * 20,
        "word " * 60,
        "x\r\nBcc: y",
    ],
)
def test_any_name_and_subject_come_back_as_they_were(text):
    raw = mailbox("From", text, "a@example.com") + field("Subject", text) + b"\r\n"
    words = " ".join(text.split())
    message = email.message_from_bytes(raw)
    phrase, address = parseaddr(message["From"])
    assert str(make_header(decode_header(phrase))) == words
    assert address == "a@example.com"
    assert str(make_header(decode_header(message["Subject"].replace("\r\n", "")))) == words
    assert message["Bcc"] is None
    assert max(map(len, raw.split(b"\r\n"))) <= 78


def test_inlining_leaves_links_and_words_alone():
    html = '<html><head><style>a{color:red}</style></head><body><a href="https://x.example/?a=1&amp;b=%20">Қазақ &amp; ’</a></body></html>'
    soup = BeautifulSoup(inline_styles(html), "html5lib")
    assert soup.a["href"] == "https://x.example/?a=1&b=%20"
    assert soup.a.get_text() == "Қазақ & ’"
