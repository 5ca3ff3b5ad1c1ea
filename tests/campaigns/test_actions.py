"""A change of everybody a search finds: shown first, done in steps, taken back."""

from __future__ import annotations

import datetime as dt

import pytest

from tests.campaigns.many import (
    apply,
    attributes,
    entries,
    previewed,
    suppressed,
    undo,
)
from tests.makers import make_account, make_list, make_subscriber, make_subscription
from tests.subscriptions.imports import standings
from tests.subscriptions.record import verified
from webapp import clock
from webapp.campaigns.segments import finding
from webapp.campaigns.segments.conditions import Conditions
from webapp.extensions import db
from webapp.subscriptions import (
    erasing,
    joining,
    leaving,
    lifting,
    links,
    readdressing,
    suppressing,
)
from webapp.subscriptions.consenting import Proof
from webapp.subscriptions.hashing import hashed
from webapp.subscriptions.models import Ended, Subscriber, Suppression

PRESS = Proof("leave link")
ORG = {"domain": "example.org"}


@pytest.fixture
def week(context):
    """A list with a reader, one who waits, one who left, and somebody on another list."""
    week = make_list("the-week", "The Week")
    make_subscription(week, make_subscriber("reads@example.org"))
    make_subscription(week, make_subscriber("waits@example.org"), confirmed=False)
    left = make_subscription(week, make_subscriber("left@example.org"))
    left.end("one-click", clock.now() - dt.timedelta(days=1))
    make_subscription(make_list("other"), make_subscriber("other@example.org"))
    make_subscription(week, make_subscriber("elsewhere@example.net"))
    db.session.commit()
    return week


def leave(person, mailing_list):
    found = leaving.leave(links.Leaving(person.id, mailing_list.id, None), Ended.ONE_CLICK, PRESS)
    db.session.commit()
    return found


def person(email):
    return db.session.query(Subscriber).filter_by(email=email).one()


def test_it_is_shown_first_and_what_is_shown_is_what_is_done(week):
    one = previewed("end", ORG, list_id=week.id)
    expected = {"changes": 2, "left": 1, "never": 1}
    assert (one.state, one.expected, one.number) == ("ready", expected, 4)
    assert one.samples == {"changes": [1, 2], "left": [3], "never": [4]}
    assert list(standings(week).values()).count("staff") == 0
    make_subscription(week, make_subscriber("later@example.org"))
    db.session.commit()
    apply(one)
    assert (one.state, one.done) == ("done", expected)
    assert standings(week) == {
        "reads@example.org": "staff", "waits@example.org": "staff", "left@example.org": "one-click",
        "elsewhere@example.net": "confirmed", "later@example.org": "confirmed",
    }  # fmt: skip
    assert entries() == [("ended", "staff", "action 1, lists@example.com")] * 2
    assert verified().number == 2


def test_who_changed_since_the_preview_is_taken_as_they_are_then(week):
    one = previewed("end", ORG, list_id=week.id)
    leave(person("reads@example.org"), week)
    apply(one)
    assert one.done == {"changes": 1, "left": 2, "never": 1}
    assert standings(week)["reads@example.org"] == "one-click"


def test_taken_back_it_opens_what_it_ended_and_as_it_was(week):
    one = undo(apply(previewed("end", ORG, list_id=week.id)))
    assert (one.state, one.undone) == ("undone", {"back": 2})
    found = standings(week)
    assert (found["reads@example.org"], found["waits@example.org"]) == ("confirmed", "pending")
    assert found["left@example.org"] == "one-click"
    assert entries()[-1] == ("reopened", "", "action 1 undone, owner@example.com")
    assert finding.count(Conditions(list_id=week.id, state="confirmed")) == 2
    assert verified().number == 4


def test_who_presses_leave_after_staff_ended_it_stays_out(week):
    one = apply(previewed("end", ORG, list_id=week.id))
    reads, waits = person("reads@example.org"), person("waits@example.org")
    assert leave(reads, week) is None
    leave(reads, week)
    leaving.leave_everything(waits.id, PRESS)
    db.session.commit()
    assert [reason for event, reason, _ in entries()] == [
        "staff", "staff", "one-click", "everything",
    ]  # fmt: skip
    undo(one)
    assert one.undone == {"stayed": 2}
    assert set(standings(week).values()) == {"staff", "one-click", "confirmed"}
    assert standings(week)["reads@example.org"] == "staff"


