"""Trying: how often codes may be guessed, counted in the database for all processes together.

Of a million codes three are right at a moment. Five tries in five minutes and thirty in a day
leave a guesser who has the password already one chance in ten thousand a day, well within the
hundred tries in a row of NIST SP 800-63B-4 (3.2.2). Each kind of code is counted by itself: whoever
guesses digits does not keep the owner from a recovery code.
"""

from __future__ import annotations

import datetime as dt

from flask import current_app
from sqlalchemy import delete

from ... import throttle
from ...extensions import db
from ...outcomes import Outcome
from ..models import Account, Factor

SOON, DAY = dt.timedelta(minutes=5), dt.timedelta(days=1)
MOST = {SOON: 5, DAY: 30}


class TooManyTries(Outcome):
    """More codes were tried than anyone mistypes."""

    status = 429
    title = "Too many wrong codes"
    sentence = "Too many wrong codes were typed; wait five minutes, then try again with a new one."


class TooManyToday(TooManyTries):
    """Somebody keeps guessing."""

    sentence = (
        "Too many wrong codes were typed today, maybe by somebody who knows your password; "
        "use a recovery code, or try again tomorrow."
    )


def count(account: Account, factor: Factor) -> None:
    """Count one more try; whoever calls commits, whatever comes of it.

    Raises TooManyTries, or TooManyToday.
    """
    if not current_app.config["RATELIMIT_ENABLED"]:
        return
    connection = db.session.connection()
    tried = {w: throttle.count(connection, _key(account, factor, w), w) for w in MOST}
    if tried[DAY] > MOST[DAY]:
        raise TooManyToday
    if tried[SOON] > MOST[SOON]:
        raise TooManyTries


def forget(account: Account, factor: Factor) -> None:
    """Begin to count anew: the owner is there."""
    keys = [_key(account, factor, window) for window in MOST]
    db.session.execute(delete(throttle.Counter).where(throttle.Counter.key.in_(keys)))


def _key(account: Account, factor: Factor, window: dt.timedelta) -> str:
    return f"code/{factor}/{window.total_seconds():.0f}/{account.id}"
