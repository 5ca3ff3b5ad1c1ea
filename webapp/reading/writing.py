"""Writing: what the desk chooses from, and where it places a story."""

from __future__ import annotations

from sqlalchemy import Select, func, select

from ..extensions import db
from .models import Article, Author


def all_authors() -> Select[Author]:
    """Every byline, by name."""
    return select(Author).order_by(Author.name)


def byline_of_account(account_id: int) -> Select[Author]:
    """The byline that belongs to an account."""
    return select(Author).where(Author.account_id == account_id)


def pick(article: Article) -> None:
    """Make a story the last of the Editor's Picks; one that is a pick stays where it is."""
    if article.pick_position is None:
        last = db.session.scalar(select(func.max(Article.pick_position)))
        article.pick_position = (last or 0) + 1


def unpick(article: Article) -> None:
    """Take a story from the Editor's Picks."""
    article.pick_position = None