def test_who_came_back_or_complained_or_was_erased_stays_as_they_are(week):
    for name in ("complains", "erased", "moved"):
        make_subscription(week, make_subscriber(f"{name}@example.org"))
    db.session.commit()
    one = apply(previewed("end", ORG, list_id=week.id))
    joining.join(person("reads@example.org"), [week], "form", Proof("form page"))
    suppressing.suppress("complains@example.org", "complaint", Proof("a report"))
    erasing.forget_address(make_account("erased@example.org", erase_letters=True))
    readdressing.go_to(person("moved@example.org"), "elsewhere@example.net", Proof("move link"))
    db.session.commit()
    undo(one)
    assert one.undone == {"back": 1, "stayed": 4}
    assert standings(week)["moved@example.org"] == "staff"
    assert standings(week)["complains@example.org"] == "staff"
    newest = standings(week)["reads@example.org"]
    assert newest == "confirmed"


def test_addresses_are_suppressed_and_free_again_unless_more_speaks_against_them(week):
    db.session.add(Suppression(email="waits@example.org", reason="bounce"))
    suppressing.suppress_domain("example.net", "staff", "asked by their office")
    person("left@example.org").email = hashed("left@example.org")
    db.session.commit()
    before = suppressed()
    one = previewed("suppress", {}, evidence="ticket 12")
    assert one.expected == {"changes": 2, "suppressed": 2, "erased": 1}
    apply(one)
    made = {"reads@example.org", "other@example.org"}
    assert suppressed() - before == made
    told = db.session.query(Suppression).filter_by(email="reads@example.org").one()
    assert (told.reason, told.evidence) == ("staff", "moved away; ticket 12")
    for _ in range(2):
        suppressing.suppress("other@example.org", "complaint", Proof("a report"))
        db.session.commit()
    assert [event for event, *_ in entries()] == ["suppressed"] * 3
    undo(one)
    assert one.undone == {"back": 1, "stayed": 1}
    assert suppressed() == before | {"other@example.org"}
    assert entries()[-1] == ("lifted", "staff", "action 1 undone, owner owner@example.com")
    assert finding.count(Conditions(state="suppressed")) == 3
    verified()


def test_a_suppression_that_somebody_lifted_and_made_anew_is_not_the_actions(week):
    one = apply(previewed("suppress", {"words": "reads"}))
    lifting.lift_by_owner(db.session.query(Suppression).one(), "their wish", "owner")
    db.session.commit()
    suppressing.suppress("reads@example.org", "staff", PRESS)
    db.session.commit()
    undo(one)
    assert (one.undone, suppressed()) == ({"stayed": 1}, {"reads@example.org"})


def test_an_attribute_is_set_and_people_get_back_what_they_had(context):
    for name, held in (
        ("none", {}),
        ("other", {"city": "Astana", "plan": "paid"}),
        ("same", {"city": "Almaty"}),
        ("full", {f"a{n}": "x" for n in range(30)}),
    ):
        make_subscriber(f"{name}@example.org", attributes=held)
    db.session.commit()
    before = attributes()
    one = previewed("set", ORG, attribute="city", value="Almaty")
    assert one.expected == {"changes": 2, "same": 1, "full": 1}
    apply(one)
    assert attributes()["other"] == {"plan": "paid", "city": "Almaty"}
    assert finding.count(Conditions(attribute="city", value="Almaty")) == 3
    undo(one)
    assert attributes() == before
    assert finding.count(Conditions(attribute="city", value="Astana")) == 1
    assert entries() == []


def test_an_attribute_changed_since_stays(context):
    for name in ("a", "b"):
        make_subscriber(f"{name}@example.org", attributes={"city": "Astana"})
    db.session.commit()
    one = apply(previewed("remove", ORG, attribute="city"))
    assert attributes() == {"a": {}, "b": {}}
    person("a@example.org").attributes = {"city": "Oral"}
    db.session.commit()
    undo(one)
    assert attributes() == {"a": {"city": "Oral"}, "b": {"city": "Astana"}}
    assert one.undone == {"back": 1, "stayed": 1}
