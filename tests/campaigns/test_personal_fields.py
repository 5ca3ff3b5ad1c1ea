"""Personal fields: each reader's own words, with fallbacks, in subject, preheader, body and text."""

from __future__ import annotations

import email
import email.policy

import pytest
from bs4 import BeautifulSoup
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from tests.campaigns.sends import campaign, launch, send
from tests.makers import make_list, make_subscriber, make_subscription
from webapp import clock
from webapp.campaigns import drafting
from webapp.campaigns.archiving import Issue
from webapp.campaigns.clearing import Held
from webapp.campaigns.composing import Recipient, compile_campaign
from webapp.campaigns.personalising import Field, FieldRefused, fields_in, impersonal
from webapp.extensions import db
from webapp.mail.headers import varying

STRICT = email.policy.default.clone(raise_on_defect=True)
GREETING = '<p>Good morning, {{ first_name | "reader" }} of {{ city | “the &lt;steppe&gt;” }}.</p>'
SMUGGLED = "Bcc: victim@example.net"


def make_letter(body=GREETING, subject='{{ first_name | "Dear reader" }}, the news', **more):
    week = make_list("week")
    for name, attributes in (("Dana Serikova", {"city": "Almaty & <b>"}), ("", {}), ("Ә", {})):
        person = make_subscriber(name=name, attributes=attributes, confirmed_at=clock.now())
        make_subscription(week, person)
    made = drafting.draft(week, subject, body, **more)
    db.session.commit()
    return made.id


def messages(taken):
    return [email.message_from_bytes(one.raw, policy=STRICT) for one in taken]


def html_of(message):
    return BeautifulSoup(message.get_body(("html",)).get_content(), "html5lib")


def test_every_part_says_each_readers_own_words_or_the_fallback(server):
    number = make_letter(preheader='For {{ name | "you" }} alone')
    launch(number)
    send(number)
    dana, nobody, other = messages(server.taken)
    assert dana["Subject"] == "Dana, the news"
    assert nobody["Subject"] == "Dear reader, the news"
    assert other["Subject"] == "Ә, the news"
    for message, words in (
        (dana, "Good morning, Dana of Almaty & <b>."),
        (nobody, "Good morning, reader of the <steppe>."),
    ):
        assert words in html_of(message).select_one(".content").get_text()
        assert words in message.get_body(("plain",)).get_content()
        assert not html_of(message).select("b, steppe")
    assert html_of(dana).select_one(".preheader").get_text().strip() == "For Dana Serikova alone"
    assert html_of(nobody).title.get_text() == "Dear reader, the news"


@pytest.mark.parametrize(
    ("body", "sentence"),
    [
        ("<p>{{ frist_name | 'x' }}</p>", "Write a field like"),
        ('<p>{{ frist_name | "x" }}</p>', "Nobody has the field “frist_name”; use one of these: "),
        ("<p>{{ first_name</p>", "Write a field like"),
        ('<p><a href="https://x.example/{{ name }}">x</a></p>', "in the words of a letter only"),
    ],
)
def test_what_is_no_field_is_refused_with_a_sentence(body, sentence):
    with pytest.raises(FieldRefused, match=sentence):
        drafting.draft(make_list("week"), "News", body)


def test_fields_are_those_of_the_name_and_the_attributes_that_people_have():
    make_letter()
    drafting.draft(make_list("rivers"), "News", '<p>{{ City | "x" }} {{ name }}</p>')


def test_they_are_found_whatever_the_quotes_and_wherever_a_line_was_broken():
    (field,) = fields_in('{{ first_name | "dear\n reader" }}', "{{first_name|“dear reader”}}")
    assert field == Field("first_name", "dear reader")
    assert impersonal("Hi {{ a | &quot;b &amp; c&quot; }}") == "Hi b & c"


def test_the_archive_shows_fallbacks_and_nothing_personal(server):
    number = make_letter()
    launch(number)
    shown = Issue(campaign(number)).html
    assert "Good morning, reader of the &lt;steppe&gt;." in shown


names = st.text(max_size=60)
breaks = st.sampled_from(["\r\n", "\n", "\r", "\0", "\x0b", "\x85", "\u2028", "=?utf-8?q?=0A?="])


@settings(
    max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None
)
@given(name=names, end=breaks, city=names)
@example(name="<script>x()</script>", end="\r\n", city='" onload="x()')
def test_whatever_a_reader_is_called_a_letter_has_its_own_headers_and_elements(
    context, made_once, name, end, city
):
    compiled = made_once
    hostile = f"{name}{end}{SMUGGLED}"
    known = {"city": f"{city}{end}<img src=x>", "first_name": hostile}
    reader = Recipient(1, 1, "a@example.org", 0, clock.now(), name=hostile, attributes=known)
    plain = Recipient(1, 1, "a@example.org", 0, clock.now())
    raw = compiled.write(reader)
    message, usual = (
        email.message_from_bytes(one, policy=email.policy.default)
        for one in (raw, compiled.write(plain))
    )
    assert list(message.keys()) == list(usual.keys())
    assert raw.isascii()
    assert not message.defects
    assert max(map(len, raw.split(b"\r\n\r\n", 1)[1].split(b"\r\n"))) <= 76
    elements = [[tag.name for tag in html_of(one).find_all(True)] for one in (message, usual)]
    assert elements[0] == elements[1]


@pytest.fixture
def made_once(context, request):
    """The letter of a test, compiled at its first example."""
    if not hasattr(request.node, "compiled"):
        request.node.compiled = compile_campaign(campaign(make_letter()))
    return request.node.compiled


@given(text=st.text(max_size=400))
@example(text="=?utf-8?q?x?=")
@example(text="Алма" * 60)
def test_a_header_that_varies_comes_back_as_it_was(text):
    head = varying("Subject", text.encode("utf-8", "ignore").decode())
    assert all(len(line) <= 76 for line in head.split(b"\r\n"))
    message = email.message_from_bytes(head + b"\r\n", policy=email.policy.default)
    assert list(message.keys()) == ["Subject"]
    wanted = " ".join(text.encode("utf-8", "ignore").decode().split())
    assert " ".join(message["Subject"].split()) == " ".join(wanted.split())


def test_a_field_without_a_fallback_holds_the_launch():
    number = make_letter("<p>Dear {{ name }}</p>")
    with pytest.raises(Held, match="The field “name” says nothing to those"):
        launch(number)
    assert campaign(number).is_draft
