"""How long to wait before trying a mail again."""

from __future__ import annotations

import datetime as dt

FIRST_PAUSE = dt.timedelta(minutes=1)
LONGEST_PAUSE = dt.timedelta(hours=4)
GIVE_UP_AFTER = dt.timedelta(hours=72)  # RFC 5321, 4.5.4.1 asks for several days


def pause_after(tries: int) -> dt.timedelta | None:
    """How long to wait after that many tries, each pause twice the last up to four hours.

    None when the pauses add up to more than 72 hours: then it is given up.
    """
    waited = sum((_pause(number) for number in range(1, tries)), dt.timedelta())
    return _pause(tries) if waited + _pause(tries) <= GIVE_UP_AFTER else None


def _pause(number: int) -> dt.timedelta:
    doublings: int = 2 ** min(number - 1, 12)
    return min(FIRST_PAUSE * doublings, LONGEST_PAUSE)
