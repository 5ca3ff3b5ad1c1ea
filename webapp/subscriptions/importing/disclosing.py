"""Disclosing to a member of staff which files they took in."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import select

from ...accounts.models import Account
from ...accounts.rights.exporting import Entry, contributes
from ...extensions import db
from .models import Import


@contributes(
    "files-you-took-in",
    "Files of subscribers you took into a list. The paper has to be able to say who did what, so "
    "this stays when the account goes.",
    "imports",
)
def files_taken_in(account: Account) -> Iterator[Entry]:
    """Imports that the account began."""
    query = select(Import).where(Import.account_id == account.id).order_by(Import.id)
    for one in db.session.scalars(query):
        yield {
            "when": one.created_at,
            "file": one.name,
            "network": one.network_address,
            "browser": one.user_agent,
        }
