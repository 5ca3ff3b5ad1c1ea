from __future__ import annotations

import pytest
from argon2 import PasswordHasher

from tests.accounts.steps import READER, is_signed_in, sign_in
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
    "the ferryman counts forty-one pelicans before the ice leaves the second channel of the delta",
]


@pytest.mark.parametrize("password", [*GOOD, "q" * 40 + "w" * 216])
def test_a_password_opens_its_own_account_only(password):
    stored = hash_password(password)
    assert check_password(stored, password)
    assert not check_password(stored, password[:-1])
    assert not check_password(stored, password.swapcase() + "!")


def test_nothing_opens_an_account_that_is_not_there_or_has_no_password():
    assert not check_password("", "")
    assert not check_password("not a hash", "not a hash")


def test_letters_that_keyboards_write_differently_are_the_same_password():
    assert check_password(
        hash_password("caf\u00e9 by the river Esil"), "cafe\u0301 by the river Esil"
    )


def test_the_hash_is_argon2id_as_owasp_has_it():
    assert hash_password("seven grey herons").startswith("$argon2id$v=19$m=19456,t=2,p=1$")


@pytest.mark.parametrize("password", GOOD)
def test_any_characters_make_a_good_password(context, password):
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
        ("sunshine12345678", "Too many people"),
        ("\uff30\uff41\uff53\uff53\uff57\uff4f\uff52\uff44 password", "Too many people"),
        ("\ufdfa" * 14, "at least 15"),
    ],
)
def test_what_everybody_tries_is_refused_with_the_reason(context, password, because):
    with pytest.raises(PasswordRefused, match=because):
        refuse_weak(password, email=READER, paper="The Astana Times")


@pytest.mark.parametrize("password", ["grey hern", "«?!» – ж_", "ж" * 3 + "q!7zW"])
def test_eight_characters_do_beside_a_second_factor(context, password):
    refuse_weak(password, email=READER, paper="The Astana Times", shortest=8)


@pytest.mark.parametrize("password", ["seven c", "sunshine", "Astana77", "reader99", "p@ssword"])
def test_what_everybody_tries_is_refused_beside_a_second_factor_too(context, password):
    with pytest.raises(PasswordRefused):
        refuse_weak(password, email=READER, paper="The Astana Times", shortest=8)


def test_an_old_hash_is_renewed_when_its_owner_signs_in(browser, reader, account, change):
    weaker = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
    change(password_hash=weaker.hash("seven grey herons"))
    assert is_outdated(account().password_hash)
    sign_in(browser, password="seven grey herons")
    assert not is_outdated(account().password_hash)
    assert is_signed_in(browser)
