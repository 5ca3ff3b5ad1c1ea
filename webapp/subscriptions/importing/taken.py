"""What an import did for people, and how it is written down."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass

from ...extensions import db
from ...loading import add_rows
from ..attributing import Attributes
from ..hashing import hashed, hasher
from .comparing import Compared
from .models import Did, ImportEntry


@dataclass(slots=True)
class Taken:
    """A row that changed something, and what."""

    row: Compared
    did: Did
    subscriber_id: int
    subscription_id: int
    is_new: bool = False
    is_proven: bool = False
    given: Attributes | None = None


def write_down(taken: Iterable[Taken], import_id: int) -> None:
    """Write an entry for each row, by numbers and hashes only."""
    digest = hasher()

    def hashes(given: Attributes) -> str:
        return json.dumps({name: digest(value) for name, value in given.items()})

    rows = (
        (
            import_id, one.row.line.number, one.subscriber_id, one.subscription_id, one.did,
            one.is_new, one.is_proven, hashed(one.row.line.name) if one.row.gets_name else "",
            hashes(one.given) if one.given else None,
        )
        for one in taken
    )  # fmt: skip
    add_rows(db.session.connection(), ImportEntry, rows)
