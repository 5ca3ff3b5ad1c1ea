"""Disabling: an account that nobody can use, from this moment on, until it is enabled again."""

from __future__ import annotations

from ... import clock
from ...extensions import db
from ...web import Visit
from .. import noting, signing_in
from ..models import Account, What
from . import owning


def disable(account: Account, visit: Visit, *, by: Account | None = None) -> None:
    """Sign out every browser, end every link, and let nobody in. The first time counts.

    Raises LastOwner, and OwnerNoLonger when ``by``, who asks, is none any more.
    """
    owning.hold_owners(by)
    db.session.refresh(account, with_for_update=True)
    owning.refuse_last_owner(account)
    if account.disabled_at:
        return
    account.disabled_at = clock.now()
    account.end_links()
    signing_in.end_all(account)
    noting.note(account, What.DISABLED, visit)


def enable(account: Account, visit: Visit, *, by: Account | None = None) -> None:
    """Let its owner sign in again, with the password and the role as they were.

    Raises OwnerNoLonger.
    """
    owning.hold_owners(by)
    db.session.refresh(account, with_for_update=True)
    if account.disabled_at:
        account.disabled_at = None
        noting.note(account, What.ENABLED, visit)
