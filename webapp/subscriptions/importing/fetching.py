"""Fetching the rows of an import before they are taken in, so that nobody waits for it.

What a step needs to know before it writes is asked, and what it will sign is signed, in a
transaction of its own that only reads.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from ...database import without_write_lock
from ...extensions import db
from ...web import Visit
from ..bulk import uncollected
from ..consenting import Proof
from ..sealing import Details
from ..signing import Signature, salts, sign
from . import comparing, storing
from .comparing import Compared
from .models import Import

STEP = 5000  # rows; on a small machine a tenth of a second in which others wait to write
ASKING_STEP = 50  # rows, when a mail is written for each


@dataclass(frozen=True)
class Fetched:
    """Rows of an import, held against the tables a moment ago."""

    after: int  # the row behind which they begin
    compared: Sequence[Compared]  # none: there are no more
    signatures: Mapping[int, Signature] = field(default_factory=dict)  # by number of the row

    @property
    def last(self) -> int:
        """The row with which they end."""
        return self.compared[-1].line.number if self.compared else self.after


def fetch(import_id: int, after: int | None = None) -> Fetched:
    """The rows of the step behind a row, by default behind what was taken in."""
    with uncollected(), without_write_lock(db.session()):
        one = db.session.get_one(Import, import_id)
        after = one.position if after is None else after
        most = ASKING_STEP if one.asks else STEP
        lines = storing.prepared(one.key).chunk(after, most)
        compared = comparing.compare(lines, one.mailing_list)
        return Fetched(after, compared, signatures(compared, proof_of(one)))


def signatures(compared: Sequence[Compared], proof: Proof) -> dict[int, Signature]:
    """What the consent record keeps of those that rows bring or change, by number of the row."""
    rows = [one for one in compared if one.verdict in {"new", "changed"}]
    visit = (proof.visit.network_address, proof.visit.user_agent)
    return {
        one.line.number: sign(
            Details(salt, one.line.email, _evidence(one, proof), *visit), one.hash
        )
        for one, salt in zip(rows, salts(len(rows)), strict=True)
    }


def proof_of(one: Import) -> Proof:
    """What the consent record says of everyone the import brings."""
    visit = Visit(one.network_address, one.user_agent)
    return Proof(f"import, {one.who}", visit=visit, evidence=one.name)


def _evidence(row: Compared, proof: Proof) -> str:
    file = f", {row.line.file}" if row.line.file else ""
    return f"{proof.evidence}{file}, line {row.line.line}: {row.line.said}"
