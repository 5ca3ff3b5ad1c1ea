import re
import time
from collections import Counter

import pytest
from PIL import Image as Pixels
from sqlalchemy import func, select

from webapp import clock
from webapp.campaigns.blocks.kinds import read
from webapp.campaigns.digests.models import DigestRules
from webapp.campaigns.models import Campaign
from webapp.campaigns.states import CampaignState
from webapp.demo.loading import load
from webapp.demo.manuscripts import manuscripts, newspaper
from webapp.demo.scenes import LIGHTS, SCENES
from webapp.extensions import db
from webapp.newsroom.digesting import would_bring
from webapp.reading import picturing, searching
from webapp.reading.cleaning import clean_body
from webapp.reading.furnishing import SECTIONS
from webapp.reading.models import Article, ArticleState, Image
from webapp.subscriptions.models import MailingList
from webapp.templating import local

LEAST = 60


@pytest.fixture
def studio(tmp_path_factory, worker_id):
    """Pictures painted once for all tests of a run."""
    base = tmp_path_factory.getbasetemp()
    folder = (base if worker_id == "master" else base.parent) / "studio"
    folder.mkdir(exist_ok=True)
    return folder


@pytest.fixture(scope="session")
def worker_id(request):
    """The name of this test process; pytest-xdist has its own fixture of this name."""
    return getattr(request.config, "workerinput", {}).get("workerid", "master")


def count(model, *where):
    return db.session.scalar(select(func.count()).select_from(model).where(*where))


def test_the_demo_newspaper_is_whole(context, studio):
    assert load(studio) == len(list(manuscripts())) >= LEAST
    db.session.commit()
    articles = db.session.scalars(select(Article)).unique().all()
    assert all(article.state == ArticleState.PUBLISHED for article in articles)
    assert all(article.published_at <= clock.now() for article in articles)
    assert {article.section.slug for article in articles} == {slug for slug, *_ in SECTIONS}
    assert all(article.topics for article in articles)
    corrected = [article for article in articles if article.corrections]
    assert corrected == [article for article in articles if article.is_updated] != []
    assert all(article.updated_at <= clock.now() for article in corrected)
    pictures = [article.image for article in articles if article.image]
    assert len(pictures) >= LEAST
    assert all(image.alt and image.caption for image in pictures)
    assert {image.credit for image in pictures} == {"Drawing: The Astana Times"}
    for image in pictures:
        files = {path.name for path in (picturing.uploads() / image.key).iterdir()}
        assert files == {"card.jpg"} | {
            f"{width}.{ending}" for width in (400, 800, 1600) for ending in ("avif", "webp", "jpg")
        }
    with Pixels.open(picturing.uploads() / pictures[0].key / "1600.webp") as pixels:
        assert pixels.size == (pictures[0].width, pictures[0].height)
    assert (
        searching.search("wild apples").items[0].article.slug.startswith("the-apples-first-orchard")
    )
    assert list(db.session.scalars(select(MailingList.slug).order_by(MailingList.position))) == [
        "the-morning-brief", "the-week", "roads", "the-evening-digest", "breaking",
    ]  # fmt: skip
    placed = [article for article in articles if "<figure>" in article.body]
    assert len(placed) >= 3
    assert all(article.pictures[0].key in article.body for article in placed)
    assert not [article.slug for article in articles if "[picture]" in article.body]
    check_letters()
    check_draft_and_digest()
    check_second_load(studio)


def check_letters():
    """Past letters went to nobody, on days that fit, after the stories they lead to."""
    sent = select(Campaign).where(Campaign.launched_at.is_not(None))
    letters = db.session.scalars(sent.order_by(Campaign.launched_at)).all()
    assert len(letters) == len(newspaper()["issues"])
    for letter in letters:
        assert (letter.state, letter.audience) == (CampaignState.SENT, 0)
        assert letter.launched_at < letter.finished_at <= clock.now()
        linked = re.findall(r"/\d{4}/\d{2}/([a-z0-9-]+)/", letter.body)
        newest = select(func.max(Article.published_at)).where(Article.slug.in_(linked))
        assert db.session.scalars(newest).one() <= letter.launched_at
    weeks = [letter for letter in letters if letter.mailing_list.slug == "the-week"]
    assert [letter.issue for letter in weeks] == list(range(1, len(weeks) + 1))
    assert {local(letter.launched_at).strftime("%a %H:%M") for letter in weeks} == {"Sat 09:00"}


def check_draft_and_digest():
    """A letter is at work on, whole already, and the list of digests has its rules."""
    draft = db.session.scalars(select(Campaign).where(Campaign.launched_at.is_(None))).one()
    blocks = read(draft.blocks)
    assert not [block.missing for block in blocks if block.missing]
    kinds = {block.kind for block in blocks}
    assert kinds == {"text", "lead", "stories", "divider", "poll", "button"}
    rules = db.session.scalars(select(DigestRules)).one()
    assert rules.mailing_list.kind == "automatic digest"
    assert would_bring(rules)


def check_second_load(studio):
    """Loading again changes nothing, at once."""
    before = [count(model) for model in (Article, Image, Campaign, MailingList)]
    db.session.commit()
    started = time.perf_counter()
    assert load(studio) == 0
    assert time.perf_counter() - started < 0.2
    assert before == [count(model) for model in (Article, Image, Campaign, MailingList)]


def test_every_manuscript_names_what_there_is():
    authors = newspaper()["authors"]
    for story in manuscripts():
        assert story.author in authors, story.slug
        assert story.section in {slug for slug, *_ in SECTIONS}, story.slug
        assert not story.scene or (story.scene in SCENES and story.light in LIGHTS), story.slug
        assert not story.scene or (story.alt and story.caption), story.slug


def test_no_two_stories_share_a_headline_and_one_moment():
    stories = list(manuscripts())
    assert len({story.headline for story in stories}) == len(stories)
    moments = Counter((story.days_ago, story.time) for story in stories)
    assert max(moments.values()) == 1, moments.most_common(3)


def test_the_stories_reach_back_about_three_years():
    assert 2.5 * 365 < max(story.days_ago for story in manuscripts()) < 3.5 * 365


def test_bodies_are_written_in_the_tags_that_stay():
    for story in manuscripts():
        kept = clean_body(story.body).replace(' rel="noopener"', "")
        assert re.findall(r"<[^>]+>", kept) == re.findall(r"<[^>]+>", story.body), story.slug


def test_links_between_the_stories_lead_somewhere():
    slugs = {story.slug for story in manuscripts()}
    for story in manuscripts():
        for address in re.findall(r'href="(/[^"]*)"', story.body):
            assert address.strip("/").split("/")[-1] in slugs | {"submit", "subscribe"}, (
                story.slug,
                address,
            )


def test_letters_lead_to_stories_that_there_are():
    slugs = {story.slug for story in manuscripts()}
    for issue in newspaper()["issues"]:
        assert set(issue["stories"]) <= slugs


def test_a_weekly_letter_finds_its_day_after_its_stories_whatever_day_it_is_loaded():
    days = {story.slug: story.days_ago for story in manuscripts()}
    for issue in newspaper()["issues"]:
        if issue["list"] == "the-week":
            assert min(issue["days_ago"], *(days[slug] for slug in issue["stories"])) >= 7
