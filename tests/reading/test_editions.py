"""A new edition is printed for whatever the public sees, and for nothing else."""

import datetime as dt

import pytest
from sqlalchemy import select, update

from tests.makers import (
    make_account,
    make_article,
    make_campaign,
    make_list,
    make_section,
    make_subscription,
)
from webapp import clock
from webapp.database import only_reading
from webapp.extensions import db
from webapp.reading import publishing, saving, tagging, writing
from webapp.reading.edition import printing
from webapp.reading.models import Article, ArticleState, Page, Section
from webapp.subscriptions.models import MailingList


def edition():
    """The edition as another process sees it, which waits for no lock."""
    token = only_reading.set(True)
    with db.engine.connect() as connection:
        found = printing.newest(connection)
    only_reading.reset(token)
    return found


def only(model):
    return db.session.scalars(select(model)).one()


@pytest.fixture
def paper(context):
    """A paper with one published story, a draft, a page, a list and a letter."""
    section = make_section()
    make_article("The river", slug="river", section=section)
    make_article("Not yet", slug="draft", state=ArticleState.DRAFT, section=section)
    db.session.add(Page(slug="about-us", title="About Us", body="<p>We.</p>"))
    make_campaign(make_list(slug="week"))
    db.session.commit()


def story(slug="river"):
    return db.session.scalars(select(Article).where(Article.slug == slug)).one()


def publish_the_draft():
    publishing.publish(story("draft"), clock.now())


def withdraw_without_having_read():
    found = story()
    db.session.expire(found)
    found.state = ArticleState.WITHDRAWN


def launch():
    letter = make_campaign(only(MailingList), "Second")
    letter.launch(1, 0, clock.now())


SEEN = {
    "publishing": publish_the_draft,
    "correcting": lambda: publishing.edit(story(), clock.now(), headline="The river rises"),
    "withdrawing": lambda: publishing.withdraw(story(), clock.now()),
    "withdrawing what was not read": withdraw_without_having_read,
    "removing": lambda: db.session.delete(story()),
    "tagging": lambda: tagging.tag(story(), ["Rivers"]),
    "picking": lambda: writing.pick(story()),
    "renaming a section": lambda: setattr(only(Section), "name", "Country"),
    "a new section": lambda: make_section(slug="new", name="New"),
    "a byline": lambda: setattr(story().author, "name", "Aru Nur"),
    "a standing page": lambda: setattr(only(Page), "body", "<p>They.</p>"),
    "a new list": make_list,
    "closing a list": lambda: only(MailingList).close(),
    "launching a letter": launch,
    "many at once": lambda: db.session.execute(update(Article).values(dateline="ALMATY")),
    "by hand": printing.bump,
}
UNSEEN = {
    "a draft": lambda: make_article(
        state=ArticleState.DRAFT, section=only(Section), author=story().author
    ),
    "editing a draft": lambda: publishing.edit(story("draft"), clock.now(), headline="Soon"),
    "nothing new": lambda: setattr(story(), "headline", "The river"),
    "a letter not sent": lambda: make_campaign(only(MailingList), "Third"),
    "a subscriber": lambda: make_subscription(only(MailingList)),
    "an account": make_account,
    "a saved story": lambda: saving.save(make_account().id, story()),
    "reading": story,
}


@pytest.mark.parametrize("change", SEEN.values(), ids=SEEN)
def test_a_change_that_the_public_sees_prints_one_edition(paper, change):
    before = edition()
    change()
    assert edition() == before, "nothing is printed before the commit"
    db.session.commit()
    after = edition()
    assert after.number == before.number + 1
    assert clock.now() - after.at < dt.timedelta(minutes=1)


@pytest.mark.parametrize("change", UNSEEN.values(), ids=UNSEEN)
def test_what_the_public_does_not_see_prints_none(paper, change):
    before = edition()
    change()
    db.session.commit()
    assert edition() == before


def test_what_is_undone_is_not_printed(paper):
    before = edition()
    story().headline = "Wrong"
    db.session.flush()
    db.session.rollback()
    db.session.commit()
    assert edition() == before


def test_a_part_of_a_transaction_prints_nothing_by_itself(paper):
    before = edition()
    with db.session.begin_nested():
        story().headline = "First"
    assert edition() == before
    with db.session.begin_nested():
        story().headline = "Second"
    db.session.commit()
    assert edition().number == before.number + 1


def test_a_paper_that_never_published_has_the_edition_zero(context):
    assert edition() == printing.NONE_YET
