"""The archive of letters, list by list."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from flask import current_app
from sqlalchemy import ColumnElement, Select, func, literal, select
from sqlalchemy.orm import aliased, contains_eager, load_only

from ..extensions import db
from ..reading.mapping import Place, in_file, maps_files, numbers_of
from ..reading.syndicating import ITEMS, Channel, Feed, filled
from ..subscriptions.models import MailingList, has_page
from ..templating import public_url
from .heading import archive_url
from .models import Campaign, issues
from .personalising import impersonal_html

SHOWN = 24  # issues of one list on the page of all lists
FEEDS = {"rss": "campaigns/rss.xml", "atom": "campaigns/atom.xml"}
HEADING = re.compile(r"(</?h)([1-6])(?=[\s>])")


@dataclass(frozen=True)
class Issue:
    """One issue as a page of the paper."""

    campaign: Campaign

    @property
    def url(self) -> str:
        """Its absolute address in the archive."""
        return archive_url(self.campaign)

    @property
    def in_full(self) -> str:
        """The letter’s cleaned body as it is read away from its own address."""
        return impersonal_html(self.campaign.body)

    @property
    def html(self) -> str:
        """The letter’s cleaned body at home: headings under the page’s own, our links relative.

        Whatever levels a letter uses, its highest becomes h2, so that none is left out.
        """
        body = impersonal_html(self.campaign.body)
        levels = sorted({tag[1] for tag in HEADING.findall(body)})
        own = {level: f"{place}" for place, level in enumerate(levels, start=2)}
        body = HEADING.sub(lambda tag: tag[1] + own[tag[2]], body)
        return body.replace(f'="{current_app.config["PUBLIC_URL"]}/', '="/')


@dataclass(frozen=True)
class Shelf:
    """A list and its newest issues."""

    mailing_list: MailingList
    issues: list[Campaign]


def shelves() -> list[Shelf]:
    """Every public list that is live or has issues, in their order."""
    made = [Shelf(one, _newest_of(one)) for one in db.session.scalars(_public_lists())]
    return [shelf for shelf in made if shelf.issues or shelf.mailing_list.is_live]


def newest_issues() -> dict[int, Campaign]:
    """The newest issue of every public list that has one, by the id of the list."""
    of_same_list = aliased(Campaign)
    newest = (
        select(func.max(of_same_list.issue))
        .where(of_same_list.list_id == Campaign.list_id)
        .scalar_subquery()
    )
    found = db.session.scalars(issues().where(Campaign.issue == newest))
    return {campaign.list_id: campaign for campaign in found}


def of_list(mailing_list: MailingList) -> Channel:
    """The letters of a list, as a feed."""
    page = public_url("campaigns.list_", slug=mailing_list.slug)
    values = {"slug": mailing_list.slug}
    endpoint = "campaigns.list_feed"
    return Channel(mailing_list.name, mailing_list.promise, page, endpoint, values)


def feed(mailing_list: MailingList, form: str) -> Feed:
    """The newest letters of a list in full, in one of syndicating.FORMS."""
    newest = issues().where(Campaign.list_id == mailing_list.id).limit(ITEMS)
    letters = [Issue(campaign) for campaign in db.session.scalars(newest)]
    changed_at = letters[0].campaign.launched_at if letters else None
    return filled(of_list(mailing_list), form, changed_at, FEEDS[form], letters=letters)


@maps_files
def sitemaps() -> Iterator[str]:
    """The sitemaps of letters."""
    if db.session.scalar(_public_lists().limit(1)) is not None:
        yield public_url("campaigns.sitemap_of_lists")
    for number in db.session.scalars(numbers_of(Campaign, *_in_archive())):
        yield public_url("campaigns.sitemap_of_letters", number=number)


def list_places() -> list[Place]:
    """The page of every public list."""
    return [
        Place(public_url("campaigns.list_", slug=one.slug))
        for one in db.session.scalars(_public_lists())
    ]


def letter_places(number: int) -> list[Place]:
    """The letters of one file of the sitemap."""
    within = in_file(Campaign, literal(number))
    shown = load_only(Campaign.issue, Campaign.launched_at)
    query = issues().where(within).order_by(None).order_by(Campaign.id)
    found = db.session.scalars(query.options(shown, contains_eager(Campaign.mailing_list)))
    return [Place(archive_url(one), one.launched_at) for one in found]


def _in_archive() -> tuple[ColumnElement[bool], ...]:
    """What makes a campaign one that the archive shows."""
    public = select(MailingList.id).where(has_page())
    return Campaign.issue.is_not(None), Campaign.list_id.in_(public)


def _public_lists() -> Select[MailingList]:
    return select(MailingList).where(has_page()).order_by(MailingList.position, MailingList.name)


def _newest_of(mailing_list: MailingList) -> list[Campaign]:
    newest = issues().where(Campaign.list_id == mailing_list.id).limit(SHOWN)
    return list(db.session.scalars(newest))
