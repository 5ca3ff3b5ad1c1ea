"""A visitor asks for letters and confirms by the link in the mail."""

from __future__ import annotations

from tests.makers import make_subscriber
from tests.subscriptions.conftest import READER, link_in, text_of
from webapp.subscriptions import wording


def ask(browser, lists=("the-week",), status=200, **fields):
    browser.open("/subscribe/")
    return browser.press(
        "Subscribe", status=status, **({"email": READER, "lists": list(lists)} | fields)
    )


def test_the_page_offers_every_open_public_list(browser, lists):
    page = browser.open("/subscribe/")
    assert page.title == "Letters from The Astana Times"
    assert [box["value"] for box in page.all("input[name=lists]")] == ["morning-brief", "the-week"]
    assert not page.all("input[name=lists][checked]")
    assert "Weekdays, 07:00" in page.text
    assert "Set-Cookie" not in page.response.headers


def test_a_link_may_tick_a_list(browser, lists):
    page = browser.open("/subscribe/?lists=the-week")
    assert page.one("input[name=lists][checked]")["value"] == "the-week"


def test_a_visitor_asks_confirms_and_is_subscribed(browser, outbox, lists, subscriptions):
    page = ask(browser, ["morning-brief", "the-week"], email=" Reader@Example.ORG ")
    assert page.title == "Check your mail"
    assert READER in page.text
    assert "The Morning Brief" in page.text
    assert "works for 3 days" in page.text
    assert subscriptions() == {"morning-brief": "pending", "the-week": "pending"}

    [mail] = outbox()
    assert (mail.kind, mail.recipient) == ("subscriptions/confirm", READER)
    page = browser.open(link_in(mail))
    assert page.title == "One press, and the letters are yours"
    for shown in (READER, "The Morning Brief", "The Week", wording.CONFIRM.text):
        assert shown in page.text
    assert len(page.all("button")) == 1
    page = browser.press("Confirm my subscription")
    assert page.title == "The letters are yours"
    assert subscriptions() == {"morning-brief": "confirmed", "the-week": "confirmed"}


def test_a_second_click_says_kindly_that_all_is_done(browser, outbox, lists, consents):
    ask(browser)
    link = link_in(outbox()[0])
    browser.open(link)
    browser.press("Confirm my subscription")
    before = len(consents())
    page = browser.open(link)
    assert page.title == "The letters are yours"
    assert len(consents()) == before
    assert browser.follow("Choose your letters").title == "Your letters"


def test_the_confirmation_asks_nobody_by_name_and_tracks_nothing(browser, outbox, lists):
    ask(browser)
    raw = outbox()[0].message.decode()
    assert "reader@example.org" not in raw.partition("\r\n\r\n")[2].replace("=\r\n", "")
    assert "<img" not in raw
    assert "three days" in text_of(outbox()[0])
    assert "ignore this mail" in text_of(outbox()[0])


def test_the_confirmation_does_not_print_a_name_that_is_known(filled, browser, outbox, lists):
    with filled():
        make_subscriber(READER, name="Aigerim Known")
    ask(browser)
    [mail] = outbox()
    assert "Aigerim" not in text_of(mail)
    assert b"Aigerim" not in mail.message


def test_the_record_keeps_what_was_on_the_screen(browser, outbox, lists, consents):
    page = browser.open("/subscribe/")
    shown = page.text
    browser.press("Subscribe", email=READER, lists=["the-week"])
    browser.open(link_in(outbox()[0]))
    browser.press("Confirm my subscription")
    asked, confirmed = consents()
    assert (asked.event, asked.source) == ("asked", "form page")
    assert (confirmed.event, confirmed.source) == ("confirmed", "confirmation link")
    assert asked.wording in shown
    assert asked.wording_version == wording.PAGE.version
    assert confirmed.wording_version == wording.CONFIRM.version
    for entry in (asked, confirmed):
        assert entry.network_address == "127.0.0.1"
        assert entry.user_agent
        assert entry.list_id == lists["the-week"]


def test_who_has_all_of_it_gets_a_mail_that_says_so(browser, outbox, lists):
    ask(browser)
    browser.open(link_in(outbox()[0]))
    browser.press("Confirm my subscription")
    assert ask(browser).title == "Check your mail"
    last = outbox()[-1]
    assert last.kind == "subscriptions/already"
    page = browser.open(link_in(last))
    assert page.title == "Your letters"


def test_a_further_list_asks_only_for_that_list(browser, outbox, lists, subscriptions):
    ask(browser)
    browser.open(link_in(outbox()[0]))
    browser.press("Confirm my subscription")
    ask(browser, ["the-week", "morning-brief"])
    assert subscriptions() == {"the-week": "confirmed", "morning-brief": "pending"}
    page = browser.open(link_in(outbox()[-1]))
    assert "The Morning Brief" in page.text
    assert "The Week" not in page.text


def test_each_link_confirms_only_what_its_own_mail_asked(browser, outbox, lists, subscriptions):
    ask(browser, ["the-week"])
    ask(browser, ["morning-brief"])
    browser.open(link_in(outbox()[0]))
    browser.press("Confirm my subscription")
    assert subscriptions() == {"the-week": "confirmed", "morning-brief": "pending"}


def test_the_form_under_a_story_needs_no_token_but_the_same_site(app, lists, outbox):
    client = app.test_client()
    sent = {"email": READER, "lists": "the-week", "place": "story"}
    own = client.post("/subscribe/", data=sent, headers={"Sec-Fetch-Site": "same-origin"})
    assert own.status_code == 200
    foreign = client.post("/subscribe/", data=sent, headers={"Sec-Fetch-Site": "cross-site"})
    assert foreign.status_code == 400
    nameless = client.post("/subscribe/", data=sent)
    assert nameless.status_code == 400
    assert len(outbox()) == 1
