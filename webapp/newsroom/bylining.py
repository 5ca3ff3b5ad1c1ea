"""Bylining: the name under which an author writes."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from ..accounts.models import Account
from ..extensions import db
from ..outcomes import Outcome
from ..reading.models import Author
from ..reading.slugging import slugify
from ..reading.writing import byline_of_account

TRIES = 5


def byline_name(account: Account) -> str:
    """The name of an account as a byline; without one, the words before the @ of its address."""
    words = account.email.partition("@")[0].replace(".", " ").replace("_", " ")
    return account.name or words.title()


def own_byline(account: Account) -> Author:
    """The byline of an account, made when it writes for the first time."""
    found = db.session.scalar(byline_of_account(account.id))
    for _ in range(0 if found else TRIES):
        try:
            with db.session.begin_nested():
                name = byline_name(account)
                found = Author(name=name, slug=_free_slug(name), account_id=account.id)
                db.session.add(found)
            break
        except IntegrityError:
            found = None
    if found is None:
        raise Outcome("Many bylines of this name are being made; save the story once more.")
    return found


def _free_slug(name: str) -> str:
    """The slug of a name, with the next free number when others have it."""
    slug = slugify(name)
    others = select(Author.slug).where(Author.slug.startswith(slug, autoescape=True))
    taken = set(db.session.scalars(others))
    numbered = (f"{slug}-{number}" for number in range(2, len(taken) + 3))
    return next(free for free in (slug, *numbered) if free not in taken)
