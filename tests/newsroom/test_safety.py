"""What strangers and colleagues write stays text, and no form works without its token."""

import pytest

from tests.makers import make_author, make_list, make_subscriber, make_subscription
from webapp.campaigns import launching
from webapp.campaigns.models import Campaign, Delivery
from webapp.extensions import db
from webapp.reading.furnishing import furnish
from webapp.reading.models import Submission

SCRIPT = "<script>alert(1)</script><img src=x onerror=alert(2)>"
FORMS = [
    ("stories/new/", "Save"),
    ("submissions/1/", "Take it"),
    ("lists/new/", "Save list"),
    ("lists/1/edit/", "Save list"),
    ("lists/1/close/", "Close the list"),
    ("lists/1/add/", "Add to the list"),
    ("lists/1/import/", "Read the file"),
    ("lists/1/export/", "Download"),
    ("segments/new/?q=a", "Keep segment"),
    ("suppressed/add/", "Suppress"),
    ("subscriptions/1/", "End subscription"),
    ("campaigns/new/", "Save letter"),
    ("staff/invite/", "Send the invitation"),
    ("staff/1/", "Save role"),
    ("staff/1/", "Disable this account"),
]
HARMLESS = "&lt;script&gt;alert(1)&lt;/script&gt;"


@pytest.fixture
def furnished(filled):
    """A paper with a list, a reader and a submission, all of them named by a script."""
    with filled():
        furnish()
        make_author(name=SCRIPT)
        weekly = make_list("the-week", SCRIPT, promise=SCRIPT, cadence=SCRIPT)
        make_subscription(weekly, make_subscriber("reader@example.org", name=SCRIPT))
        words = {"name": SCRIPT, "email": "a@example.com", "headline": SCRIPT, "text": SCRIPT}
        db.session.add(Submission(network_address="192.0.2.1", **words))


def open_safely(owner, path):
    page = owner.open(path)
    assert "<script>alert" not in page.response.get_data(as_text=True), path
    assert not page.all("img[onerror], img[src=x]"), path
    return page


def test_words_of_others_stay_text_on_every_screen(owner, furnished):
    owner.open("/newsroom/stories/new/")
    owner.press(
        "Save", headline=SCRIPT, standfirst=SCRIPT, dateline=SCRIPT, body=f"<p>{SCRIPT}</p>"
    )
    owner.press("Publish")
    owner.open("/newsroom/campaigns/new/")
    owner.press("Save letter", subject=SCRIPT, preheader=SCRIPT)
    owner.press("Save letter", **{"b1-html": f"<p>{SCRIPT}Hello</p>"})
    for path in (
        *(
            "front-page/",
            "",
            "stories/",
            "stories/1/",
            "stories/1/preview/",
            "submissions/",
            "submissions/1/",
        ),
        *("campaigns/", "campaigns/1/", "campaigns/1/edit/", "lists/", "lists/1/", "audit/"),
        *("lists/1/edit/", "lists/1/close/", "lists/1/add/", "lists/1/import/", "subscriptions/1/"),
    ):
        open_safely(owner, f"/newsroom/{path}")
    letter = owner.client.get("/newsroom/campaigns/1/letter/").get_data(as_text=True)
    assert "Hello" in letter
    assert "<script" not in letter
    assert "onerror" not in letter.replace("&lt;img src=x onerror", "")


def test_words_that_are_looked_for_stay_text(owner, furnished):
    for path in ("stories/", "lists/1/", "suppressed/"):
        page = owner.client.get(f"/newsroom/{path}", query_string={"q": SCRIPT, "state": SCRIPT})
        text = page.get_data(as_text=True)
        assert page.status_code == 200
        assert "<script>alert" not in text
        assert HARMLESS in text


def test_a_server_that_answers_with_a_script_is_quoted(owner, furnished, filled):
    with filled():
        campaign = Campaign(list_id=1, subject="A letter", body="<p>Text</p>")
        db.session.add(campaign)
        db.session.flush()
        launching.launch(campaign)
        db.session.query(Delivery).update({"state": "failed", "reply": f"550 {SCRIPT}"})
    open_safely(owner, "/newsroom/campaigns/1/")
    open_safely(owner, "/newsroom/campaigns/1/recipients/")


def test_a_form_with_a_wrong_token_is_refused_and_nothing_is_done(owner, furnished, acts):
    for path, button in FORMS:
        for token in ("made up", ""):
            owner.open(f"/newsroom/{path}")
            page = owner.press(button, status=400, csrf_token=token)
            assert page.title == "This form is too old to be sent"
    assert not acts()


def test_staff_screens_are_kept_by_no_cache_and_shown_in_no_frame(owner):
    answer = owner.client.get("/newsroom/")
    assert answer.headers["Cache-Control"] == "no-store"
    assert "frame-ancestors 'none'" in answer.headers["Content-Security-Policy"]
