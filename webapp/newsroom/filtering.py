"""Filtering subscribers: what a staff screen offers, what is in force, and who is found."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace

from flask import abort
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from ..accounts.models import Account
from ..campaigns.models import Campaign
from ..campaigns.segments import finding, paging
from ..campaigns.segments.conditions import LETTERS, SOURCES, STATES, Conditions, day_of
from ..extensions import db
from ..subscriptions.attributing import known_names
from ..subscriptions.keeping import is_kept_by, keeps_all
from .listkeeping import lists_of

ROWS = 50  # on a page
MOST_COUNTED = 10_000  # people found by their words
FEW = 3_000  # people who are sooner sorted than met by going through everybody
MOST_LETTERS = 50
# Conditions that mean nothing without the one before.
TOGETHER = {
    "list_id": ("state", "source", "since", "until"),
    "attribute": ("value",),
    "letter": ("campaign_id",),
}


@dataclass(frozen=True)
class Names:
    """The names of what conditions name by number, as far as an account may know them."""

    lists: dict[int, str]
    letters: dict[int, str]


NAMELESS = Names({}, {})


@dataclass(frozen=True)
class Found:
    """A page of people, how many there are in all, and whether there are even more."""

    people: list[int]
    older: str
    number: int
    is_more: bool


def names_for(account: Account) -> Names:
    """The lists an account may manage, and their newest letters."""
    letters = (
        select(Campaign)
        .where(Campaign.issue.is_not(None), is_kept_by(account, Campaign.list_id))
        .options(joinedload(Campaign.mailing_list))
        .order_by(Campaign.id.desc())
        .limit(MOST_LETTERS)
    )
    return Names(
        {one.id: one.name for one in lists_of(account)},
        {one.id: f"{one.mailing_list.name} No. {one.issue}" for one in db.session.scalars(letters)},
    )


def allowed(account: Account, conditions: Conditions, names: Names) -> Conditions:
    """The conditions, of a list and a letter that the account may manage; 404 for others.

    Who may not manage all lists looks at one of theirs.
    """
    if conditions.letter and conditions.campaign_id not in names.letters:
        abort(404)
    if conditions.list_id in names.lists or (not conditions.list_id and keeps_all(account)):
        return conditions
    if conditions.list_id or not names.lists:
        abort(404)
    return replace(conditions, list_id=next(iter(names.lists)))


def choices_for(names: Names) -> dict[str, dict[str, str]]:
    """What the fields of the filters offer."""
    return {
        "states": STATES,
        "sources": SOURCES,
        "lists": {str(number): name for number, name in names.lists.items()},
        "letters": {str(number): name for number, name in names.letters.items()},
        "letter": {value: words.capitalize() for value, words in LETTERS.items()},
        "attributes": {name: name.capitalize() for name in known_names()},
    }


def find(conditions: Conditions, mark: str, number: int | None = None) -> Found:
    """A page of those who meet the conditions; ``number`` spares the counting where it is known.

    Of those found by their words at most MOST_COUNTED are counted.
    """
    order = finding.in_order(conditions)
    most = MOST_COUNTED if conditions.terms else None
    if number is None:
        number = finding.count(conditions, most, order)
    page = paging.page(conditions, mark, ROWS, order, few=number < FEW)
    return Found(page.ids, page.older, number, is_more=number == most)


def in_words(conditions: Conditions, names: Names) -> dict[str, str]:
    """Each condition that is set, by the name of its field, as a chip says it."""
    c = conditions
    since, until = day_of(c.since), day_of(c.until)
    letter = names.letters.get(c.campaign_id, "a letter that is gone")
    said = {
        "q": f"Address or name contains “{c.words}”" if c.words else "",
        "list_id": names.lists.get(c.list_id, ""),
        "state": STATES.get(c.state, ""),
        "source": SOURCES.get(c.source, ""),
        "since": f"Asked from {since:%-d %B %Y}" if since else "",
        "until": f"Asked until {until:%-d %B %Y}" if until else "",
        "domain": f"At {c.domain}" if c.domain else "",
        "attribute": f"{c.attribute.capitalize()}: {c.value}" if c.attribute else "",
        "letter": f"{LETTERS[c.letter].capitalize()} {letter}" if c.letter else "",
    }
    return {name: words for name, words in said.items() if words}


def arguments(conditions: Conditions, without: Collection[str] = ()) -> dict[str, str]:
    """The conditions as arguments of an address, but for some and what depends on them."""
    gone = {*without, *(other for name in without for other in TOGETHER.get(name, ()))}
    written = {name: str(value) for name, value in conditions.written().items()}
    if "words" in written:
        written["q"] = written.pop("words")
    return {name: value for name, value in written.items() if name not in gone}
