"""Attributes: short, clean, of one name each, and gone with the person."""

from __future__ import annotations

from tests.makers import make_subscriber
from webapp.extensions import db
from webapp.subscriptions import attributing
from webapp.subscriptions.models import Subscriber


def test_names_are_compared_without_case_and_white_space_is_folded():
    found = attributing.cleaned({" City\tof  birth": "Almaty\n2 ", "CITY OF BIRTH": "Astana"})
    assert found == {"city of birth": "Astana"}


def test_empty_values_and_names_are_left_out():
    assert attributing.cleaned({"city": " \0 ", "": "Almaty"}) == {}


def test_long_ones_are_cut_and_many_are_left():
    found = attributing.cleaned({f"{n:03}" + "n" * 500: "v" * 5_000 for n in range(500)})
    assert len(found) == attributing.MOST
    assert {len(name) for name in found} == {attributing.LONGEST_NAME}
    assert {len(value) for value in found.values()} == {attributing.LONGEST_VALUE}


def test_gaps_are_filled_and_what_is_held_stays():
    found = {"city": "Astana", "plan": "paid"}
    assert attributing.lacking({"city": "Almaty"}, found) == {"plan": "paid"}
    full = {str(number): "held" for number in range(attributing.MOST)}
    assert attributing.lacking(full, found) == {}
    full.popitem()
    assert attributing.lacking(full, found) == {"city": "Astana"}


def test_they_are_read_back_as_they_were_kept(context):
    person = make_subscriber("a@example.org")
    assert person.attributes == {}
    attributing.set_attribute(person, "Қала", "Алматы")
    attributing.set_attribute(person, "plan", "paid")
    attributing.set_attribute(person, "PLAN", "")
    db.session.commit()
    db.session.expire_all()
    assert db.session.get_one(Subscriber, person.id).attributes == {"қала": "Алматы"}
