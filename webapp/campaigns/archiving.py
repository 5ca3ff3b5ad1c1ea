"""The archive of letters, list by list."""

from __future__ import annotations

import re
from dataclasses import dataclass

from flask import current_app
from sqlalchemy import Select, func, select
from sqlalchemy.orm import aliased

from ..extensions import db
from ..subscriptions.models import MailingList, has_page
from .models import Campaign, issues

SHOWN = 24  # issues of one list on the page of all lists
HEADING = re.compile(r"(</?h)([1-6])(?=[\s>])")


@dataclass(frozen=True)
class Issue:
    """One issue as a page of the paper."""

    campaign: Campaign

    @property
    def html(self) -> str:
        """The letter’s cleaned body at home: headings under the page’s own, our links relative.

        Whatever levels a letter uses, its highest becomes h2, so that none is left out.
        """
        levels = sorted({tag[1] for tag in HEADING.findall(self.campaign.body)})
        own = {level: f"{place}" for place, level in enumerate(levels, start=2)}
        body = HEADING.sub(lambda tag: tag[1] + own[tag[2]], self.campaign.body)
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


def _public_lists() -> Select[MailingList]:
    return select(MailingList).where(has_page()).order_by(MailingList.position, MailingList.name)


def _newest_of(mailing_list: MailingList) -> list[Campaign]:
    newest = issues().where(Campaign.list_id == mailing_list.id).limit(SHOWN)
    return list(db.session.scalars(newest))
