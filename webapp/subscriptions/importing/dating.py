"""Dating: the moments that other programs write, read without guessing.

``03/04/2024`` is a day in March to some and in April to others, so it is not read at all.
"""

from __future__ import annotations

import datetime as dt
import email.utils
import re
from contextlib import suppress

from ... import clock

OLDEST_PROOF = 1990  # before that nobody confirmed by mail; a zero date of some program did
SECONDS = re.compile(r"\d{9,10}(\.\d+)?")  # since 1970, until the year 2286
MILLISECONDS = re.compile(r"\d{12,13}")
DAY_FIRST = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4})(.*)")
YEAR_FIRST = re.compile(r"(\d{4})[/.](\d{1,2})[/.](\d{1,2})(.*)")
ZONE_NAME = re.compile(r"\s*(UTC|GMT|Z)$")
FORMS = ("%b %d, %Y", "%B %d, %Y", "%d %b %Y", "%d %B %Y", "%b %d, %Y %I:%M %p", "%d %b %Y %H:%M")


class NotAMoment(ValueError):
    """What stands there is no time, or none at which somebody can have agreed."""


def moment(typed: str) -> dt.datetime:
    """The time somebody wrote, in UTC; without a zone it is UTC. Raises NotAMoment."""
    try:
        found = _parsed(typed.strip())
        at = (found if found.tzinfo else found.replace(tzinfo=dt.UTC)).astimezone(dt.UTC)
    except (ValueError, OverflowError, TypeError):
        raise NotAMoment("is not a time like 2026-11-24T10:02:00Z.") from None
    if at.year < OLDEST_PROOF or at > clock.now():
        raise NotAMoment("is not a time in the past.")
    return at


def _parsed(typed: str) -> dt.datetime:
    try:
        return dt.datetime.fromisoformat(typed)
    except ValueError:
        return _parsed_by_form(typed)


def _parsed_by_form(typed: str) -> dt.datetime:
    if SECONDS.fullmatch(typed):
        return dt.datetime.fromtimestamp(float(typed), dt.UTC)
    if MILLISECONDS.fullmatch(typed):
        return dt.datetime.fromtimestamp(int(typed) / 1000, dt.UTC)
    if found := DAY_FIRST.fullmatch(typed):
        return _numbered(found[3], found[2], found[1], found[4])
    if found := YEAR_FIRST.fullmatch(typed):
        return _numbered(found[1], found[2], found[3], found[4])
    return _parsed_in_words(typed)


def _parsed_in_words(typed: str) -> dt.datetime:
    if ZONE_NAME.search(typed):
        return _parsed(ZONE_NAME.sub("+00:00", typed))
    for form in FORMS:
        with suppress(ValueError):
            return dt.datetime.strptime(typed, form).replace(tzinfo=dt.UTC)
    return email.utils.parsedate_to_datetime(typed)


def _numbered(year: str, month: str, day: str, rest: str) -> dt.datetime:
    return dt.datetime.fromisoformat(f"{year}-{int(month):02}-{int(day):02}{rest}")
