"""Removing a second factor: what it opened closes with it."""

from __future__ import annotations

from ...extensions import db
from ...web import Visit
from .. import entering, noting, signing_in
from ..models import Account, Factor, What, passkeys_of
from . import authenticating, rescuing


def remove_authenticator(account: Account, visit: Visit) -> None:
    """The account has no authenticator app any more; every other browser is signed out.

    Raises LongerPasswordFirst.
    """
    db.session.refresh(account, with_for_update=True)
    found = db.session.scalar(authenticating.authenticator_of(account))
    if found is None:
        return
    if found.confirmed_at:
        noting.note(account, What.AUTHENTICATOR_REMOVED, visit)
    db.session.delete(found)
    after_removal(account, Factor.AUTHENTICATOR)


def remove_all(account: Account, visit: Visit) -> int:
    """Take every second factor away, sign out every browser, end every link; how many there were.

    For an owner who has lost all of them; whoever asks has to be known by other means. A password
    that is too short to stand alone goes too: its owner chooses another by a mailed link.
    """
    db.session.refresh(account, with_for_update=True)
    if account.password_is_short:
        account.take_password("")
    passkeys = db.session.scalars(passkeys_of(account.id)).all()
    for passkey in passkeys:
        noting.note(account, What.PASSKEY_REMOVED, visit, passkey.name)
        db.session.delete(passkey)
    apps = db.session.scalars(authenticating.authenticator_of(account)).all()
    remove_authenticator(account, visit)
    after_removal(account, Factor.PASSKEY)
    account.end_links()
    return len(passkeys) + len(apps)


def after_removal(account: Account, factor: Factor) -> None:
    """Sign out every other browser, as somebody else may have shown the factor there.

    Without any second factor left the recovery codes end, and this session is as strong as its
    password alone.
    """
    entering.refuse_short_alone(account)
    signing_in.end_all(account, but=account.current_session)
    rescuing.forget_unneeded(account)
    if account.current_session and not entering.has_second_factor(account):
        account.current_session.forget(factor, Factor.RECOVERY_CODE)
