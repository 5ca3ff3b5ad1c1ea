"""Signed links: only what was signed, only for its purpose, only while it lasts."""

from __future__ import annotations

import datetime as dt
import string

import pytest
import time_machine
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from webapp import create_app
from webapp.outcomes import LinkExpired, LinkInvalid
from webapp.tokens import Purpose

CONFIRM = Purpose("tests.confirm", dt.timedelta(days=3))
LEAVE = Purpose("tests.leave", None)
OLD, NEW = "the-key-of-last-year", "the-key-of-this-year"
slow_start = hypothesis_settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None
)


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("instance")


@pytest.fixture
def signing(folder):
    def with_keys(keys):
        return create_app(folder, {"SECRET_KEY": keys, "LOG_LEVEL": "WARNING"}).app_context()

    return with_keys


@pytest.fixture
def keyed(signing):
    with signing(NEW):
        yield


@slow_start
@given(st.dictionaries(st.text(max_size=8), st.integers() | st.text() | st.none(), max_size=5))
def test_what_was_signed_comes_back(keyed, payload):
    assert CONFIRM.read(CONFIRM._serializer().dumps(payload)) == payload


@slow_start
@given(st.integers(min_value=0), st.sampled_from(string.ascii_letters + string.digits + "-_."))
def test_a_link_with_one_changed_character_is_refused(keyed, position, character):
    token = CONFIRM.sign(subscriber=7)
    place = position % len(token)
    changed = token[:place] + character + token[place + 1 :]
    if changed != token:
        with pytest.raises((LinkInvalid, LinkExpired)):
            CONFIRM.read(changed)


def test_a_link_ends_with_the_one_character_it_was_signed_with(keyed):
    token = CONFIRM.sign(subscriber=7)
    for character in set(string.ascii_letters + string.digits + "-_!") - {token[-1]}:
        with pytest.raises(LinkInvalid):
            CONFIRM.read(token[:-1] + character)


@slow_start
@given(st.text(max_size=200))
def test_whatever_else_stands_in_the_address_is_refused(keyed, text):
    with pytest.raises(LinkInvalid):
        LEAVE.read(text)


def test_a_link_for_another_purpose_is_refused(keyed):
    with pytest.raises(LinkInvalid):
        LEAVE.read(CONFIRM.sign(subscriber=7))


def test_a_link_lasts_as_long_as_its_purpose_says(keyed):
    token = CONFIRM.sign(subscriber=7)
    with time_machine.travel(dt.timedelta(days=2, hours=23)):
        assert CONFIRM.read(token) == {"subscriber": 7}
    with time_machine.travel(dt.timedelta(days=3, minutes=1)), pytest.raises(LinkExpired):
        CONFIRM.read(token)


def test_a_link_without_age_lasts(keyed):
    token = LEAVE.sign(subscriber=7)
    with time_machine.travel(dt.timedelta(days=4000)):
        assert LEAVE.read(token) == {"subscriber": 7}


def test_an_older_key_is_accepted_until_it_is_dropped(signing):
    with signing(OLD):
        token = CONFIRM.sign(subscriber=7)
    with signing(f"{NEW} {OLD}"):
        assert CONFIRM.read(token) == {"subscriber": 7}
        newer = CONFIRM.sign(subscriber=7)
    with signing(NEW):
        assert CONFIRM.read(newer) == {"subscriber": 7}
        with pytest.raises(LinkInvalid):
            CONFIRM.read(token)
