"""A letter is looked over by a worker: its links are asked, SpamAssassin too, and all is kept."""

from __future__ import annotations

import datetime as dt

import pytest
import time_machine

from tests.campaigns.sends import campaign, launch, make_letter
from tests.mailtools import mail_tool
from tests.makers import make_article
from webapp import clock, jobs
from webapp.campaigns import drafting
from webapp.campaigns.blocks.kinds import Text
from webapp.campaigns.inspections import inspecting
from webapp.campaigns.inspections.gathering import Link, links_of
from webapp.campaigns.inspections.jobs import ask, inspect_letter, inspect_waiting
from webapp.extensions import db
from webapp.mail import scoring
from webapp.reading.addressing import article_url
from webapp.reading.models import ArticleState


@pytest.fixture
def settings(settings, pages):
    return settings | pages.settings


@pytest.fixture(autouse=True)
def without_spamassassin(monkeypatch, tmp_path):
    """Where it does not matter it is not waited for."""
    monkeypatch.setenv("PATH", str(tmp_path))


def letter_with(*links):
    """A draft with links: a pair of address and words each."""
    body = "".join(f'<p><a href="{url}">{words}</a></p>' for url, words in links)
    return make_letter(1, body=body or "<p>Words alone.</p>")[0]


def asked(campaign_id):
    """Ask for an inspection."""
    ask(campaign(campaign_id))
    db.session.commit()


def report_on(campaign_id):
    """What was found, if it is finished."""
    return inspecting.report_of(inspecting.inspection_of(campaign(campaign_id)))


def inspected(campaign_id):
    """Ask for an inspection and do it here; what was found."""
    asked(campaign_id)
    inspect_letter(campaign_id=campaign_id)
    return report_on(campaign_id)


def draft_story(**columns):
    """A story that readers cannot see; its address."""
    story = make_article(state=ArticleState.DRAFT, published_at=None, **columns)
    return article_url(story, external=True)


def test_links_are_found_once_with_their_words_and_what_pictures_show():
    text = '<p><a href="https://a.example/?x=1&amp;y=2">All <em>of</em> it</a> and so on</p>'
    text += '<p><a href="https://b.example/"><img src="https://c.example/p.jpg" alt="Apples"></a>'
    text += '<a href="mailto:desk@paper.example">Write</a><a href="https://b.example/">B</a></p>'
    campaign_id, _ = make_letter(1, body=text)
    found = campaign(campaign_id)
    found.text = f"{found.text}\n\nSee also (https://d.example/only-in-text)."
    assert links_of(found) == [
        Link("https://a.example/?x=1&y=2", "All of it"),
        Link("https://c.example/p.jpg", "Picture: Apples"),
        Link("https://b.example/", "Apples"),
        Link("https://d.example/only-in-text", "https://d.example/only-in-text"),
    ]


def test_links_that_do_not_answer_are_kept_with_their_words(pages):
    pages.answers["/gone"] = (404, "")
    report = inspected(letter_with((pages.url("/good"), "Good"), (pages.url("/gone"), "Gone")))
    assert (report.links, report.answered, report.unasked) == (2, 1, 0)
    (broken,) = report.broken
    assert (broken.url, broken.words) == (pages.url("/gone"), "Gone")
    assert broken.sentence.startswith("Nothing is there any more (404)")


def test_a_redirect_into_the_private_network_is_not_followed(pages):
    pages.answers["/a"] = (302, "http://169.254.169.254/latest/meta-data/")
    (broken,) = inspected(letter_with((pages.url("/a"), "A"))).broken
    assert "private network" in broken.sentence


def test_our_own_links_are_answered_without_the_network(pages):
    at, taken_back = "https://paper.example", draft_story(slug="taken-back")
    db.session.query(type(make_article())).filter_by(slug="taken-back").update(
        {"state": ArticleState.WITHDRAWN}
    )
    report = inspected(
        letter_with(
            (article_url(make_article(), external=True), "Shown"),
            (f"{at}/all-stories/?page=1", "All"),
            (draft_story(), "Draft"),
            (taken_back, "Taken back"),
            (f"{at}/category/no-such/", "Nowhere"),
        )
    )
    assert pages.asked == []
    assert {one.words: one.sentence.partition(";")[0] for one in report.broken} == {
        "Draft": "This site has no such page (404)",
        "Taken back": "It was taken back, and readers are told so",
        "Nowhere": "This site has no such page (404)",
    }
    assert report.answered == 2


