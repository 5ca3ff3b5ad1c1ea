"""The links in a letter's foot: leaving its list, and changing what one gets."""

from __future__ import annotations

import datetime as dt
import hashlib
from dataclasses import dataclass
from typing import Protocol

from .. import clock
from ..templating import public_url
from ..tokens import Purpose
from .models import MailingList, Subscriber, Suppression

# DESIGN, Tokens: a confirmation dies with the ask it names, and after three days.
CONFIRM_WORKS = dt.timedelta(days=3)
CONFIRM = Purpose("subscriptions.confirm", CONFIRM_WORKS)
# These two stand in every letter, and a letter may be opened years later: the law and good sense
# want leaving to work then too, so they never grow old. A preference link ends when the
# subscriber's link_version changes; a leave link can do nothing but end one subscription.
PREFERENCES = Purpose("subscriptions.preferences", None)
LIFT = Purpose("subscriptions.lift", CONFIRM_WORKS)
INVITE = Purpose("subscriptions.invite", None)  # to a private list, as long as staff wish
UNSUBSCRIBE = Purpose("subscriptions.unsubscribe", None)

HOLE = "TOKEN"
INERT = "test"  # no token of ours
LINK_DIGITS = 16  # of 64 hexadecimal ones


def confirm_url(subscriber_id: int, subscription_ids: list[int]) -> str:
    """The link that confirms these subscriptions, as they are now."""
    now = int(clock.now().timestamp())
    token = CONFIRM.sign(s=subscriber_id, a=subscription_ids, t=now)
    return public_url("subscriptions.confirm", token=token)


def preferences_url(subscriber: Subscriber) -> str:
    """The subscriber's own page, on which every list is ticked or not."""
    return LetterLinks().preferences(subscriber.id, subscriber.link_version)


def preferences_token(subscriber: Subscriber) -> str:
    """The secret part of that link."""
    return PREFERENCES.sign(s=subscriber.id, v=subscriber.link_version)


def unsubscribe_url(subscriber_id: int, list_id: int, campaign_id: int | None = None) -> str:
    """The link that ends one subscription; also the List-Unsubscribe one (RFC 8058)."""
    return LetterLinks(campaign_id).unsubscribe(subscriber_id, list_id)


def lift_url(suppression: Suppression) -> str:
    """The link by which a suppressed address may be written to again; it dies with this stop."""
    token = LIFT.sign(n=suppression.id, t=stamp(suppression.since))
    return public_url("subscriptions.lift", token=token)


def invitation_url(mailing_list: MailingList) -> str:
    """The link to a private list’s page; it dies when the list gets another short name."""
    token = INVITE.sign(l=mailing_list.id, s=mailing_list.slug)
    return public_url("campaigns.invited", token=token)


def stamp(moment: dt.datetime) -> int:
    """A moment in microseconds since 1970."""
    return int(moment.timestamp() * 1_000_000)


class Links(Protocol):
    """Makes a recipient's own links."""

    def unsubscribe(self, subscriber_id: int, list_id: int) -> str:
        """The link that leaves the list."""

    def preferences(self, subscriber_id: int, link_version: int) -> str:
        """The link to the recipient's own page."""


class LetterLinks:
    """Makes the links of many recipients: no query, keys and addresses looked up once.

    Made inside an application context; afterwards it needs none and may be used by any thread.
    """

    def __init__(self, campaign_id: int | None = None) -> None:
        self._campaign = {} if campaign_id is None else {"c": campaign_id}
        self._sign_unsubscribe = UNSUBSCRIBE.signer()
        self._sign_preferences = PREFERENCES.signer()
        self._unsubscribe = _around_token("subscriptions.unsubscribe")
        self._preferences = _around_token("subscriptions.preferences")

    def unsubscribe(self, subscriber_id: int, list_id: int) -> str:
        """The link that ends one subscription, naming the campaign it stood in."""
        before, after = self._unsubscribe
        token = self._sign_unsubscribe(s=subscriber_id, l=list_id, **self._campaign)
        return f"{before}{token}{after}"

    def preferences(self, subscriber_id: int, link_version: int) -> str:
        """The subscriber's own page; ``link_version`` as it stands in the subscriber's row."""
        before, after = self._preferences
        return f"{before}{self._sign_preferences(s=subscriber_id, v=link_version)}{after}"


class InertLinks:
    """Links of the right shape that can do nothing: the pages behind them say so."""

    def unsubscribe(self, _subscriber_id: int, _list_id: int) -> str:
        """A link that leaves nothing."""
        return public_url("subscriptions.unsubscribe", token=INERT)

    def preferences(self, _subscriber_id: int, _link_version: int) -> str:
        """A link to nobody’s page."""
        return public_url("subscriptions.preferences", token=INERT)


@dataclass(frozen=True)
class Asking:
    """What a confirmation link names."""

    subscriber_id: int
    subscription_ids: list[int]
    asked_at: dt.datetime


@dataclass(frozen=True)
class Inviting:
    """What an invitation to a private list names."""

    list_id: int
    slug: str


@dataclass(frozen=True)
class Preferring:
    """What a preference link names."""

    subscriber_id: int
    link_version: int


@dataclass(frozen=True)
class Leaving:
    """What a leave link names."""

    subscriber_id: int
    list_id: int
    campaign_id: int | None


@dataclass(frozen=True)
class Lifting:
    """What a link that lifts a suppression names."""

    suppression_id: int
    since: int  # see stamp


def read_lift(token: str) -> Lifting:
    """What a link that lifts a suppression names. Raises LinkExpired, LinkInvalid."""
    payload = LIFT.read(token)
    return Lifting(payload["n"], payload["t"])


def read_invitation(token: str) -> Inviting:
    """What an invitation names. Raises LinkInvalid."""
    payload = INVITE.read(token)
    return Inviting(payload["l"], payload["s"])


def read_confirm(token: str) -> Asking:
    """What a confirmation link names. Raises LinkExpired, LinkInvalid."""
    payload = CONFIRM.read(token)
    asked_at = dt.datetime.fromtimestamp(payload["t"], dt.UTC)
    return Asking(payload["s"], payload["a"], asked_at)


def read_preferences(token: str) -> Preferring:
    """What a preference link names. Raises LinkInvalid."""
    payload = PREFERENCES.read(token)
    return Preferring(payload["s"], payload["v"])


def read_unsubscribe(token: str) -> Leaving:
    """What a leave link names. Raises LinkInvalid."""
    payload = UNSUBSCRIBE.read(token)
    return Leaving(payload["s"], payload["l"], payload.get("c"))


def id_of(link: str) -> str:
    """What the consent record calls a mailed link, or its token: nobody can follow it."""
    token = link.rstrip("/").rpartition("/")[2]
    return hashlib.sha256(token.encode()).hexdigest()[:LINK_DIGITS]


def _around_token(endpoint: str) -> tuple[str, str]:
    before, _, after = public_url(endpoint, token=HOLE).rpartition(HOLE)
    return before, after
