"""Choosing a password: how strong it is is said while it is typed; it is shown, and hidden again."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

SCRIPTED = pytest.mark.parametrize("tab", [True], indirect=True, ids=["with JavaScript"])
UNSCRIPTED = pytest.mark.parametrize("tab", [False], indirect=True, ids=["without JavaScript"])


@pytest.fixture
def field(tab):
    """The field of a password to be chosen."""
    tab.goto("/account/register/")
    return tab.get_by_label("Password", exact=True)


@pytest.fixture
def meter(tab):
    return tab.get_by_role("meter", name="Strength of the password")


@SCRIPTED
def test_the_strength_is_said_while_a_password_is_typed(tab, field, meter):
    said = tab.locator("[aria-live].strength__words")
    expect(meter).to_be_hidden()
    field.press_sequentially("password")
    expect(meter).to_have_js_property("value", 1)
    expect(said).to_have_text("Very easy to guess; 7 more to go.")
    field.fill("four camels crossed the river")
    expect(meter).to_have_js_property("value", 5)
    expect(said).to_have_text("Very hard to guess.")
    field.fill("")
    expect(meter).to_be_hidden()


@SCRIPTED
def test_the_own_address_makes_a_password_no_stronger(tab, field, meter):
    field.fill("zhanibek.tulegenov")
    expect(meter).to_have_js_property("value", 5)
    tab.get_by_label("Your e-mail address").fill("zhanibek.tulegenov@example.com")
    field.fill("zhanibek.tulegeno")
    field.press("End")
    field.press("v")
    expect(meter).to_have_js_property("value", 1)


@SCRIPTED
def test_a_pasted_password_is_taken_whole_and_shown_when_asked(tab, field, meter):
    words = "Қоңыр күз, төрт түйе өзеннен өтті"
    field.focus()
    tab.keyboard.insert_text(words)  # as a paste or a manager does it: no key is pressed
    expect(field).to_have_value(words)
    expect(meter).to_have_js_property("value", 5)
    show = tab.get_by_role("button", name="Show password")
    show.click()
    expect(field).to_have_attribute("type", "text")
    expect(show).to_have_attribute("aria-pressed", "true")
    show.click()
    expect(field).to_have_attribute("type", "password")


@UNSCRIPTED
def test_without_scripts_nothing_is_offered_that_needs_them(tab, field, meter):
    field.fill("four camels crossed the river")
    expect(meter).to_be_hidden()
    expect(tab.get_by_role("button", name="Show password")).to_be_hidden()
