"""The built-in mailbox at /mailbox/: what was sent, shown so that nothing in it can run."""

from __future__ import annotations

import pytest

from webapp.extensions import db
from webapp.mail import outbox
from webapp.mail.mailbox import Mailbox

EVIL = b"""From: "Evil <script>" <evil@example.com>\r
To: reader@example.com\r
Subject: <script>alert(1)</script>\r
Date: Tue, 24 Nov 2026 10:00:00 +0000\r
MIME-Version: 1.0\r
Content-Type: text/html; charset="utf-8"\r
\r
<html><head></head><body><script>alert(1)</script><form action="/"><input></form><a href="https://example.com/">out</a></body></html>\r
"""


@pytest.fixture
def box(app):
    return Mailbox(app.config["INSTANCE"] / "mailbox")


def keep(box, subject, *, body="Good morning."):
    message = f"From: a@example.com\r\nTo: b@example.com\r\nSubject: {subject}\r\n\r\n{body}\r\n"
    return box.add("a@example.com", "b@example.com", message.encode())


def test_an_empty_mailbox_says_so(browser):
    assert "No mail yet" in browser.open("/mailbox/").text


def test_what_the_outbox_sends_is_shown_and_its_links_can_be_pressed(app, browser):
    with app.app_context():
        outbox.queue(
            "accounts/confirm", "reader@example.com", link="http://localhost/account/confirm/abc/"
        )
        db.session.commit()
        outbox.send_due()
    page = browser.open("/mailbox/")
    assert "reader@example.com" in page.text
    page = browser.open(page.one("a.mailbox__subject")["href"])
    assert page.all('a[href="http://localhost/account/confirm/abc/"]')
    frame = browser.client.get(page.one("iframe")["src"])
    assert 'href="http://localhost/account/confirm/abc/"' in frame.get_data(as_text=True)
    assert '<base target="_blank">' in frame.get_data(as_text=True)


def test_mails_are_listed_newest_first_and_page_by_page(browser, box):
    for number in range(70):
        keep(box, f"Letter {number}")
    first = browser.open("/mailbox/")
    assert [a.get_text() for a in first.all(".mailbox__subject")] == [
        f"Letter {n}" for n in range(69, 39, -1)
    ]
    last = browser.open("/mailbox/?page=3")
    assert [a.get_text() for a in last.all(".mailbox__subject")][-1] == "Letter 0"
    browser.open("/mailbox/?page=4", status=404)
    browser.open("/mailbox/?page=0", status=404)


def test_nothing_in_a_mail_can_run(browser, box):
    name = box.add("evil@example.com", "reader@example.com", EVIL)
    page = browser.open(f"/mailbox/{name}/")
    assert page.title == "<script>alert(1)</script>"
    frame = page.one("iframe")
    assert "allow-scripts" not in frame["sandbox"]
    assert "allow-same-origin" not in frame["sandbox"]
    policy = browser.client.get(frame["src"]).headers["Content-Security-Policy"]
    assert "sandbox" in policy
    assert "allow-scripts" not in policy
    assert "default-src 'none'" in policy
    assert "script-src" not in policy
    assert "form-action 'none'" in policy
    assert "frame-ancestors 'self'" in policy


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"\r\n\r\n",
        b"\xff\xfe\x00nonsense",
        b"Content-Type: text/plain; charset=klingon\r\n\r\n\xff\r\n",
        b"Content-Type: multipart/alternative; boundary=x\r\n\r\n--x\r\n",
        b"Date: yesterday\r\nSubject: =?utf-8?b?broken\r\nTo: <<>>\r\n\r\nx",
    ],
)
def test_a_broken_message_is_shown_as_far_as_it_goes(browser, box, raw):
    name = box.add("a@example.com", "b@example.com", raw)
    browser.open("/mailbox/")
    browser.open(f"/mailbox/{name}/")
    assert browser.client.get(f"/mailbox/{name}/html/").status_code == 200


@pytest.mark.parametrize(
    "name",
    ["nothing", "1795520393150541.d131b2a90e998c1f", "..%2f..%2fsecret_key", "%00", "1" * 300],
)
def test_there_is_nothing_but_the_messages(browser, box, name):
    keep(box, "One")
    browser.open(f"/mailbox/{name}/", status=404)
    assert browser.client.get(f"/mailbox/{name}/html/").status_code == 404


def test_it_is_not_there_once_a_mail_server_is_set(app, browser, box):
    name = keep(box, "A secret link")
    app.config["SMTP_URL"] = "smtp://127.0.0.1:25"
    for path in ("/mailbox/", f"/mailbox/{name}/", f"/mailbox/{name}/html/"):
        browser.open(path, status=404)


def test_no_cache_keeps_it(browser, box):
    name = keep(box, "A secret link")
    for path in ("/mailbox/", f"/mailbox/{name}/", f"/mailbox/{name}/html/"):
        assert browser.client.get(path).headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize(
    "url", ["https://paper.example.org", "http://192.0.2.7", "http://[2001:db8::1]"]
)
def test_a_site_that_others_reach_shows_no_mailbox(app, browser, url):
    app.config["PUBLIC_URL"] = url
    browser.open("/mailbox/", status=404, base_url=url)


def test_another_machine_is_not_shown_it(browser, box):
    name = keep(box, "A secret link")
    for path in ("/mailbox/", f"/mailbox/{name}/", f"/mailbox/{name}/html/"):
        browser.open(path, status=404, environ_overrides={"REMOTE_ADDR": "192.0.2.7"})


def test_a_name_of_somebody_else_for_this_machine_is_not_shown_it(browser, box):
    name = keep(box, "A secret link")
    for path in ("/mailbox/", f"/mailbox/{name}/", f"/mailbox/{name}/html/"):
        answer = browser.client.get(path, headers={"Host": "rebound.example:8000"})
        assert answer.status_code == 400
        assert "A secret link" not in answer.text


@pytest.mark.parametrize(
    "url", ["http://localhost:8000", "http://127.0.0.1:8000", "http://[::1]:8000"]
)
def test_a_site_on_this_machine_shows_its_mailbox(app, browser, url):
    app.config["PUBLIC_URL"] = url
    browser.open("/mailbox/")
