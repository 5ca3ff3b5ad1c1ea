"""Wrong passwords make the next tries wait: whoever guesses, and not the account’s owner."""

from __future__ import annotations

import datetime as dt

import pytest
import time_machine

from tests.accounts.steps import (
    NEW_PASSWORD,
    READER,
    VISIT,
    enter,
    forgot,
    is_signed_in,
    link_in,
    text_of,
)
from tests.conftest import SETTINGS
from tests.makers import PASSWORD, make_account
from webapp import clock, networks
from webapp.accounts import signing_in
from webapp.accounts.models import PasswordTries
from webapp.accounts.passwords import slowing
from webapp.extensions import db

UNKNOWN = "nobody@example.org"
WRONG = "not the password at all"
WAITS = [30, 60, 120, 240, 480, 900, 900]


@pytest.fixture
def settings(database_url):
    """Limits are on, and a proxy in front says where requests come from."""
    return SETTINGS | {"DATABASE_URL": database_url, "TRUSTED_PROXIES": 1}


@pytest.fixture
def clocked():
    """A clock that stands still until it is moved."""
    with time_machine.travel(clock.now(), tick=False) as traveller:
        yield lambda seconds: traveller.shift(dt.timedelta(seconds=seconds))


def attempt(browser, password=WRONG, address=READER, *, network="198.51.100.1", status=422):
    """One try at a password, from a network."""
    browser.client.environ_base["HTTP_X_FORWARDED_FOR"] = network
    browser.open("/account/sign-in/")
    return browser.press("Sign in", status=status, email=address, password=password)


def fail(browser, times, **options):
    """Wrong passwords until the next has to wait, each from a network of its own."""
    for number in range(times):
        attempt(browser, network=f"203.0.113.{number}", **options)


@pytest.mark.parametrize("address", [READER, UNKNOWN])
def test_the_wait_doubles_up_to_a_quarter_of_an_hour(browser, reader, clocked, address):
    fail(browser, 5, address=address)
    for wait in WAITS:
        page = attempt(browser, address=address, status=429)
        assert page.response.headers["Retry-After"] == str(wait)
        clocked(wait - 1)
        attempt(browser, PASSWORD, address, status=429)  # refused tries do not make it longer
        clocked(1)
        attempt(browser, address=address)


def test_known_and_unknown_addresses_wait_on_the_same_page(browser, other_browser, reader, clocked):
    pages = []
    for one, address in ((browser, READER), (other_browser, UNKNOWN)):
        fail(one, 5, address=address)
        pages.append(attempt(one, address=address, status=429))
    assert pages[0].text == pages[1].text
    assert pages[0].title == "Wait 30 seconds"
    assert pages[0].one("a.button")["href"] == "/account/sign-in/mail/"


def test_after_a_hundred_failures_in_a_row_one_a_day_is_left(context, clocked):
    place = slowing.Place("somewhere", free=5)
    for _ in range(99):
        slowing.begin(place)
        clocked(900)
    slowing.begin(place)
    with pytest.raises(slowing.TriesSlowed) as slowed:
        slowing.begin(place)
    assert slowed.value.seconds == 24 * 3600


def test_a_right_password_in_time_forgets_the_wrong_ones(browser, other_browser, reader, clocked):
    fail(browser, 4)
    attempt(browser, PASSWORD, status=200)
    fail(other_browser, 5)
    assert attempt(other_browser, status=429)


def test_an_account_of_ones_own_gives_a_network_no_more_tries(app, context, clocked):
    """Right passwords between wrong ones take back themselves, and nothing else."""
    place = slowing.Place("a network", free=50, owners=False)
    for _ in range(49):
        slowing.begin(place)  # fails
        slowing.begin(place).succeeded()
        db.session.commit()
    slowing.begin(place)
    with pytest.raises(slowing.TriesSlowed):
        slowing.begin(place)
    clocked(30)
    slowing.begin(place).succeeded()
    db.session.commit()
    slowing.begin(place)
    with pytest.raises(slowing.TriesSlowed) as slowed:
        slowing.begin(place)
    assert slowed.value.seconds == 60


def test_a_network_that_fails_at_many_addresses_is_slowed_and_no_other(browser, reader, clocked):
    for number in range(50):
        clocked(3)  # within the limit on requests
        attempt(browser, address=f"somebody{number}@example.org", network="2001:db8::1")
    assert attempt(browser, PASSWORD, network="2001:db8::2:7", status=429)
    attempt(browser, PASSWORD, network="2001:db8:0:1::1", status=200)


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("198.51.100.7", "198.51.100.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("::ffff:198.51.100.7", "198.51.100.7"),
        ("unknown", "unknown"),
    ],
)
def test_whoever_has_a_network_is_counted_as_one(address, network):
    assert networks.network_of(address) == network