def test_a_broken_link_holds_nothing(pages):
    pages.answers["/gone"] = (404, "")
    campaign_id = letter_with((pages.url("/gone"), "Gone"))
    assert inspected(campaign_id).broken
    launch(campaign_id)


def test_with_the_setting_off_other_sites_are_asked_nothing(pages, context):
    context.config["LINK_CHECK"] = False
    own = "https://paper.example/category/no-such/"
    report = inspected(letter_with((pages.url("/a"), "A"), (own, "Nowhere")))
    assert report.is_off
    assert (report.unasked, len(report.broken)) == (1, 1)
    assert pages.asked == []


def test_beyond_a_number_of_links_the_rest_is_not_asked(pages, monkeypatch):
    monkeypatch.setattr(inspecting, "MOST", 2)
    report = inspected(letter_with(*((pages.url(f"/{n}"), f"L{n}") for n in range(5))))
    assert (report.links, report.answered, report.unasked) == (5, 2, 3)
    assert len(pages.asked) == 2


@pytest.fixture(scope="module")
def spamassassin():
    return mail_tool(scoring.PROGRAM)


def test_spamassassin_says_what_costs_points(spamassassin, monkeypatch):
    monkeypatch.setenv("PATH", str(spamassassin.parent))
    campaign_id, _ = make_letter(1, subject="VIAGRA AND CIALIS CHEAP", body="<p>Buy viagra.</p>")
    report = inspected(campaign_id)
    assert report.score.points > 1
    assert report.costly[0].points == max(rule.points for rule in report.score.rules)
    assert all(rule.words for rule in report.costly)


def test_without_spamassassin_that_is_said():
    report = inspected(letter_with())
    assert report.score is None
    assert "SpamAssassin is not installed" in report.no_score


def test_what_is_changed_meanwhile_is_looked_over_anew():
    campaign_id = letter_with()
    inspected(campaign_id)
    drafting.arrange(campaign(campaign_id), [Text(1, "<p>In June.</p>")])
    db.session.commit()
    found = campaign(campaign_id)
    assert inspecting.inspection_of(found).version == found.version - 1
    inspected(campaign_id)
    assert inspecting.inspection_of(found).version == found.version


def test_one_under_way_is_not_begun_twice_and_is_had_by_one_worker():
    campaign_id = letter_with()
    asked(campaign_id)
    first = inspecting.claim(campaign_id)
    db.session.commit()
    asked(campaign_id)
    assert inspecting.claim(campaign_id) is None
    db.session.rollback()
    assert inspecting.inspection_of(campaign(campaign_id)).asked_at == first


def test_the_sweep_finds_what_a_dead_worker_left():
    campaign_id = letter_with()
    asked(campaign_id)
    assert inspecting.claim(campaign_id)
    db.session.commit()
    assert db.session.scalars(inspecting.waiting()).all() == []
    later = clock.now() + inspecting.LEASE + dt.timedelta(seconds=1)
    with time_machine.travel(later):
        assert db.session.scalars(inspecting.waiting()).all() == [campaign_id]
        inspect_waiting()
        inspect_letter(campaign_id=campaign_id)
    assert report_on(campaign_id)


def test_what_a_late_worker_found_of_an_older_version_is_not_kept():
    campaign_id = letter_with()
    asked(campaign_id)
    moment = inspecting.claim(campaign_id)
    report = inspecting.inspect(inspecting.letter_of(campaign_id), lambda: False)
    db.session.commit()
    drafting.arrange(campaign(campaign_id), [Text(1, "<p>In June.</p>")])
    db.session.commit()
    asked(campaign_id)
    inspecting.keep(campaign_id, moment, report)
    db.session.commit()
    assert report_on(campaign_id) is None


def test_a_worker_that_is_told_to_end_leaves_it_to_the_next(monkeypatch):
    campaign_id = letter_with()
    asked(campaign_id)
    jobs.stopping.set()
    try:
        inspect_letter(campaign_id=campaign_id)
    finally:
        jobs.stopping.clear()
    assert report_on(campaign_id) is None
    assert db.session.scalars(inspecting.waiting()).all() == [campaign_id]
