"""How a list grows: who joined and left each month, and how many it had at the month's end."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from ..dating import bounds_of, last_months
from ..subscriptions import counting
from ..subscriptions.models import MailingList
from .figuring import Membership


@dataclass(frozen=True)
class Month:
    """One month of a list, by the paper's calendar."""

    first: dt.date
    joined: int
    left: int
    confirmed: int  # at its end, or now


def growth(mailing_list: MailingList, membership: Membership) -> list[Month]:
    """The last twelve months, oldest first; the last one ends with today's figures."""
    months, confirmed = last_months(), membership.confirmed
    flows = counting.flows(mailing_list.id, bounds_of(months))
    told: list[Month] = []
    for number in reversed(range(len(months))):
        joined = flows["joined"].get(number, 0)
        # Suppressed people count as gone from the day of the suppression, as in the figures.
        left = flows["left"].get(number, 0) + membership.lost.get(number, 0)
        told.append(Month(months[number], joined, left, confirmed))
        confirmed -= joined - left
    return told[::-1]
