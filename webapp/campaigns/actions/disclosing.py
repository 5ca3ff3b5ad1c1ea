"""Disclosing to a member of staff which changes to many subscribers they made."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import select

from ...accounts.models import Account
from ...accounts.rights.exporting import Entry, contributes
from ...extensions import db
from .models import Action


@contributes(
    "changes-you-made-to-many",
    "Changes you made to many subscribers at once. The paper has to be able to say who did what, "
    "so this stays when the account goes.",
    "actions",
)
def actions_made(account: Account) -> Iterator[Entry]:
    """Actions that the account made."""
    query = select(Action).where(Action.account_id == account.id).order_by(Action.id)
    for one in db.session.scalars(query):
        yield {
            "when": one.created_at,
            "what": one.kind,
            "why": one.words,
            "network": one.network_address,
            "browser": one.user_agent,
        }
