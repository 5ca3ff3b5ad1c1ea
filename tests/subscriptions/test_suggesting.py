"""An address that looks mistyped is asked about once, and nothing is sent before the answer."""

from __future__ import annotations

from tests.browser import SAME_ORIGIN
from tests.makers import make_subscriber, make_subscription
from tests.subscriptions.test_subscribing import ask
from webapp import clock
from webapp.extensions import db
from webapp.subscriptions.models import MailingList

TYPED, MEANT = "reader@gmial.com", "reader@gmail.com"


def test_a_slip_is_asked_about_and_nothing_is_sent(browser, outbox, lists, subscriptions):
    page = ask(browser, ["morning-brief", "the-week"], email=TYPED)
    assert page.title == "Did you mean gmail.com?"
    for shown in (TYPED, "The Morning Brief", "The Week", f"Use {MEANT}", "Keep as typed"):
        assert shown in page.text
    assert not outbox()
    assert not subscriptions(TYPED)


def test_one_button_takes_what_was_meant(browser, outbox, lists, subscriptions, consents):
    ask(browser, ["morning-brief", "the-week"], email=TYPED)
    page = browser.press(f"Use {MEANT}")
    assert page.title == "Check your mail"
    assert [mail.recipient for mail in outbox()] == [MEANT]
    assert subscriptions(MEANT) == {"morning-brief": "pending", "the-week": "pending"}
    assert not subscriptions(TYPED)
    assert {entry.source for entry in consents()} == {"form page"}


def test_the_other_button_keeps_what_was_typed(browser, outbox, lists, subscriptions):
    ask(browser, email=TYPED)
    assert browser.press("Keep as typed").title == "Check your mail"
    assert [mail.recipient for mail in outbox()] == [TYPED]
    assert subscriptions(TYPED) == {"the-week": "pending"}


def test_the_record_keeps_the_promise_that_stood_by_the_buttons(browser, lists, consents):
    shown = ask(browser, email=TYPED).text
    browser.press("Keep as typed")
    [entry] = consents()
    assert entry.wording in shown


def test_the_form_under_a_story_asks_too(app, lists, outbox):
    sent = {"email": TYPED, "lists": "the-week", "place": "story"}
    answer = app.test_client().post("/subscribe/", data=sent, headers=SAME_ORIGIN)
    assert "Did you mean gmail.com?" in answer.text
    assert 'name="place" value="story"' in answer.text
    assert not outbox()


def test_known_and_unknown_addresses_are_asked_alike(app, lists):
    with app.app_context():
        week = db.session.get(MailingList, lists["the-week"])
        known = make_subscriber("known@gmial.com", confirmed_at=clock.now())
        make_subscription(week, known)
        make_subscription(week, make_subscriber("known@gmail.com"), confirmed=False)
        db.session.commit()
    answers = set()
    for name in ("known", "other"):
        data = {"email": f"{name}@gmial.com", "lists": "the-week"}
        answer = app.test_client().post("/subscribe/", data=data, headers=SAME_ORIGIN)
        assert answer.headers["Cache-Control"] == "no-store"
        answers.add((answer.status_code, answer.text.replace(name, "NAME")))
    assert len(answers) == 1
