"""Exports of other programs: recognised by their headers, and nobody who left there comes in."""

import io

import pytest

from tests.subscriptions.files import read, refused, taken
from webapp.subscriptions.importing.preparing import survey

AT = "2024-05-01 10:00:00"
EXPORTS = {
    "Mailchimp": (
        "Email Address,First Name,Last Name,MEMBER_RATING,OPTIN_TIME,OPTIN_IP,CONFIRM_TIME,CONFIRM_IP,LEID,EUID",
        f"a@example.org,Ann,Reader,2,{AT},192.0.2.1,{AT},192.0.2.1,1,x",
        "",
    ),
    "Ghost": (
        "id,email,name,note,subscribed_to_emails,email_disabled,complimentary_plan,stripe_customer_id,created_at,deleted_at,labels,tiers",
        f"1,a@example.org,Ann Reader,,true,false,false,,{AT},,,",
        f"2,b@example.org,,,false,false,,,{AT},,,\n3,c@example.org,,,true,true,,,{AT},,,\n4,d@example.org,,,true,false,,,{AT},{AT},,\n5,e@example.org,,,perhaps,false,,,{AT},,,",
    ),
    "Substack": (
        "email,active_subscription,expiry,plan,email_disabled,created_at,first_payment_at",
        f"a@example.org,false,,other,false,{AT},",
        f"b@example.org,true,,other,true,{AT},\nx@deletion-request.substack.com,,,,false,{AT},",
    ),
    "listmonk": (
        "uuid,email,name,attributes,status,created_at,updated_at",
        f'u,a@example.org,Ann Reader,"{{""city"": ""Almaty""}}",enabled,{AT},{AT}',
        f"u,b@example.org,,,disabled,{AT},{AT}\nu,c@example.org,,,blocklisted,{AT},{AT}",
    ),
    "Beehiiv": (
        "email,status,tier,subscribe date (UTC),utm_source",
        f"a@example.org,active,free,{AT},site",
        f"b@example.org,inactive,free,{AT},\nc@example.org,invalid,free,{AT},\nd@example.org,needs_attention,free,{AT},",
    ),
    "MailPoet": (
        "Email,First name,Last name,List status,Global status,Subscribed at",
        f"a@example.org,Ann,Reader,Subscribed,Subscribed,{AT}",
        f"b@example.org,,,Unsubscribed,Subscribed,{AT}\nc@example.org,,,Subscribed,Bounced,{AT}",
    ),
    "Newspack": (
        "user_membership_id,member_first_name,member_last_name,member_email,membership_status,member_since",
        f"1,Ann,Reader,a@example.org,active,{AT}",
        f"2,,,b@example.org,cancelled,{AT}\n3,,,c@example.org,expired,{AT}",
    ),
    "WordPress": (
        "ID,user_login,user_email,first_name,last_name,user_registered,roles",
        f"1,ann,a@example.org,Ann,Reader,{AT},subscriber",
        "",
    ),
    "Tiny News": (
        "Channel id,Status,Tags,Created at,Deleted at,Email,Name,Surname",
        f"1,1,,{AT},,a@example.org,Ann,Reader",
        f"1,0,,{AT},,b@example.org,,\n1,4,,{AT},,c@example.org,,",
    ),
    "Masthead": (
        "email,name,confirmed_at,state,source,asked_at,ended_at,reason",
        "a@example.org,Ann Reader,2024-05-01T10:00:00+00:00,confirmed,form,2024-05-01T09:00:00+00:00,,",
        f"b@example.org,,,ended,form,{AT},{AT},one-click\nc@example.org,,{AT},suppressed,form,{AT},,",
    ),
}  # fmt: skip


@pytest.mark.parametrize("program", EXPORTS)
def test_an_export_is_recognised_and_who_left_there_stays_out(program):
    header, stays, goes = EXPORTS[program]
    text = f"{header}\n{stays}\n{goes}\n"
    assert survey(io.BytesIO(text.encode())).program == program
    assert taken(text) == ["a@example.org"]
    assert len(refused(text)) == len(goes.splitlines())


def test_times_and_addresses_of_the_file_are_kept_as_evidence():
    header, stays, _ = EXPORTS["Mailchimp"]
    [line] = read(f"{header}\n{stays}\n")
    assert line.said == (
        "confirmed at 2024-05-01T10:00:00+00:00, from 192.0.2.1; "
        "asked at 2024-05-01 10:00:00; asked from 192.0.2.1"
    )
    header, stays, _ = EXPORTS["Ghost"]
    [line] = read(f"{header}\n{stays}\n")
    assert (line.confirmed_at, line.said) == (None, f"without proof; asked at {AT}")


@pytest.mark.parametrize("column", ["UNSUB_TIME", "CLEAN_TIME"])
def test_a_file_of_the_gone_brings_nobody_even_where_the_time_is_missing(column):
    text = f"Email Address,CONFIRM_TIME,{column},LEID\na@example.org,{AT},,1\n"
    assert refused(text) == {2: "unsubscribed"}


def test_whoever_waits_there_waits_here():
    [line] = read(f"email,status,confirmed_at\na@example.org,pending,{AT}\n")
    assert (line.kind, line.confirmed_at) == ("", None)


@pytest.mark.parametrize(
    ("value", "kind"),
    [
        ("true", ""), ("TRUE", ""), ("yes", ""), ("1", ""), ("null", ""), ("", ""),
        ("false", "unsubscribed"), ("No", "unsubscribed"), ("0", "unsubscribed"),
        ("unsubscribed", "unsubscribed"), ("asdfasdf", "invalid"),
    ],
)  # fmt: skip
def test_what_is_neither_yes_nor_no_is_never_taken_for_yes(value, kind):
    [line] = read(f"email,subscribed_to_emails\na@example.org,{value}\n")
    assert line.kind == kind


@pytest.mark.parametrize("answers", [("true", "false"), ("Yes", "No"), ("1", "0")])
def test_a_column_that_may_be_an_answer_is_one_when_only_yes_and_no_stand_in_it(answers):
    yes, no = answers
    assert refused(f"email,Boletín\na@example.org,{yes}\nb@example.org,{no}\n") == {
        3: "unsubscribed"
    }
    assert refused("email,newsletter\na@example.org,Weekly\nb@example.org,no\n") == {}


@pytest.mark.parametrize(
    "header", ["Correo electrónico", "E-MAIL", "email_address", "Электронная почта", "Courriel"]
)
def test_addresses_are_found_under_many_names(header):
    assert taken(f"{header},x\na@example.org,1\n") == ["a@example.org"]


def test_what_somebody_says_of_the_columns_overrules_what_we_know():
    text = "correo_electronico,boletin,email\na@example.org,true,x\nb@example.org,false,x\n"
    mapped = {"correo electronico": "email", "boletin": "gets"}
    assert taken(text, mapped) == ["a@example.org"]
    assert refused(text, mapped) == {3: "unsubscribed"}
