"""The pages around the forms: what they promise is what is recorded, and they ask the database little."""

from __future__ import annotations

from tests.browser import SAME_ORIGIN
from tests.makers import (
    make_article,
    make_campaign,
    make_list,
    make_section,
    make_subscriber,
    make_subscription,
)
from tests.subscriptions.conftest import READER
from webapp import clock
from webapp.extensions import db
from webapp.subscriptions import links, wording


def test_the_form_under_a_story_records_the_promise_it_shows(app, browser, lists, consents):
    with app.app_context():
        slug = make_article(section=make_section()).slug
        db.session.commit()
    [story] = [
        a["href"]
        for a in browser.open("/all-stories/").all(f"h2 a[href*={slug}], h3 a[href*={slug}]")
    ]
    page = browser.open(story)
    promise = page.one(".subscribe__promise").get_text()
    browser.press("Subscribe", email=READER)
    [entry] = consents()
    assert entry.wording == promise
    assert (entry.source, entry.wording_version) == ("form story", wording.STORY_VERSION)


def test_the_band_of_the_front_page_records_the_promise_it_shows(app, browser, lists, consents):
    with app.app_context():
        make_article(section=make_section())
        db.session.commit()
    page = browser.open("/")
    promise = page.one(".subscribe__promise").get_text()
    browser.press("Subscribe", email=READER, lists=["the-week"])
    [entry] = consents()
    assert (entry.wording, entry.source) == (promise, "form band")


def test_a_list_with_issues_shows_the_newest(app, browser, lists):
    with app.app_context():
        week = make_list("with-issues", "With Issues", position=0)
        for number in (1, 2):
            make_campaign(week, f"Issue number {number}", issue=number, launched_at=clock.now())
        make_campaign(week, "A draft")
        db.session.commit()
    page = browser.open("/subscribe/")
    assert len([a for a in page.all("a") if a.get_text() == "Read a recent issue"]) == 1
    sample = page.one("aside")
    assert "Issue number 2" in sample.get_text()
    assert sample.select_one("a")["href"] == "/newsletters/with-issues/2/"


def test_ten_lists_cost_no_more_queries_than_one(app, lists, queries):
    def cost(work):
        with queries() as asked:
            assert work().status_code in {200, 303}
        return len(asked)

    def ask(address, slugs):
        data = {"email": address, "lists": slugs}
        return app.test_client().post("/subscribe/", data=data, headers=SAME_ORIGIN)

    with app.app_context():
        made = [make_list() for _ in range(10)]
        slugs = [one.slug for one in made]
        person, few = make_subscriber(), make_subscriber()
        asked = [make_subscription(one, person, confirmed=False).id for one in made]
        one_asked = [make_subscription(made[0], few, confirmed=False).id]
        many_url, one_url = (
            links.confirm_url(person.id, asked),
            links.confirm_url(few.id, one_asked),
        )
        page, unsubscribe = (
            links.preferences_url(person),
            links.unsubscribe_url(person.id, made[0].id),
        )
        db.session.commit()
    one_ask = cost(lambda: ask("one@example.org", slugs[:1]))
    assert cost(lambda: ask("many@example.org", slugs)) <= one_ask + 1
    client = app.test_client()
    assert cost(lambda: client.get(many_url)) == cost(lambda: client.get(one_url)) <= 6
    assert cost(lambda: client.get(page)) <= 6
    assert cost(lambda: client.get(unsubscribe)) <= 8
    assert one_ask <= 14
