"""Addresses: one normal form; what cannot be mailed is refused with what to do."""

from __future__ import annotations

import pytest

from webapp.addresses import AddressRefused, normalise


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        (" Reader@Example.COM ", "reader@example.com"),
        ("reader+letters@example.com", "reader+letters@example.com"),
        ("оқырман@example.com", "оқырман@example.com"),
        ("reader@пошта.example.com", "reader@пошта.example.com"),
    ],
)
def test_an_address_is_kept_in_one_form(typed, kept):
    assert normalise(typed) == kept


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "reader",
        "reader@",
        "@example.com",
        "reader@example",
        "reader@exam ple.com",
        "reader@example.com\nBcc: other@example.com",
        "reader@example.com, other@example.com",
        "Reader <reader@example.com>",
        "reader@example.com\0",
        "reader@" + "a" * 300 + ".com",
        "a" * 10_000 + "@example.com",
    ],
)
def test_what_cannot_be_mailed_is_refused_with_what_to_do(typed):
    with pytest.raises(AddressRefused, match=r"^Write .+\.$"):
        normalise(typed)
