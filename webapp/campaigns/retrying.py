"""Retrying: those whom a server refused get one more try, if staff say so.

An *unknown* may have got the letter already. It is tried again only where that is said outright;
the Message-ID stays the same, by which some mailboxes keep but one.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import NamedTuple

from sqlalchemy import ColumnElement, and_, func, or_, select, update

from ..extensions import db
from ..outcomes import Outcome
from .jobs import send_campaign
from .models import Campaign, Delivery, DeliveryState
from .states import Step
from .stepping import take

CODE = 9  # characters of a reply that tell one reason from another: “550 5.1.1”


class NobodyToRetry(Outcome):
    """None of those chosen stands as refused any more."""

    status = 409
    title = "Nobody is left to try again"
    sentence = "Nobody is left of those; somebody else may have tried them already."


class Refusals(NamedTuple):
    """Recipients whom servers refused for one reason, in the words of one of them."""

    code: str
    number: int
    words: str


def refusals(campaign: Campaign) -> list[Refusals]:
    """Why letters of the campaign failed, the commonest reason first."""
    code = func.substr(Delivery.reply, 1, CODE).label("code")
    number = func.count().label("number")
    failed = (Delivery.campaign_id == campaign.id, Delivery.state == DeliveryState.FAILED)
    query = select(code, number, func.min(Delivery.reply)).where(*failed).group_by(code)
    return [Refusals(*row) for row in db.session.execute(query.order_by(number.desc(), code))]


def count_unknown(campaign: Campaign) -> int:
    """Of how many nobody knows whether they got it."""
    unknown = (Delivery.campaign_id == campaign.id, Delivery.state == DeliveryState.UNKNOWN)
    return db.session.scalar(select(func.count()).where(*unknown)) or 0


def retry(campaign: Campaign, codes: Collection[str], *, unknown: bool = False) -> int:
    """Try again whoever failed for one of these reasons, and the unknown if that is said.

    How many. Raises StepRefused or NobodyToRetry.
    """
    take(campaign, Step.SEND_ON)
    again = update(Delivery).where(Delivery.campaign_id == campaign.id, _chosen(codes, unknown))
    pending = {"state": DeliveryState.PENDING, "next_try_at": None, "settled_at": None}
    number = int(db.session.execute(again.values(pending)).rowcount)  # type: ignore[attr-defined]
    if not number:
        raise NobodyToRetry
    campaign.finished_at = None
    send_campaign.later(campaign_id=campaign.id)
    return number


def _chosen(codes: Collection[str], unknown: bool) -> ColumnElement[bool]:  # noqa: FBT001 (one of two kinds)
    code = func.substr(Delivery.reply, 1, CODE)
    failed = and_(Delivery.state == DeliveryState.FAILED, code.in_(codes))
    return or_(failed, Delivery.state == DeliveryState.UNKNOWN) if unknown else failed
