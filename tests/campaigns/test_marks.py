"""Signed numbers in mail addresses, and the quick signer of letters' links."""

from __future__ import annotations

import pytest
import time_machine
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from webapp import clock, create_app
from webapp.outcomes import LinkInvalid
from webapp.tokens import Mark, Purpose

MARK = Mark("tests.mark")
PURPOSE = Purpose("tests.link", None)
patient = settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)


@pytest.fixture
def in_context():
    """No database is needed."""


@pytest.fixture(scope="module")
def keyed(tmp_path_factory):
    def app(keys):
        folder = tmp_path_factory.mktemp("instance")
        return create_app(folder, {"SECRET_KEY": keys, "LOG_LEVEL": "WARNING"}).app_context()

    return app


@pytest.fixture(scope="module", autouse=True)
def signing(keyed):
    with keyed("the-key-of-this-year the-key-of-last-year"):
        yield


@given(st.integers(min_value=0, max_value=2**63 - 1))
def test_a_number_comes_back_in_any_case(number):
    assert MARK.read(MARK.sign(number)) == number
    assert MARK.read(MARK.sign(number).upper()) == number
    assert len(MARK.sign(number)) <= 37


@given(st.text(max_size=60))
def test_what_we_did_not_sign_is_refused(text):
    with pytest.raises(LinkInvalid):
        MARK.read(text)


@pytest.mark.parametrize("at", range(22))
def test_a_mark_with_any_character_changed_is_refused(at):
    mark = MARK.sign(7)
    changed = mark[:at] + ("0" if mark[at] != "0" else "1") + mark[at + 1 :]
    with pytest.raises(LinkInvalid):
        MARK.read(changed)


def test_a_mark_of_another_purpose_is_refused():
    with pytest.raises(LinkInvalid):
        Mark("tests.other").read(MARK.sign(7))


def test_a_mark_of_the_key_before_is_still_good(keyed):
    with keyed("the-key-of-last-year"):
        old = MARK.sign(7)
    assert MARK.read(old) == 7
    with keyed("the-key-of-next-year the-key-of-this-year"), pytest.raises(LinkInvalid):
        MARK.read(old)


@patient
@given(st.dictionaries(st.sampled_from("slcv"), st.integers(0, 2**40), min_size=1))
def test_the_quick_signer_signs_as_itsdangerous_does(payload):
    quick = PURPOSE.signer()
    with time_machine.travel(clock.now(), tick=False):
        assert PURPOSE.read(quick(**payload)) == payload
        plain = PURPOSE._serializer().dumps(payload)
        assert plain.startswith(".") or quick(**payload) == plain
