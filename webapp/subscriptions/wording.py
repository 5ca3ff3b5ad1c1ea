"""What people agree to, word for word. Templates print it from here, the consent record keeps it.

Change a sentence and its version together: the record must show what was on the screen.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from .models import MailingList


@dataclass(frozen=True)
class Wording:
    """A sentence people agreed to, and which version of it."""

    version: str
    text: str


NO_WORDING = Wording("", "")

PAGE = Wording(
    "subscribe-page-1",
    "By subscribing you agree that we send you the letters ticked above. We keep a record of this "
    "agreement, never pass your address on, and end it the moment you ask.",
)
BAND = Wording(
    "subscribe-band-1",
    "Choose what you read and when. We ask you to confirm by e-mail, and every letter has a link "
    "that ends it at once.",
)
STORY_VERSION = "subscribe-story-1"
CONFIRM = Wording(
    "confirm-1",
    "We send you these letters until you end them; a link in every letter does that at once. "
    "We keep a record of this agreement and never pass your address on.",
)
PREFERENCES = Wording(
    "preferences-1",
    "We send you the letters ticked above, from the next one on, until you untick them. We keep a "
    "record of this agreement and never pass your address on.",
)
UNDO = Wording("undo-1", "Join again, and we go on sending you the letter as before.")


def asked_on(form: str, lists: Sequence[MailingList]) -> Wording:
    """What a form of ours says: ``page``, ``band`` (front page) or ``story`` (under a story)."""
    if form == "page":
        return PAGE
    if form == "band" or len(lists) != 1:
        return BAND
    one = lists[0]
    cadence = f" {one.cadence}." if one.cadence else ""
    return Wording(STORY_VERSION, f"{one.name}: {one.promise}{cadence} One link ends it.")
