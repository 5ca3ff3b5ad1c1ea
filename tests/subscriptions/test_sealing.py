"""The canonical form: one for each thing, and the same that others compute."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from webapp.subscriptions.sealing import GENESIS, Details, Entry, canonical, hash_of, written

words = st.text(st.characters(codec="utf-8"))
numbers = st.integers(0, 2**53 - 1)
entries = st.builds(
    Entry,
    numbers,
    st.none() | numbers,
    st.none() | numbers,
    *[words] * (len(Entry._fields) - 3),
)


@given(entries, entries, words, words)
def test_two_entries_have_one_hash_only_when_all_of_them_is_the_same(one, other, before, after):
    same = (one, before) == (other, after)
    assert (one.hash_after(before) == other.hash_after(after)) == same


@given(entries, words, st.integers(0, len(Entry._fields) - 1))
def test_each_field_counts(entry, word, place):
    name = Entry._fields[place]
    changed = entry._replace(**{name: word})
    assert (changed.hash_after(GENESIS) == entry.hash_after(GENESIS)) == (changed == entry)


@given(st.builds(Details, *[words] * 5))
def test_what_is_canonical_can_be_read_and_is_written_the_same_again(details):
    form = canonical(details._asdict())
    assert json.loads(form) == details._asdict()
    assert canonical(json.loads(form)) == form
    assert details.hash == hash_of(details._asdict()) == hashlib.sha256(form).hexdigest()


@given(entries, words)
def test_the_quick_way_is_the_canonical_one(entry, previous):
    assert entry.hash_after(previous) == hash_of(entry._asdict() | {"previous": previous})


def test_it_is_the_form_of_the_rfc():
    """Strings and order as in RFC 8785, 3.2.2.2 and 3.2.4, as far as we use them."""
    typed = '\u20ac$\u000f\nA\'B"\\\\"/'
    thing = {"z": typed, "a": None, "list": [1, 2]}
    assert canonical(thing).decode() == (
        '{"a":null,"list":[1,2],"z":"\u20ac$\\u000f\\nA\'B\\"\\\\\\\\\\"/"}'
    )


@given(st.datetimes(timezones=st.timezones()))
def test_a_moment_is_written_the_same_wherever_it_was_read(moment):
    try:
        utc = moment.astimezone(dt.UTC)
    except OverflowError:
        return
    assert written(moment) == written(utc)
    assert dt.datetime.fromisoformat(written(moment)) == utc
    assert len(written(moment)) == len("2026-11-27T00:19:00.000000+00:00")


def test_an_hour_that_strikes_twice_is_two_moments():
    first = dt.datetime(2026, 10, 25, 2, 30, tzinfo=ZoneInfo("Europe/Berlin"))
    second = first.replace(fold=1)
    assert first == second, "as Python has it within one zone"
    assert [written(one) for one in (first, second)] == [
        "2026-10-25T00:30:00.000000+00:00",
        "2026-10-25T01:30:00.000000+00:00",
    ]
