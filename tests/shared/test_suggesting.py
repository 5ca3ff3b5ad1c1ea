"""What a mistyped domain was meant to be, and what is left alone."""

from __future__ import annotations

import pytest

from webapp.suggesting import ALSO_RIGHT, COMMON, suggestion_for

MEANT = {
    "gmial.com": "gmail.com",
    "gmail.con": "gmail.com",
    "gmal.con": "gmail.com",
    "gmail.ru": "gmail.com",
    "hotmial.com": "hotmail.com",
    "outlok.com": "outlook.com",
    "yaho.co.uk": "yahoo.co.uk",
    "mail.ri": "mail.ru",
    "mial.kz": "mail.kz",
    "bk.ri": "bk.ru",
    "yandx.ru": "yandex.ru",
}
RIGHT = ["example.org", "nu.edu.kz", "yahoo.ca", "yandex.by", "hotmail.fr", "vk.ru", "gmx.at"]
RIGHT += [*COMMON, *sorted(ALSO_RIGHT), "пошта.example"]


@pytest.mark.parametrize(("typed", "meant"), MEANT.items())
def test_a_slip_is_seen(typed, meant):
    assert suggestion_for(f"reader+news@{typed}") == f"reader+news@{meant}"


@pytest.mark.parametrize("domain", RIGHT)
def test_what_is_right_is_left_alone(domain):
    assert not suggestion_for(f"reader@{domain}")
