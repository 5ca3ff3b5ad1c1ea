"""Line ends in names, addresses and details reach no header: of an answer, or of a mail."""

from __future__ import annotations

import email
import email.policy

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.accounts.steps import NEW_PASSWORD, READER, sign_in
from webapp.accounts import noting
from webapp.accounts.models import Account, What
from webapp.extensions import db
from webapp.mail.composing import compose
from webapp.web import Visit

ENDS = ["\r\n", "\n", "\r", "\0", "\x0b", "\x0c", "\x85", "\u2028"]
SMUGGLED = "Bcc: victim@example.net"
HEADERS = {
    *("From", "To", "Subject", "Date", "Message-ID", "Auto-Submitted"),
    *("MIME-Version", "Content-Type"),
}
quick = settings(
    max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None
)
breaks = st.sampled_from([*ENDS, "\r\n\r\n", "%0d%0a", "=?utf-8?q?=0D=0A?="])


def headers_of(content):
    """What stands above the first empty line, as a mail server reads it."""
    message = email.message_from_bytes(content, policy=email.policy.default)
    assert not message.defects
    return message


def has_only_its_own_headers(content, recipient):
    message = headers_of(content)
    assert set(message.keys()) == HEADERS
    assert [a.addr_spec for a in message["To"].addresses] == [recipient]
    for line in content.split(b"\r\n\r\n", 1)[0].split(b"\r\n"):
        assert b"\n" not in line
        assert b"\r" not in line
        assert not line.lower().startswith((b"bcc", b"x-"))


@pytest.mark.parametrize("end", ENDS)
@pytest.mark.parametrize(
    ("path", "button", "fields"),
    [
        ("/account/register/", "Register", {"password": NEW_PASSWORD}),
        ("/account/forgot/", "Send me a link", {}),
        ("/account/sign-in/", "Sign in", {"password": NEW_PASSWORD}),
    ],
)
def test_an_address_with_a_line_end_is_refused(browser, outbox, path, button, fields, end):
    browser.open(path)
    typed = f"reader@example.com{end}{SMUGGLED}"
    page = browser.press(button, status=422, email=typed, **fields)
    assert "address" in page.text
    assert not outbox()
    assert "Bcc" not in str(page.response.headers)


@pytest.mark.parametrize("end", ENDS)
def test_a_new_address_with_a_line_end_is_refused(browser, reader, outbox, end):
    sign_in(browser)
    browser.open("/account/address/")
    browser.press("Send the link", status=422, email=f"new@example.org{end}{SMUGGLED}")
    assert not outbox()


@pytest.mark.parametrize("end", ENDS)
def test_a_name_with_a_line_end_is_refused(browser, reader, account, end):
    sign_in(browser)
    browser.open("/account/name/")
    browser.press("Save my name", status=422, name=f"Dana{end}{SMUGGLED}")
    assert account().name == ""


@pytest.mark.parametrize("end", ["\r\n", "\n", "%0d%0a", "\\"])
def test_a_way_back_with_a_line_end_is_not_taken(browser, reader, end):
    browser.open("/account/sign-in/")
    answer = browser.press(
        "Sign in",
        email=READER,
        password="correct horse battery staple",
        next=f"/{end}Set-Cookie: stolen=1",
        follow=False,
        status=302,
    ).response
    assert "stolen" not in str(answer.headers.getlist("Set-Cookie"))
    assert "\n" not in answer.headers["Location"]


@quick
@given(detail=st.text(max_size=60), end=breaks, agent=st.text(max_size=60))
def test_nothing_that_came_with_a_request_reaches_a_header_of_a_mail(context, detail, end, agent):
    account = Account(id=1, email=READER)
    words = f"{detail}{end}{SMUGGLED}"
    event = noting.note(account, What.SIGN_IN_FAILED, Visit(words, agent + words), words)
    db.session.expunge(event)
    mail = compose("accounts/security-event", READER, event=event, forgot="http://localhost/")
    has_only_its_own_headers(mail.content, READER)


@quick
@given(name=st.text(max_size=40), end=breaks)
def test_nor_does_the_name_of_the_paper(context, name, end):
    before = context.config["NAME"]
    context.config["NAME"] = f"{name}{end}{SMUGGLED}"
    try:
        mail = compose("accounts/reset", READER, link="http://localhost/")
    finally:
        context.config["NAME"] = before
    has_only_its_own_headers(mail.content, READER)
