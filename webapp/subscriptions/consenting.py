"""The consent record: who agreed to what, shown how, from where, and how it ended."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import insert

from .. import clock
from ..extensions import db
from ..web import Visit
from .models import Consent, ConsentEvent, Subscription
from .wording import NO_WORDING, Wording

NO_VISIT = Visit("", "")


@dataclass(frozen=True)
class Proof:
    """What shows that a person agreed, or ended it."""

    source: str  # which form, link, file or staff member
    wording: Wording = NO_WORDING
    visit: Visit = NO_VISIT
    evidence: str = ""  # staff's or a file's own words, or the reason of an end

    def because(self, reason: str) -> Proof:
        """The same, with a reason before the words of evidence."""
        return replace(self, evidence=": ".join(filter(None, (reason, self.evidence))))

    def entry(self, event: ConsentEvent) -> dict[str, Any]:
        """The columns that do not depend on the person: an import writes many such rows."""
        return {
            "event": event,
            "at": clock.now(),
            "source": self.source,
            "wording": self.wording.text,
            "wording_version": self.wording.version,
            "evidence": self.evidence,
            "network_address": self.visit.network_address,
            "user_agent": self.visit.user_agent,
        }


def record(subscriptions: Sequence[Subscription], event: ConsentEvent, proof: Proof) -> None:
    """Add an entry for each subscription; they have been flushed before."""
    entry = proof.entry(event)
    rows = [entry | {"subscriber_id": s.subscriber_id, "list_id": s.list_id} for s in subscriptions]
    if rows:
        db.session.execute(insert(Consent), rows)
