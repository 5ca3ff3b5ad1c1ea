"""Taking a step of a campaign: the database decides who is first."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sqlalchemy import Connection, update

from ..extensions import db
from .models import Campaign
from .states import Step

Teller = Callable[[Connection, int, str, str], None]
TELLERS: list[Teller] = []


def take(campaign: Campaign, step: Step) -> None:
    """Take a step with a campaign as it stands now, held until the transaction ends.

    Raises StepRefused.
    """
    db.session.refresh(campaign, with_for_update={"of": Campaign})
    campaign.take(step)


def taken(connection: Connection, campaign_id: int, step: Step, **columns: Any) -> bool:
    """The same for the engine, on its own connection; False where the step does not begin."""
    stands = (Campaign.id == campaign_id, Campaign.state.in_(step.value.begins))
    moved = update(Campaign).where(*stands).values(state=step.value.ends, **columns)
    return bool(connection.execute(moved).rowcount)


def tells(work: Teller) -> Teller:
    """Register what is done, in the same transaction, when Masthead takes a step by itself."""
    TELLERS.append(work)
    return work


def tell(connection: Connection, campaign_id: int, act: str, why: str) -> None:
    """Say what was done with a campaign (“paused letter”), and why, though nobody asked for it."""
    for work in TELLERS:
        work(connection, campaign_id, act, why)
