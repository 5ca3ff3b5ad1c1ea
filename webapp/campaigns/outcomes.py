"""What can become of launching or changing a campaign, besides its being done."""

from __future__ import annotations

from ..outcomes import Outcome


class NobodyToSendTo(Outcome):
    """The list has no one who confirmed, stayed and can be mailed."""

    title = "Nobody would get this letter"
    sentence = "The list has no confirmed subscribers yet; nothing was sent."


class ListNotLive(Outcome):
    """The list was not launched yet, or is closed."""

    status = 409
    title = "This list is not live"
    sentence = (
        "A letter goes to a list that is launched and not closed; "
        "launch the list first, or choose another one."
    )


class NothingToSend(Outcome):
    """Subject or body is empty."""

    title = "This letter is empty"
    sentence = "Give it a subject and a text, then launch it."
