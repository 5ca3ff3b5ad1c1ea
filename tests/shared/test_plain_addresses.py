"""The short cut for plain addresses says nothing else than the close look."""

from __future__ import annotations

import string

import pytest
from email_validator import EmailNotValidError, validate_email
from hypothesis import given
from hypothesis import strategies as st

from webapp.addresses import is_plain, normalise

LETTERS = string.ascii_letters + string.digits + "._+-"
TOPS = st.sampled_from(["org", "kz", "test", "invalid", "local", "onion", "arpa", "c", "123"])


@given(st.text(LETTERS, max_size=70), st.text(LETTERS, max_size=70), TOPS)
def test_what_is_plain_is_valid_as_it_stands(local, domain, top):
    typed = f"{local}@{domain}.{top}"
    if is_plain(typed.lower()):
        assert validate_email(typed, check_deliverability=False).normalized.lower() == typed.lower()


@pytest.mark.parametrize("typed", ["reader@example.org", "a.b+c_d-e@mail.example.co.uk", "1@2.kz"])
def test_usual_addresses_are_plain(typed):
    assert is_plain(typed)
    assert normalise(typed.upper()) == typed


@pytest.mark.parametrize(
    "typed", ["reader@site.test", "reader@host.localhost", "r" * 65 + "@example.org", "r@a--b.org"]
)
def test_what_is_not_plain_gets_the_close_look(typed):
    assert not is_plain(typed)


def test_the_close_look_still_refuses_reserved_domains():
    with pytest.raises(EmailNotValidError):
        validate_email("reader@site.test", check_deliverability=False, test_environment=False)
