"""Reacting to a letter: what came of it as a screen shows it, beside what is usual for its list."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from .. import clock
from ..campaigns.accounting import Totals
from ..campaigns.models import Campaign
from ..campaigns.reactions import comparing, figuring
from ..campaigns.reactions.comparing import Usual
from ..campaigns.reactions.figuring import Figures
from ..campaigns.reactions.models import ReactionKind
from ..subscriptions.models import Measure
from .charting import WHOLE, Chart, bar_chart

LABEL_EVERY = 4  # hours
LIVE = dt.timedelta(days=2)  # after the launch: most reactions come within
# What a recipient’s row can be narrowed to; the last two only where the list counts by person.
KINDS = {
    ReactionKind.LEFT.value: "Left by it",
    ReactionKind.COMPLAINED.value: "Complained",
    ReactionKind.BOUNCED.value: "Came back later",
    ReactionKind.CLICKED.value: "Followed a link",
    ReactionKind.OPENED.value: "Opened it",
}


@dataclass(frozen=True)
class Figure:
    """One number, its share of what was delivered, and the usual share."""

    name: str
    number: int
    meaning: str
    kind: str = ""  # of the recipients behind it


@dataclass(frozen=True)
class Reactions:
    """What came of a letter: numbers, the clicks by the hour, and each link."""

    figures: list[Figure]
    machines: int
    links: list[figuring.LinkFigures]
    chart: Chart
    rows: list[tuple[str, int, str]]
    usual: Usual | None
    is_live: bool  # whether many still come

    @property
    def counts_clicks(self) -> bool:
        """Whether the links of the letter are counted."""
        return bool(self.links)


def reactions_to(campaign: Campaign, totals: Totals) -> Reactions:
    """What came of a launched campaign until now."""
    found, usual = figuring.figures_of(campaign, totals), comparing.usual_of(campaign)
    links = list(figuring.links_of(campaign))
    by_hour = [share * found.delivered / 100 for share in usual.by_hour] if usual else []
    names = [f"{hour} h" if hour % LABEL_EVERY == 0 else "" for hour in range(figuring.HOURS)]
    expected = [round(number) for number in by_hour]
    rows = [
        (f"Hour {hour + 1}", number, f"{expected[hour]:,}" if expected else "–")
        for hour, number in enumerate(found.by_hour)
    ]
    chart = bar_chart(found.by_hour, names, width=WHOLE, usual=expected)
    is_live = campaign.launched_at is not None and clock.now() - campaign.launched_at < LIVE
    figures = _figures(campaign, found, usual, counts_clicks=bool(links))
    return Reactions(figures, found.machines, links, chart, rows, usual, is_live)


def percent(share: float) -> str:
    """A share as people read it: 0.41 %; a few are never rounded to none."""
    return "under 0.01 %" if 0 < share < 0.01 else f"{share:.2f} %"  # noqa: PLR2004


def _figures(
    campaign: Campaign, found: Figures, usual: Usual | None, *, counts_clicks: bool
) -> list[Figure]:
    def compared(name: str, field: str, kind: str = "") -> Figure:
        number, of = getattr(found, field), max(found.delivered, 1)
        said = f"{percent(100 * number / of)} of the delivered" if number else "none"
        if usual is not None:
            said += f", usually {percent(usual.shares[field])}"
        return Figure(name, number, said, kind if number else "")

    shown = [
        Figure("Sent", found.sent, "taken by their servers"),
        Figure("Delivered", found.delivered, "sent and not come back"),
        compared("Bounced", "bounced", ReactionKind.BOUNCED if found.returned else ""),
        compared("Complaints", "complaints", ReactionKind.COMPLAINED),
        compared("Left by it", "leaves", ReactionKind.LEFT),
    ]
    by_person = campaign.mailing_list.clicks == Measure.PERSON
    if counts_clicks:
        shown.append(compared("Clicks", "clicks", ReactionKind.CLICKED if by_person else ""))
    if found.opens or campaign.mailing_list.opens != Measure.OFF:
        by_person = campaign.mailing_list.opens == Measure.PERSON
        shown.append(compared("Opened", "opens", ReactionKind.OPENED if by_person else ""))
    return shown
