"""Slowing: tries at passwords that fail make the next ones wait, ever longer.

Tries are counted at the address they name and for the network they come from. A browser that opened
the account before carries a signed cookie, and is counted by itself alone (OWASP, “Slow Down Online
Guessing Attacks with Device Cookies”): whoever guesses from elsewhere does not keep its owner out.
Nor does it keep out who has a passkey or reads the account’s mail; coming in so ends the wait.

A try counts before the password is checked, in a transaction of its own, and is taken back when it
was right: however many processes are asked at once, none checks more than this allows. Addresses
without an account are counted the same. The keys are hashes with the app’s key.
"""

from __future__ import annotations

import datetime as dt
import itertools
import math
from collections.abc import Sequence
from dataclasses import dataclass

from flask import current_app
from sqlalchemy import ColumnElement, Connection, case, delete, literal, select, true, update

from ... import clock, jobs, throttle
from ...database import UTCDateTime, insert_into
from ...extensions import db
from ...outcomes import Outcome
from ...tokens import KeyedHash
from ...web import Visit
from .. import noting, remembering
from ..models import Account, PasswordTries, What

FIRST, LONGEST = 30, 900  # seconds; each failure doubles the wait until the longest
# NIST SP 800-63B-4 (3.2.2) allows a hundred failures in a row at one account.
MOST, A_DAY = 100, 24 * 3600
KEPT = dt.timedelta(days=7)  # without a failure, until all is forgotten
HASH = KeyedHash("accounts.tries")


class TriesSlowed(Outcome):
    """Too many tries failed; the password was not looked at."""

    status = 429
    title = "Too many wrong passwords"

    def __init__(self, until: dt.datetime) -> None:
        self.seconds = max(1, math.ceil((until - clock.now()).total_seconds()))
        super().__init__(f"Wait {self.words}, or sign in by a code that we mail you.")

    @property
    def words(self) -> str:
        """How long to wait, as people say it."""
        for unit, length in (("hours", 3600), ("minutes", 60)):
            if self.seconds > 2 * length:
                return f"{math.ceil(self.seconds / length)} {unit}"
        return "a second" if self.seconds == 1 else f"{self.seconds} seconds"


@dataclass(frozen=True)
class Place:
    """Where tries are counted, and how many may fail there before the next has to wait."""

    key: str
    free: int
    owners: bool = True  # of one account, which its owner clears by a right password


@dataclass(frozen=True)
class Counted:
    """A try as it was counted at a place."""

    place: Place
    failed: int
    wait_until: dt.datetime


def places(email: str, account: Account | None, visit: Visit, browser: str) -> list[Place]:
    """Where a try at an address, and its account if any, from the browser with a cookie counts."""
    if account and (device := remembering.device_knowing(account, browser)):
        return [Place(HASH.of("device", device, account.id), free=5)]
    # Many people may share a network. First in the list, first locked: no two tries wait in a ring.
    network = Place(HASH.of("network", visit.network), free=50, owners=False)
    return [network, Place(HASH.of("address", email), free=5)]


def place_of_session(account: Account) -> Place:
    """Where tries of who is signed in count, so that nobody else’s tries stand in their way."""
    session = account.current_session
    return Place(HASH.of("session", session.id if session else 0, account.id), free=5)


@dataclass(frozen=True)
class Trial:
    """A try that was let through and counts as failed until it is known to be right."""

    counted: Sequence[Counted]

    def succeeded(self) -> None:
        """Take it back, with all that failed before at the places that are its owner’s."""
        for one in self.counted:
            found = PasswordTries.key == one.place.key
            if one.place.owners:
                db.session.execute(delete(PasswordTries).where(found))
                continue
            wait = case(
                (PasswordTries.wait_until == one.wait_until, clock.now()),
                else_=PasswordTries.wait_until,
            )
            taken_back = {"failed": PasswordTries.failed - 1, "wait_until": wait}
            db.session.execute(update(PasswordTries).where(found).values(taken_back))

    def failed(self, account: Account | None, email: str, visit: Visit) -> None:
        """Note it for the account’s owner, once a burst; as much work is done without one."""
        for one in self.counted:
            if one.place.owners and one.failed == 1:
                _note(account, email, What.SIGN_IN_FAILED, visit, "wrong password")
            if one.place.owners and one.failed == one.place.free and _is_news(email):
                _note(account, email, What.SIGN_INS_SLOWED, visit)


def begin(*counted_at: Place) -> Trial:
    """Count a try at those places before it is made. Raises TriesSlowed.

    Ends the transaction at hand, as the count is kept whatever becomes of the rest.
    """
    db.session.rollback()
    if not current_app.config["RATELIMIT_ENABLED"]:
        return Trial(())
    with db.engine.begin() as connection:
        return Trial([_count(connection, place) for place in counted_at])


def forget(email: str) -> None:
    """Forget what was tried at an address: its owner is there."""
    key = HASH.of("address", email)
    db.session.execute(delete(PasswordTries).where(PasswordTries.key == key))


@jobs.job(every=dt.timedelta(hours=1))
def forget_old() -> None:
    """Forget where nothing failed for a week."""
    db.session.execute(delete(PasswordTries).where(PasswordTries.forget_after <= clock.now()))
    db.session.commit()


def _count(connection: Connection, place: Place) -> Counted:
    """One more failure, unless the place still waits. Raises TriesSlowed."""
    now = clock.now()
    kept = PasswordTries.forget_after > now
    failed = case((kept, PasswordTries.failed + 1), else_=1)
    counting = insert_into(PasswordTries, connection.dialect).values(
        key=place.key, failed=1, wait_until=now, forget_after=now + KEPT
    )
    counting = counting.on_conflict_do_update(
        index_elements=[PasswordTries.key],
        set_={"failed": failed, "wait_until": _wait(failed, place), "forget_after": now + KEPT},
        where=PasswordTries.wait_until <= now,
    ).returning(PasswordTries.failed, PasswordTries.wait_until)
    row = connection.execute(counting).one_or_none()
    if row is None:
        waits = select(PasswordTries.wait_until).where(PasswordTries.key == place.key)
        raise TriesSlowed(connection.execute(waits).scalar_one())
    return Counted(place, row.failed, row.wait_until)


def _wait(failed: ColumnElement[int], place: Place) -> ColumnElement[dt.datetime]:
    """Until when the next try has to wait after so many failures."""
    doubling = itertools.takewhile(lambda s: s < LONGEST, (FIRST * 2**n for n in itertools.count()))
    steps = [(failed == place.free + n, _in(seconds)) for n, seconds in enumerate(doubling)]
    most = failed < MOST if place.owners else true()
    return case((failed < place.free, _in(0)), *steps, (most, _in(LONGEST)), else_=_in(A_DAY))


def _in(seconds: int) -> ColumnElement[dt.datetime]:
    return literal(clock.now() + dt.timedelta(seconds=seconds), UTCDateTime())


def _is_news(email: str) -> bool:
    """Whether its owner, if any, was not told within a day that tries at it are slowed."""
    return throttle.is_first(f"slowed/{HASH.of('told', email)}", dt.timedelta(days=1))


def _note(account: Account | None, email: str, what: What, visit: Visit, detail: str = "") -> None:
    if account:
        noting.note(account, what, visit, detail)
    else:
        noting.pretend(email, what, visit, detail)
