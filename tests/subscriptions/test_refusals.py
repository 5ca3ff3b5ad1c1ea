"""What cannot be done is said in one sentence, with the right status, and changes nothing."""

from __future__ import annotations

import pytest

from tests.browser import SAME_ORIGIN
from tests.makers import make_list
from tests.subscriptions.conftest import READER
from webapp.extensions import db


def post(app, **fields):
    data = {"email": READER, "lists": ["the-week"]} | fields
    return app.test_client().post("/subscribe/", data=data, headers=SAME_ORIGIN)


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "reader",
        "reader@",
        "reader@example.org\nBcc: someone@example.org",
        "reader@example.org\r\nSubject: hello",
        "a@example.org, b@example.org",
        "r" * 500 + "@example.org",
    ],
)
def test_an_address_that_is_none_is_refused(app, lists, outbox, dump, typed):
    before = dump()
    answer = post(app, email=typed)
    assert answer.status_code == 422
    assert "like name@example.com" in answer.text
    assert typed.split("\n")[0].strip() in answer.text
    assert 'value="the-week" id="letter-the-week" checked' in answer.text
    assert dump() == before


@pytest.mark.parametrize(
    "slugs", [["no-such-list"], ["the-week", "no-such-list"], ["closed"], ["private"], ["🦌"]]
)
def test_a_list_that_is_not_offered_is_refused_and_what_was_typed_stays(app, lists, dump, slugs):
    with app.app_context():
        make_list("closed", "Closed").close()
        make_list("private", "Private", is_public=False)
        db.session.commit()
    before = dump()
    answer = post(app, lists=slugs)
    assert answer.status_code == 422
    assert "no longer offered" in answer.text
    assert f'value="{READER}"' in answer.text
    assert dump() == before


def test_no_list_is_a_sentence(app, lists, dump):
    before = dump()
    answer = post(app, lists=[])
    assert answer.status_code == 422
    assert "Tick at least one of the letters." in answer.text
    assert f'value="{READER}"' in answer.text
    assert dump() == before


def test_a_machine_that_fills_the_hidden_field_gets_the_same_answer_and_nothing_is_kept(
    app, lists, dump
):
    honest = post(app)
    before = dump()
    trapped = post(app, website="https://example.net")
    assert (trapped.status_code, trapped.text) == (honest.status_code, honest.text)
    assert dump() == before


def test_ten_megabytes_are_too_much(app, lists, dump):
    before = dump()
    answer = post(app, email="x" * 10 * 1024 * 1024)
    assert answer.status_code == 413
    assert dump() == before


def test_a_wrong_token_changes_nothing(app, lists, dump):
    before = dump()
    assert post(app, csrf_token="wrong").status_code == 400
    assert dump() == before


def test_without_lists_the_page_still_stands(browser):
    page = browser.open("/subscribe/")
    assert "No letters yet" in page.text
    assert not page.all("main form")
