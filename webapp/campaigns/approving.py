"""Approving: on lists that ask for it, a second person reads a letter before it is sent.

An approval is of one version of the letter: whatever changes afterwards, it counts no more. Whoever
wrote the letter, or changed it last, is not a second person.
"""

from __future__ import annotations

from .. import clock
from ..accounts.models import Account
from ..outcomes import Outcome
from .audience.reaching import lists_of
from .models import Campaign
from .states import Step
from .stepping import take

NEEDED = "The list asks that a second person approves each letter; nobody has approved this one."
CHANGED = "It was changed after it was approved; have it approved once more."


class OwnLetter(Outcome):
    """The one who would approve wrote it."""

    status = 403
    title = "A second person approves a letter"
    sentence = "You wrote this letter or changed it last; ask a colleague who may send to the list."


class ChangedMeanwhile(Outcome):
    """Another version was read than the one there is now."""

    status = 409
    title = "This letter was changed meanwhile"
    sentence = "It is not approved yet; read it as it is now, and approve it then."


def missing(campaign: Campaign) -> list[str]:
    """What holds a launch as far as approval goes. A digest, which nobody writes, needs none."""
    asks = campaign.hour is None and any(one.needs_approval for one in lists_of(campaign))
    if not asks or campaign.is_approved:
        return []
    return [NEEDED if campaign.approved_version is None else CHANGED]


def may_approve(campaign: Campaign, account: Account) -> bool:
    """Whether the account is a second person."""
    return account.id not in {campaign.created_by_id, campaign.changed_by_id}


def approve(campaign: Campaign, account: Account, version: int) -> None:
    """Approve the version that was read. Raises StepRefused, OwnLetter or ChangedMeanwhile."""
    take(campaign, Step.APPROVE)
    if not may_approve(campaign, account):
        raise OwnLetter
    if campaign.version != version:
        raise ChangedMeanwhile
    campaign.approved_version, campaign.approved_at = version, clock.now()
    campaign.approved_by_id = account.id
