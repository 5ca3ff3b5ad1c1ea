"""Disclosing to a member of staff what the audit log says of them."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import select

from ..accounts.models import Account
from ..accounts.rights.exporting import Entry, contributes
from ..extensions import db
from .models import AuditEntry


@contributes(
    "newsroom",
    "What you did in the newsroom. The paper has to be able to say who did what, so this stays "
    "when the account goes.",
    "audit_entries",
)
def acts(account: Account) -> Iterator[Entry]:
    """The account’s entries of the audit log."""
    query = select(AuditEntry).where(AuditEntry.account_id == account.id).order_by(AuditEntry.id)
    for entry in db.session.scalars(query):
        yield {
            "when": entry.at,
            "act": entry.act,
            "to": entry.subject,
            "detail": entry.detail,
            "network": entry.network_address,
        }
