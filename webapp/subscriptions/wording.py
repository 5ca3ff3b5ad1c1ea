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
    "subscribe-band-2",  # the page is the same for who is signed in and joins at once
    "Choose what you read and when. Unless you are signed in with this address, we ask you to "
    "confirm by e-mail; every letter has a link that ends it at once.",
)
LIST = Wording(
    "subscribe-list-1",
    "We ask you to confirm by e-mail before we send it, and every letter has a link that ends it "
    "at once.",
)
STORY_VERSION = "subscribe-story-1"
ELSEWHERE = Wording(
    "subscribe-elsewhere-1",
    "The paper asks you to confirm by e-mail before it sends you anything, and every letter has a "
    "link that ends it at once.",
)
CONFIRM = Wording(
    "confirm-1",
    "We send you these letters until you end them; a link in every letter does that at once. "
    "We keep a record of this agreement and never pass your address on.",
)
PREFERENCES = Wording(
    "preferences-2",
    "We send you the letters ticked above, as often as you chose beside each, from the next one on "
    "until you untick them. We keep a record of this agreement and never pass your address on.",
)
PAUSE = Wording(
    "pause-1",
    "Until the day you choose, no letter is sent to you. Then they come again by themselves; you "
    "can end the pause earlier.",
)
MOVE = Wording(
    "move-1",
    "From now on these letters come to this address, as they were chosen, until you end them. We "
    "keep a record of this agreement and never pass your address on.",
)
RETURN = Wording("return-1", "The letters come to your old address again, as before.")
UNDO = Wording("undo-1", "Join again, and we go on sending you the letter as before.")

AGAIN = Wording(
    "again-1",
    "We may write to this address again. Nothing is sent but the letters you have ticked.",
)


ON_A_PAGE = {"page": PAGE, "list": LIST}


def asked_on(form: str, lists: Sequence[MailingList]) -> Wording:
    """What a form of ours says: ``page``, ``band`` (front page), ``story`` (under a story).

    ``list`` stands on the page of a list, ``elsewhere`` on pages of other sites.
    """
    if form == "elsewhere":
        return ELSEWHERE
    if form in ON_A_PAGE:
        return ON_A_PAGE[form]
    if form == "band" or len(lists) != 1:
        return BAND
    one = lists[0]
    cadence = f" {one.cadence}." if one.cadence else ""
    return Wording(STORY_VERSION, f"{one.name}: {one.promise}{cadence} One link ends it.")
