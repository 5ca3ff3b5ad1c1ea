"""Launching a list: nothing goes live without a promise, a sender, a welcome and a test send."""

from __future__ import annotations

from dataclasses import dataclass

from .. import clock
from ..extensions import db
from ..outcomes import Outcome
from .models import MailingList


class AlreadyLive(Outcome):
    """Somebody launched it meanwhile."""

    status = 409
    title = "This list is live already"
    sentence = "It takes subscribers and sends letters; there is nothing left to launch."


class NotReady(Outcome):
    """Something of the checklist is missing; the sentence says what."""

    status = 409
    title = "This list is not ready"


@dataclass(frozen=True)
class Check:
    """One line of the checklist: what it is, whether it is done, and what to do if not."""

    name: str
    is_done: bool
    to_do: str


def checklist(mailing_list: MailingList) -> list[Check]:
    """What a list needs before it goes live, as it stands."""
    return [
        Check(
            "A promise", bool(mailing_list.promise), "Say in one sentence what a subscriber gets."
        ),
        Check("A sender", bool(mailing_list.sender_name), "Name who the inbox says it is from."),
        Check(
            "A welcome",
            mailing_list.has_welcome,
            "Write the welcome, with a subject, and turn it on.",
        ),
        Check(
            "A test send",
            mailing_list.tested_at is not None,
            "Send yourself a test and read it as a subscriber would.",
        ),
    ]


def missing(mailing_list: MailingList) -> list[str]:
    """What is still to do, a sentence each; nothing when the list is ready."""
    return [check.to_do for check in checklist(mailing_list) if not check.is_done]


def launch(mailing_list: MailingList) -> None:
    """Make a draft, or a closed list, live.

    The row is read afresh and held until the transaction ends, so that what was taken away a
    moment ago counts. Raises AlreadyLive, NotReady.
    """
    db.session.refresh(mailing_list, with_for_update=True)
    if mailing_list.is_live:
        raise AlreadyLive
    if sentences := missing(mailing_list):
        raise NotReady(" ".join(sentences))
    mailing_list.launch(clock.now())
