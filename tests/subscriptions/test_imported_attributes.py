"""Attributes from a file: the columns somebody chose, for those who lack them, and taken back."""

import pytest
from sqlalchemy import select, text

from tests.makers import make_account, make_list, make_subscriber, make_subscription
from tests.subscriptions.files import archive, read
from tests.subscriptions.imports import (
    apply,
    applying,
    bring,
    figures,
    imported,
    standings,
    undo,
    work,
)
from webapp.extensions import db
from webapp.subscriptions import attributing, exporting
from webapp.subscriptions.importing import fetching, stepping, storing, turning
from webapp.subscriptions.models import Subscriber

MAILCHIMP = "Email Address,First Name,City,OPTIN_TIME,CONFIRM_TIME,LEID"
CITY = {"city": "attribute"}


@pytest.fixture
def week(context):
    made = make_list("the-week", "The Week")
    db.session.commit()
    return made


def attributes():
    """The attributes of everybody who has any, by the first word of their address."""
    db.session.expire_all()
    people = db.session.execute(select(Subscriber.email, Subscriber.attributes))
    return {email.partition("@")[0]: held for email, held in people if held}


def facets():
    """The values by which people are found, but for domains."""
    found = db.session.execute(text("SELECT name, value FROM subscriber_facets WHERE name > 'A'"))
    return sorted(tuple(row) for row in found)


def kept(given, mapped=CITY):
    """What each row of a file brings, by the first word of the address."""
    return {line.email.partition("@")[0]: line.attributes for line in read(given, mapped)}


def member(mailing_list, email, **held):
    subscriber = make_subscriber(email, **held)
    make_subscription(mailing_list, subscriber)
    return subscriber


def test_a_column_that_nobody_chose_is_left_out(week):
    imported("email,City\na@example.org,Almaty\n", week)
    assert attributes() == {}


def test_chosen_columns_are_kept_and_the_program_is_still_known(week):
    file = f"{MAILCHIMP}\na@example.org,Ann,Almaty,2024-05-01,2024-05-01,1\n"
    one = work(bring(file, week))
    assert (one.found["program"], one.state) == ("Mailchimp", "ready")
    turning.name_columns(one, CITY)
    db.session.commit()
    apply(work(one))
    assert one.found["program"] == "Mailchimp"
    assert (attributes(), facets()) == ({"a": {"city": "Almaty"}}, [("city", "Almaty")])
    assert db.session.scalar(select(Subscriber.name)) == "Ann"
    assert standings(week) == {"a@example.org": "confirmed"}


def test_what_was_said_of_other_columns_before_stands(week):
    one = work(bring("who,Town,Plan\na@example.org,Almaty,paid\n", week))
    for mapped in ({"who": "email", "plan": "attribute"}, {"town": "attribute"}, {"plan": ""}):
        turning.name_columns(one, mapped)
        db.session.commit()
        work(one)
    apply(one)
    assert attributes() == {"a": {"town": "Almaty"}}


def test_whoever_left_there_stays_out_of_a_file_whose_columns_are_kept(week):
    subscribed = (
        f"{MAILCHIMP}\na@example.org,,Almaty,,2024-05-01,1\nb@example.org,,,,2024-05-01,2\n"
    )
    gone = f"{MAILCHIMP},UNSUB_TIME\nb@example.org,,Astana,,2024-05-01,2,\nc@example.org,,,,,3,\n"
    file = archive(subscribed__csv=subscribed, unsubscribed__csv=gone)
    imported(file, week, mapped=CITY)
    assert standings(week) == {"a@example.org": "confirmed"}
    assert attributes() == {"a": {"city": "Almaty"}}


@pytest.mark.parametrize("column", ["Status", "Unsubscribed at", "Newsletter", "UNSUB_REASON"])
def test_a_column_that_decides_who_is_taken_decides_though_it_is_kept(column):
    said = {"Status": "unsubscribed", "Newsletter": "no"}.get(column, "2024-05-01")
    mapped = {column.lower().replace("_", " "): "attribute"}
    [line] = read(f"email,{column}\na@example.org,{said}\n", mapped)
    assert line.kind == "unsubscribed"


def test_gaps_are_filled_and_nothing_that_was_said_is_overwritten(week):
    member(week, "has@example.org", attributes={"city": "Astana"})
    member(week, "lacks@example.org", attributes={"plan": "paid"})
    member(week, "bare@example.org", name="Bare")
    waits = make_subscriber("waits@example.org")
    make_subscription(week, waits, confirmed=False)
    make_subscription(make_list("roads", "Roads"), make_subscriber("other@example.org"))
    db.session.commit()
    rows = "".join(f"{one}@example.org,Almaty,2024-05-01\n" for one in (
        "has", "lacks", "bare", "waits", "other", "new"
    ))  # fmt: skip
    one = work(bring(f"email,City,confirmed_at\n{rows}", week, mapped=CITY))
    assert (one.did.rows, figures()["import_entries"]) == (0, 0)
    expected = (one.would.new, one.would.changed, one.would.unchanged)
    assert expected == (2, 3, 1)
    consents = figures()["consents"]
    apply(one)
    assert (one.did.new, one.did.changed, one.did.unchanged) == expected
    assert attributes() == {
        "has": {"city": "Astana"}, "lacks": {"plan": "paid", "city": "Almaty"},
        "bare": {"city": "Almaty"}, "waits": {"city": "Almaty"}, "other": {"city": "Almaty"},
        "new": {"city": "Almaty"},
    }  # fmt: skip
    assert figures()["consents"] == consents + 3  # of waits, other and new: who was put on the list
    again = imported(f"email,City,confirmed_at\n{rows}", week, mapped=CITY)
    assert (again.did.changed, again.did.unchanged) == (0, 6)


