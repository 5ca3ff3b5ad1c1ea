"""Owning the paper: there is always somebody in office who can appoint the others."""

from __future__ import annotations

from sqlalchemy import Select, select

from ...extensions import db
from ...outcomes import Outcome
from ..models import Account, Role


class LastOwner(Outcome):
    """Without an owner nobody could appoint staff any more."""

    status = 409
    title = "The paper needs an owner"
    sentence = "This is the paper’s only owner; make somebody else an owner first."


class OwnerNoLonger(Outcome):
    """Whoever asked for it was an owner when the page was opened, and is none now."""

    status = 403
    title = "You are no owner any more"
    sentence = "Another owner changed your role a moment ago; nothing was done."


def owners_in_office() -> Select[Account]:
    """Owners who can sign in and are not about to leave, in one order for all who lock them."""
    return (
        select(Account)
        .where(
            Account.role == Role.OWNER,
            Account.confirmed_at.is_not(None),
            Account.disabled_at.is_(None),
            Account.erase_after.is_(None),
        )
        .order_by(Account.id)
    )


def hold_owners(by: Account | None = None) -> None:
    """Let none of the owners change until the commit, and see who they are by then.

    Call it before any other row is locked, so that two who do cannot wait for each other. Raises
    OwnerNoLonger when ``by``, who asks, is not among them.
    """
    held = owners_in_office().with_for_update().execution_options(populate_existing=True)
    with db.session.no_autoflush:  # what waits to be written locks rows too
        owners = db.session.scalars(held).all()
    if by is not None and by.id not in {owner.id for owner in owners}:
        raise OwnerNoLonger


def refuse_last_owner(account: Account) -> None:
    """Raise LastOwner when nobody else could appoint staff; ask after ``hold_owners``."""
    if account.role != Role.OWNER:
        return
    others = owners_in_office().where(Account.id != account.id)
    if db.session.scalar(others.limit(1)) is None:
        raise LastOwner
