"""Disclosing to its owner what this package keeps about an account.

Secrets and their hashes stay out: they open the account, and say nothing about anybody.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import TypeVar

from sqlalchemy import select

from ...extensions import db
from ...mail.models import OutgoingMail
from ..models import (
    Account,
    AccountSession,
    AddressChange,
    Authenticator,
    DataExport,
    Invitation,
    Passkey,
    RecoveryCode,
)
from ..noting import events_of
from .exporting import Entry, contributes, contributes_by_address, leaves_out

Own = TypeVar(
    "Own", AccountSession, Passkey, Authenticator, RecoveryCode, AddressChange, DataExport
)
Moment = dt.datetime | None

leaves_out("mail_codes", "Hashes of codes that end after ten minutes.")
leaves_out("invitations.invited_by_id", "The address in it is somebody else’s.")


@contributes(
    "account", "Who you are to us. The password is left out: we do not know it.", "accounts"
)
def account_itself(account: Account) -> Iterator[Entry]:
    """The row of the account."""
    yield {
        "address": account.email,
        "name": account.name,
        "role": account.role,
        "made": account.created_at,
        "address confirmed": account.confirmed_at,
        "closed": account.disabled_at,
        "privacy notice agreed to, version": account.privacy_version,
        "privacy notice agreed to": account.privacy_agreed_at,
        "to be erased after": account.erase_after,
    }


@contributes(
    "browsers",
    "Where you were signed in: kept so that you can sign a browser out from afar.",
    "account_sessions",
)
def browsers(account: Account) -> Iterator[Entry]:
    """Signed-in browsers, ended ones too."""
    for one in _rows(AccountSession, account):
        yield {
            "browser": one.browser,
            "as it calls itself": one.user_agent,
            "opened with": ", ".join(one.proofs),
            "signed in": one.started_at,
            "last used": one.last_used_at,
            "until": one.expires_at,
            "signed out": one.ended_at,
        }


@contributes(
    "passkeys-and-codes",
    "What you have besides a password. Keys and secrets are left out: whoever reads this could use "
    "them.",
    *("passkeys", "authenticators", "recovery_codes"),
)
def ways_in(account: Account) -> Iterator[Entry]:
    """Second factors, without their secrets."""
    for passkey in _rows(Passkey, account):
        yield _way("passkey", passkey.name, passkey.added_at, passkey.last_used_at)
    for app in _rows(Authenticator, account):
        yield _way("authenticator app", "", app.added_at, app.last_used_at)
    for code in _rows(RecoveryCode, account):
        yield _way("recovery code", "", None, code.used_at)


@contributes(
    "safety",
    "What happened to the safety of your account; an entry is forgotten after a year.",
    "security_events",
)
def safety(account: Account) -> Iterator[Entry]:
    """Security events."""
    for event in db.session.scalars(events_of(account)):
        yield {
            "when": event.at,
            "what": event.sentence,
            "detail": event.detail,
            "browser": event.browser if event.user_agent else "",
            "as it calls itself": event.user_agent,
            "network": event.network_address,
        }


@contributes(
    "addresses",
    "Addresses your account had before: kept so that an old one can take it back.",
    "address_changes",
)
def addresses(account: Account) -> Iterator[Entry]:
    """Changes of address."""
    for change in _rows(AddressChange, account):
        yield {
            "changed": change.changed_at,
            "from": change.old_email,
            "to": change.new_email,
            "put back": change.restored_at,
        }


@contributes("copies", "When you asked for copies like this one.", "data_exports")
def copies(account: Account) -> Iterator[Entry]:
    """Copies asked for."""
    for copy in _rows(DataExport, account):
        yield {"asked for": copy.asked_at, "made": copy.made_at, "forgotten": copy.expires_at}


@contributes_by_address(
    "invitations", "Invitations to the newsroom that were mailed to your address.", "invitations"
)
def invitations(account: Account) -> Iterator[Entry]:
    """Invitations to the address."""
    query = select(Invitation).where(Invitation.email == account.email)
    for one in db.session.scalars(query.order_by(Invitation.id)):
        yield {
            "role": one.role,
            "invited": one.invited_at,
            "until": one.expires_at,
            "taken": one.taken_at,
            "withdrawn": one.withdrawn_at,
        }


@contributes_by_address(
    "mails",
    "Mails we wrote to you about your account and your wishes. Their text is dropped once they are "
    "sent; the rest is forgotten after thirty days.",
    "outgoing_mails",
)
def mails(account: Account) -> Iterator[Entry]:
    """The outbox, as far as it was for the address."""
    query = select(OutgoingMail).where(OutgoingMail.recipient == account.email)
    for mail in db.session.scalars(query.order_by(OutgoingMail.id)):
        yield {
            "subject": mail.subject,
            "written": mail.queued_at,
            "sent": mail.sent_at,
            "given up": mail.failed_at,
            "the server said": mail.reply,
        }


def _rows(model: type[Own], account: Account) -> Iterator[Own]:
    query = select(model).where(model.account_id == account.id)
    return iter(db.session.scalars(query.order_by(model.id)))


def _way(kind: str, name: str, added: Moment, used: Moment) -> Entry:
    return {"what": kind, "name": name, "added": added, "last used": used}