def test_whoever_left_or_is_erased_gets_none(week):
    left = member(week, "left@example.org")
    left.subscriptions[0].end("one-click", left.created_at)
    db.session.commit()
    imported("email,City\nleft@example.org,Almaty\n", week, mapped=CITY)
    assert attributes() == {}


def test_somebody_who_was_given_one_meanwhile_keeps_it(week):
    person = member(week, "a@example.org")
    db.session.commit()
    lines = applying("email,City,Plan\na@example.org,Almaty,paid\n", week, mapped={
        "city": "attribute", "plan": "attribute",
    })  # fmt: skip
    rows = fetching.fetch(lines.id)
    attributing.set_attribute(person, "city", "Astana")
    db.session.commit()
    stepping.finish(stepping.begin(lines.id, rows))
    db.session.commit()
    work(lines)
    assert attributes() == {"a": {"city": "Astana", "plan": "paid"}}
    assert undo(lines).undone == {"emptied": 1}
    assert attributes() == {"a": {"city": "Astana"}}


def test_what_the_import_gave_is_taken_back_and_what_was_changed_since_stays(week):
    for name in ("kept", "changed", "both"):
        member(week, f"{name}@example.org", attributes={"plan": "paid"})
    make_account("known@example.org")
    db.session.commit()
    rows = "".join(f"{one}@example.org,Almaty,{one}\n" for one in (
        "kept", "changed", "both", "new", "known"
    ))  # fmt: skip
    one = imported(f"email,City,Name\n{rows}", week, mapped=CITY)
    changed = db.session.scalars(select(Subscriber).filter_by(email="changed@example.org")).one()
    attributing.set_attribute(changed, "city", "Astana")
    db.session.commit()
    undo(one)
    assert one.undone == {"ended": 2, "unnamed": 3, "erased": 1, "emptied": 3}
    assert attributes() == {
        "kept": {"plan": "paid"}, "changed": {"plan": "paid", "city": "Astana"},
        "both": {"plan": "paid"},
    }  # fmt: skip
    assert facets() == [("city", "Astana"), *[("plan", "paid")] * 3]


def test_a_step_that_is_cut_off_gives_nothing_and_is_done_again(week, small_steps):
    rows = "".join(f"r{n:02}@example.org,City {n}\n" for n in range(25))
    one = apply(work(bring(f"email,City\n{rows}", week, mapped=CITY)), steps=1)
    stepping.finish(stepping.begin(one.id, fetching.fetch(one.id)))
    db.session.rollback()
    assert len(attributes()) == 10
    work(one)
    assert attributes() == {f"r{n:02}": {"city": f"City {n}"} for n in range(25)}


def test_names_meet_without_case_and_the_first_that_says_anything_counts():
    file = "email,City,CITY,city \na@example.org,,Almaty,Astana\nb@example.org,Aktau,Almaty,\n"
    assert kept(file) == {"a": '{"city": "Almaty"}', "b": '{"city": "Aktau"}'}


def test_guarded_cells_long_ones_and_empty_ones():
    file = f"email,City\na@example.org,'=1+1\nb@example.org,{'x' * 900}\nc@example.org, \n"
    assert kept(file) == {
        "a": '{"city": "=1+1"}', "b": f'{{"city": "{"x" * attributing.LONGEST_VALUE}"}}', "c": ""
    }  # fmt: skip


def test_of_five_hundred_columns_a_person_keeps_as_many_as_one_may_have(week):
    names = [f"Column {n:03}" for n in range(499)]
    mapped = {name.lower(): "attribute" for name in names}
    file = f"email,{','.join(names)}\na@example.org{',x' * 499}\n"
    imported(file, week, mapped=mapped)
    assert list(attributes()["a"]) == [f"column {n:03}" for n in range(attributing.MOST)]


def test_a_column_the_file_does_not_have_is_refused(week):
    one = work(bring("email,City\na@example.org,Almaty\n", week, mapped={"ctiy": "attribute"}))
    assert one.state == "refused"
    assert one.trouble == "No column of the file is called “ctiy”; look at its first line."


def test_our_own_export_comes_back_with_all_attributes(week):
    held = {
        "city": "=1+1", "state": "of mind", "status": "vip", "newsletter": "no", "post id": "7",
        "unsub reason": "none", "attribute x": "y", "қала": "Алматы", "=sum": "1",
    }  # fmt: skip
    member(week, "a@example.org", attributes=held)
    member(week, "b@example.org", attributes={"city": "Almaty"})
    member(week, "c@example.org")
    db.session.commit()
    file = "".join(exporting.export(week, everybody=True))
    for one in db.session.scalars(select(Subscriber)):
        one.attributes = {}
    db.session.commit()
    report = imported(file, make_list("elsewhere", "Elsewhere")).did
    assert (report.new, report.refused) == (3, 0)
    assert attributes() == {"a": held, "b": {"city": "Almaty"}}


def test_an_import_that_was_prepared_before_there_were_attributes_is_taken_in(week):
    one = work(bring("email\na@example.org\n", week))
    prepared = storing.prepared(one.key)
    with prepared._open() as older:
        older.execute("ALTER TABLE rows DROP COLUMN attributes")
    apply(one)
    assert standings(week) == {"a@example.org": "pending"}
