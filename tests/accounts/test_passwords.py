from __future__ import annotations

import pytest
from argon2 import PasswordHasher

from tests.accounts.steps import READER, is_signed_in, sign_in
from webapp.accounts.models import Account
from webapp.accounts.passwords import (
    PasswordRefused,
    check_password,
    hash_password,
    is_outdated,
    refuse_weak,
)

GOOD = [
    "seven grey herons",
    "жеті сұр тырна көлде",
    "🐪🐫🐪🐫 over the dunes",
    " spaces  at both ends ",
    "x" * 3 + "y9!" * 2 + " odd little thing",
]


def account_with(password):
    return Account(email=READER, password_hash=hash_password(password))


@pytest.mark.parametrize("password", [*GOOD, "q" * 40 + "w" * 216])
def test_a_password_opens_its_own_account_only(password):
    account = account_with(password)
    assert check_password(account, password)
    assert not check_password(account, password[:-1])
    assert not check_password(account, password.swapcase() + "!")


def test_nothing_opens_an_account_that_is_not_there_or_has_no_password():
    assert not check_password(None, "")
    assert not check_password(Account(email=READER, password_hash=""), "")
    assert not check_password(Account(email=READER, password_hash="not a hash"), "not a hash")


def test_letters_that_keyboards_write_differently_are_the_same_password():
    assert check_password(
        account_with("caf\u00e9 by the river Esil"), "cafe\u0301 by the river Esil"
    )


def test_the_hash_is_argon2id_as_owasp_has_it():
    assert hash_password("seven grey herons").startswith("$argon2id$v=19$m=19456,t=2,p=1$")


@pytest.mark.parametrize("password", GOOD)
def test_any_characters_make_a_good_password(password):
    refuse_weak(password, email=READER, paper="The Astana Times")


@pytest.mark.parametrize(
    ("password", "because"),
    [
        ("fourteen chars", "at least 15"),
        ("x9" * 129, "at most 256"),
        ("Reader@Example.com", "in your address"),
        ("The-Astana-Times-2026", "our name"),
        ("reader astana times", "our name"),
        ("aaaaaaaaaaaaaaaa", "Too many people"),
        ("abcabcabcabcabcabc", "Too many people"),
        ("Password Password", "Too many people"),
        ("qwertyuiopasdfgh", "Too many people"),
        ("123456789012345678", "Too many people"),
        ("zyxwvutsrqponmlkj", "Too many people"),
        ("correct horse battery staple", "Too many people"),
        ("Correct-Horse-Battery-Staple-99", "Too many people"),
    ],
)
def test_what_everybody_tries_is_refused_with_the_reason(password, because):
    with pytest.raises(PasswordRefused, match=because):
        refuse_weak(password, email=READER, paper="The Astana Times")


def test_an_old_hash_is_renewed_when_its_owner_signs_in(browser, reader, account, change):
    weaker = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
    change(password_hash=weaker.hash("seven grey herons"))
    assert is_outdated(account().password_hash)
    sign_in(browser, password="seven grey herons")
    assert not is_outdated(account().password_hash)
    assert is_signed_in(browser)
