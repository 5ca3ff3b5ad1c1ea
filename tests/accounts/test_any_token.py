"""Whatever stands in the place of a mailed token: refused with its page, and nothing changes."""

from __future__ import annotations

import string

import pytest
import time_machine
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.accounts.kinds import KINDS
from tests.accounts.steps import READER, sign_in
from tests.makers import make_account
from webapp import clock
from webapp.extensions import db
from webapp.tokens import Purpose

quick = settings(
    max_examples=15,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
    deadline=None,
)
ENDED = {404: "This link is not complete", 410: "This link no longer works"}
ALPHABET = string.ascii_letters + string.digits + "-_."
tokens = st.text(
    st.characters(exclude_characters="/?#%\\", exclude_categories=["Cs", "Cc"]), min_size=1
)
values = st.none() | st.booleans() | st.integers(-(2**40), 2**40) | st.text(max_size=12)


@pytest.fixture(params=KINDS)
def kind(request):
    return KINDS[request.param]


@pytest.fixture
def link(app, kind):
    """A good link of the kind."""
    with app.app_context():
        url = kind.link(make_account(READER, confirmed=kind.asks_to_sign_in))
        db.session.commit()
    return url


@pytest.fixture
def refuses(browser, kind, link, dump):
    """Hold GET and POST of a token against the page of links that ended; at the end, every row."""
    if kind.asks_to_sign_in:
        sign_in(browser)
    form = {"csrf_token": browser.open("/account/sign-in/").token} | kind.fields
    path, token, _ = link.rsplit("/", 2)
    before = dump()

    def hold(changed):
        if changed == token:
            return
        for method, sent in ((browser.client.get, {}), (browser.client.post, {"data": form})):
            answer = method(f"{path}/{changed}/", **sent)
            assert answer.status_code in ENDED, changed
            assert ENDED[answer.status_code] in answer.get_data(as_text=True)

    hold.token = token
    yield hold
    assert dump() == before


@quick
@given(st.integers(0), st.sampled_from(ALPHABET))
def test_one_other_character(refuses, position, character):
    place = position % len(refuses.token)
    refuses(refuses.token[:place] + character + refuses.token[place + 1 :])


@quick
@given(st.integers(1), st.integers(1))
def test_any_piece_of_it(refuses, start, end):
    length = len(refuses.token)
    first, last = sorted((start % length, end % length))
    refuses(refuses.token[first : last + 1])


@quick
@given(tokens)
def test_any_text(refuses, text):
    refuses(text)


@quick
@given(key=st.text(min_size=16, max_size=40))
def test_signed_by_any_other_key(app, kind, refuses, key):
    ours = app.config["SECRET_KEY"]
    with app.app_context():
        payload = kind.purpose.read(refuses.token)
        try:
            app.config["SECRET_KEY"] = key
            forged = kind.purpose.sign(**payload)
        finally:
            app.config["SECRET_KEY"] = ours
    if key != ours:
        refuses(forged)


@quick
@given(name=st.text(ALPHABET, min_size=1, max_size=20))
def test_signed_for_any_other_purpose(app, kind, refuses, name):
    with app.app_context():
        payload = kind.purpose.read(refuses.token)
        if f"accounts.{name}" != kind.purpose.name:
            refuses(Purpose(f"accounts.{name}", kind.purpose.max_age).sign(**payload))


@quick
@given(account=st.integers(2, 2**31 - 1), version=st.integers(1, 2**31), email=st.emails())
def test_naming_any_other_account_or_state(app, kind, refuses, account, version, email):
    with app.app_context():
        payload = kind.purpose.read(refuses.token)
        refuses(kind.purpose.sign(**payload | {"account": account}))
        if kind.follows_account:
            refuses(kind.purpose.sign(**payload | {"version": version}))
            refuses(kind.purpose.sign(**payload | {"email": f"x{email}"}))


@quick
@given(seconds=st.integers(1, 10**8))
def test_at_any_later_moment(app, kind, refuses, seconds):
    with app.app_context():
        payload = kind.purpose.read(refuses.token)
    past = clock.now().timestamp() - kind.purpose.max_age.total_seconds() - seconds
    with time_machine.travel(past, tick=False), app.app_context():
        expired = kind.purpose.sign(**payload)
    refuses(expired)
