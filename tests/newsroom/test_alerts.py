"""An editor sends an alert of a published story: sees the number, confirms, and not by mistake."""

import pytest

from tests.makers import make_article, make_list, make_subscriber, make_subscription
from webapp.accounts.models import Role


@pytest.fixture
def editor(at_desk):
    return at_desk(Role.EDITOR)


@pytest.fixture
def story(filled):
    with filled():
        urgent = make_list("breaking", "Breaking", kind="breaking alert")
        for number in range(4):
            make_subscription(urgent, make_subscriber(f"r{number}@example.org"))
        return make_article("The dam holds").id


def test_the_number_is_shown_and_the_button_sends_it(editor, story, acts):
    editor.open(f"/newsroom/stories/{story}/")
    page = editor.follow("Send alert…")
    assert "Breaking: 4 readers" in page.text
    assert "ahead of every other letter" in page.text
    page = editor.press("Send the alert")
    assert "Sending the alert to 4." in page.text
    assert "Sent before" in page.text
    assert acts()[-1][1:] == ("sent alert", "The dam holds")


def test_it_goes_again_only_when_that_is_said(editor, story, acts):
    first = editor.open(f"/newsroom/stories/{story}/alert/")
    editor.press("Send the alert")
    page = editor.press("Send the alert", status=422)
    assert "This story went to that list before; tick the box to send it again." in page.text
    assert "Sending the alert to 4." in editor.press("Send the alert", again="y").text
    editor.page = first
    assert editor.press("Send the alert", status=409).title == "This alert was sent already"
    assert [act for _, act, _ in acts()] == ["sent alert", "sent alert"]


def test_without_a_list_of_alerts_the_page_says_what_to_do(editor, filled):
    with filled():
        article = make_article().id
    page = editor.open(f"/newsroom/stories/{article}/alert/")
    assert "No list of breaking alerts is live." in page.text


def test_an_unpublished_story_has_no_alert(editor, filled):
    with filled():
        article = make_article(state="draft", published_at=None).id
    assert "Send alert" not in editor.open(f"/newsroom/stories/{article}/").text
    page = editor.open(f"/newsroom/stories/{article}/alert/", status=409)
    assert page.title == "This story is not published"