def test_its_owner_is_let_in_where_it_was_opened_before(browser, other_browser, reader, clocked):
    attempt(browser, PASSWORD, status=200)
    browser.press("Sign out")
    fail(other_browser, 5)
    attempt(other_browser, PASSWORD, status=429)
    attempt(browser, network="198.51.100.1")  # a slip of one’s own
    attempt(browser, PASSWORD, status=200)
    assert is_signed_in(browser)
    attempt(other_browser, PASSWORD, status=429)  # what others did still counts against them


def test_a_known_browser_has_an_allowance_of_its_own_and_no_more(browser, reader, clocked):
    attempt(browser, PASSWORD, status=200)
    browser.press("Sign out")
    fail(browser, 5)
    attempt(browser, PASSWORD, status=429)


def test_a_browser_known_to_another_account_is_any_browser(app, browser, reader, clocked):
    with app.app_context():
        make_account("thief@example.org")
        db.session.commit()
    attempt(browser, PASSWORD, "thief@example.org", status=200)
    browser.press("Sign out")
    fail(browser, 5)
    attempt(browser, PASSWORD, status=429)


def test_a_mailed_code_lets_its_owner_in_and_ends_the_wait(
    browser, other_browser, reader, outbox, clocked
):
    fail(browser, 5)
    attempt(browser, status=429)
    browser.follow("Mail me a code")
    browser.press("Mail me a code", email=READER)
    browser.open(link_in(outbox()[-1]))
    browser.press("Sign in")
    assert is_signed_in(browser)
    attempt(other_browser, PASSWORD, status=200)


def test_a_password_chosen_by_a_mailed_link_is_taken_at_once(browser, reader, outbox, clocked):
    fail(browser, 5)
    forgot(browser)
    browser.open(link_in(outbox()[-1]))
    browser.press("Save the new password", password=NEW_PASSWORD)
    attempt(browser, NEW_PASSWORD, status=200)


def test_a_stolen_session_guesses_no_faster(browser, other_browser, reader, clocked):
    enter(browser, factors=("password",))
    clocked(11 * 60)
    for _ in range(5):
        browser.open("/account/prove/")
        browser.press("Go on", status=422, password=WRONG)
    browser.open("/account/prove/")
    page = browser.press("Go on", status=429, password=PASSWORD)
    assert page.title == "Wait 30 seconds"
    attempt(other_browser, PASSWORD, status=200)


def test_its_owner_is_told_once_a_burst(browser, reader, noted, outbox, clocked):
    fail(browser, 5)
    for wait in WAITS:
        clocked(wait)
        attempt(browser)
    assert noted() == ["SIGN_IN_FAILED", "SIGN_INS_SLOWED"]
    (mail,) = outbox()
    assert "slowed down" in text_of(mail)


def test_nobody_is_mailed_about_an_address_without_account(browser, reader, noted, outbox, clocked):
    fail(browser, 5, address=UNKNOWN)
    assert (noted(), outbox()) == ([], [])


def test_the_database_is_asked_to_write_as_much_for_an_unknown_address(
    app, context, reader, queries
):
    """The first failure is noted, the fifth is mailed too: or as much is written and taken back."""
    with queries() as asked:
        written = {address: [] for address in (READER, UNKNOWN)}
        for address, statements in written.items():
            for _ in range(5):
                with pytest.raises(signing_in.NotSignedIn):
                    signing_in.account_with(address, WRONG, VISIT, "")
                db.session.commit()
                statements.append([one[:30] for one in asked if one.startswith("INSERT")])
                asked.clear()
    assert written[READER] == written[UNKNOWN]
    assert any("security_events" in one for one in written[READER][0])
    assert {len(each) for each in written[READER]} == {2, 3, 5}


def test_the_table_names_nobody_and_is_swept(app, browser, reader, clocked):
    fail(browser, 3)
    with app.app_context():
        kept = db.session.query(PasswordTries).all()
        assert len(kept) == 4
        assert all(len(row.key) == 64 for row in kept)
        slowing.forget_old()
        assert db.session.query(PasswordTries).count() == 4
        clocked(slowing.KEPT.total_seconds())
        slowing.forget_old()
        assert db.session.query(PasswordTries).count() == 0
