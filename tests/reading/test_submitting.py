import pytest
from sqlalchemy import select

from webapp.extensions import db
from webapp.reading.models import Submission

TEXT = "The well at the end of our street has been dry since June, and this is how we noticed."
OFFER = {"name": "Aigul", "email": "Aigul@Example.org", "headline": "A dry well", "text": TEXT}


@pytest.fixture
def kept(app):
    def read():
        with app.app_context():
            return list(db.session.scalars(select(Submission)))

    return read


def test_a_text_reaches_the_desk_and_the_stranger_gets_no_mail(browser, outbox, kept):
    browser.open("/submit/")
    page = browser.press("Send to the desk", **OFFER)
    assert page.path == "/submit/thanks/"
    [submission] = kept()
    assert (submission.name, submission.email, submission.headline) == (
        "Aigul",
        "aigul@example.org",
        "A dry well",
    )
    assert submission.network_address == "127.0.0.1"
    [mail] = outbox()
    assert mail.recipient == "info@astanatimes.example"
    assert TEXT[:40].encode() in mail.message


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"name": ""}, "Write your name"),
        ({"email": "nobody"}, "like name@example.com"),
        ({"email": "a@example.com\nBcc: b@example.com"}, "like name@example.com"),
        ({"headline": ""}, "Give your text a headline"),
        ({"headline": "x" * 201}, "Shorten the headline"),
        ({"text": "Short."}, "a little more"),
        ({"text": "x" * 60_001}, "Shorten the text"),
    ],
)
def test_a_wrong_field_is_named_and_what_was_typed_stays(browser, outbox, kept, wrong, sentence):
    browser.open("/submit/")
    page = browser.press("Send to the desk", status=422, **OFFER | wrong)
    assert sentence in page.text
    if "name" not in wrong:
        assert page.one("#name")["value"] == "Aigul"
    if "text" not in wrong:
        assert TEXT in page.one("#text").get_text()
    assert kept() == []
    assert outbox() == []


def test_a_machine_that_fills_the_trap_gets_the_same_answer_and_is_not_heard(browser, outbox, kept):
    browser.open("/submit/")
    page = browser.press("Send to the desk", **OFFER, website="https://spam.example")
    assert page.path == "/submit/thanks/"
    assert kept() == []
    assert outbox() == []


def test_markup_and_header_tricks_stay_text_in_the_mail(browser, outbox, kept):
    browser.open("/submit/")
    browser.press(
        "Send to the desk",
        **OFFER | {"name": "<b>x</b>\r\nBcc: b@example.com", "headline": "<script>"},
    )
    [mail] = outbox()
    assert b"\nBcc:" not in mail.message
    assert b"<script>" not in mail.message.partition(b"text/html")[2]


def test_a_wrong_token_changes_nothing(browser, outbox, kept):
    browser.open("/submit/")
    browser.press("Send to the desk", status=400, **OFFER, csrf_token="wrong")
    assert kept() == []


class TestLimit:
    @pytest.fixture
    def settings(self, settings):
        return settings | {"RATELIMIT_ENABLED": True}

    def test_one_network_cannot_flood_the_desk(self, browser, kept):
        browser.open("/submit/")
        form = browser.page
        for _ in range(5):
            browser.page = form
            browser.press("Send to the desk", **OFFER)
        browser.page = form
        browser.press("Send to the desk", status=429, **OFFER)
        assert len(kept()) == 5
