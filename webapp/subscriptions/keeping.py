"""Keeping lists: which of them a list manager may manage.

The one place that knows. Whoever shows or changes anything of a list asks here, by ``is_kept_by``.
"""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import ColumnElement, SQLColumnExpression, delete, exists, or_, select, true

from ..accounts.models import Account, Invitation, Role
from ..accounts.staff import taking
from ..extensions import db
from ..web import Visit
from .models import ListKeeper


def is_kept_by(
    account: Account, list_id: SQLColumnExpression[int] | SQLColumnExpression[int | None]
) -> ColumnElement[bool]:
    """Whether the account may manage the list: an owner all, a list manager those that are named.

    A list manager for whom none is named may manage them all.
    """
    if account.role == Role.OWNER:
        return true()
    named = ListKeeper.account_id == account.id
    return or_(~exists().where(named), list_id.in_(select(ListKeeper.list_id).where(named)))


def keeps_all(account: Account) -> bool:
    """Whether no list is withheld from the account, those of tomorrow included."""
    named = select(ListKeeper.list_id).where(ListKeeper.account_id == account.id).limit(1)
    return account.role == Role.OWNER or db.session.scalar(named) is None


def kept_ids(account_id: int) -> list[int]:
    """The lists that are named for the account; none means all."""
    named = select(ListKeeper.list_id).where(ListKeeper.account_id == account_id)
    return list(db.session.scalars(named.order_by(ListKeeper.list_id)))


def entrust(account: Account, list_ids: Iterable[int]) -> None:
    """Let the account manage just these lists; none given: all. Only list managers have any."""
    db.session.execute(delete(ListKeeper).where(ListKeeper.account_id == account.id))
    if account.role == Role.LISTS:
        db.session.add_all(ListKeeper(account_id=account.id, list_id=one) for one in set(list_ids))


@taking.also_takes
def entrust_invited(account: Account, invitation: Invitation, _visit: Visit) -> None:
    """Who takes an invitation manages the lists it named."""
    entrust(account, invitation.list_ids)
