"""A letter as it arrives: valid MIME, the bulk sender's headers, and each reader's own links."""

from __future__ import annotations

import email
import email.policy
import re
from email.header import decode_header, make_header
from email.message import EmailMessage
from email.utils import parseaddr
from html import unescape

import pytest
from bs4 import BeautifulSoup

from tests.campaigns.sends import campaign, launch, make_letter, send
from tests.makers import make_subscriber, make_subscription
from webapp import clock
from webapp.campaigns import drafting, marks
from webapp.campaigns.composing import Recipient, compile_campaign, nobody
from webapp.campaigns.models import Delivery
from webapp.extensions import db
from webapp.outcomes import LinkInvalid
from webapp.subscriptions.links import read_preferences, read_unsubscribe
from webapp.subscriptions.models import Subscriber

STRICT = email.policy.default.clone(raise_on_defect=True)
HEADERS = {
    "From", "To", "Reply-To", "Subject", "Date", "Message-ID", "MIME-Version", "Content-Type",
    "List-ID", "List-Unsubscribe", "List-Unsubscribe-Post", "List-Help", "List-Owner",
    "List-Archive", "List-Post", "Archived-At", "Feedback-ID", "Precedence", "Auto-Submitted",
}  # fmt: skip
SUBJECT = "Алматының алма бағы: «the first orchard», and ten more stories "
WILD = (
    """<h1>Қазақ тілі = “тіл”</h1>
<p>.leading dot</p>
<p>.</p>
<pre>.
..two
From the start
--
</pre>
<p>"""
    + "long" * 400
    + "</p><p>trailing space </p><p>100 % = &lt;ok&gt; &amp; done</p>"
)


@pytest.fixture
def settings(settings):
    return settings | {"NAME": "Алматы Хабары, “№1”", "BOUNCE_DOMAIN": "bounces.paper.example"}


@pytest.fixture
def taken(server):
    """A letter as the server took it from a campaign with everything difficult in it."""
    campaign_id, _ = make_letter(
        2, subject=SUBJECT * 3, body=WILD, preheader="Fifty-two hours & <more>"
    )
    launch(campaign_id)
    send(campaign_id)
    return server.taken


def messages(taken):
    return [email.message_from_bytes(one.raw, policy=STRICT) for one in taken]


def text_of(message: EmailMessage) -> str:
    return message.get_body(("plain",)).get_content().replace("\r\n", "\n")


def html_of(message: EmailMessage) -> BeautifulSoup:
    return BeautifulSoup(message.get_body(("html",)).get_content(), "html5lib")


def test_it_parses_strictly_with_text_first(taken):
    for message in messages(taken):
        assert message.get_content_type() == "multipart/alternative"
        kinds = [part.get_content_type() for part in message.iter_parts()]
        assert kinds == ["text/plain", "text/html"]


def test_lines_are_short_seven_bit_and_end_in_crlf(taken):
    for one in taken:
        assert one.raw.isascii()
        assert one.raw.count(b"\n") == one.raw.count(b"\r\n") == one.raw.count(b"\r")
        head, body = one.raw.split(b"\r\n\r\n", 1)
        assert max(map(len, body.split(b"\r\n"))) <= 76
        assert max(map(len, head.split(b"\r\n"))) <= 998


def test_every_header_of_a_bulk_sender_is_there_once(taken):
    for message in messages(taken):
        names = list(message.keys())
        assert set(names) == HEADERS
        assert len(names) == len(HEADERS)


def test_what_the_headers_say(taken):
    message = messages(taken)[0]
    phrase, address = parseaddr(email.message_from_bytes(taken[0].raw)["From"])
    assert str(make_header(decode_header(phrase))) == "The Week, from Алматы Хабары, “№1”"
    assert address == "letters@astanatimes.example"
    assert message["Reply-To"] == "info@astanatimes.example"
    assert message["Subject"] == (SUBJECT * 3).strip()
    assert message["List-ID"] == '"The Week" <week.astanatimes.example>'
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert message["List-Help"] == "<https://paper.example/newsletters/>"
    assert message["List-Archive"] == "<https://paper.example/newsletters/week/>"
    assert message["List-Owner"] == "<mailto:info@astanatimes.example>"
    assert message["List-Post"] == "NO"
    assert message["Archived-At"] == "<https://paper.example/newsletters/week/1/>"
    assert re.fullmatch(r"c\d+:week:newsletter:astanatimes", message["Feedback-ID"])
    assert message["Precedence"] == "bulk"
    assert message["Auto-Submitted"] == "auto-generated"


def test_each_reader_gets_their_own_links_in_every_place(taken):
    assert len(taken) == 2
    for one, message in zip(taken, messages(taken), strict=True):
        assert message["To"] == one.recipient
        reader = db.session.scalars(db.select(Subscriber).filter_by(email=one.recipient)).one()
        https, mailto = re.findall("<([^>]+)>", message["List-Unsubscribe"])
        assert message["List-Unsubscribe"].startswith("<https://paper.example/unsubscribe/")
        assert read_unsubscribe(https.split("/")[-2]).subscriber_id == reader.id
        delivery = db.session.scalars(db.select(Delivery).filter_by(subscriber_id=reader.id)).one()
        local, domain = mailto.removeprefix("mailto:").split("?")[0].split("@")
        assert marks.delivery_of_leave_address(local) == delivery.id
        assert domain == "bounces.paper.example"
        links = {link.get_text(): link["href"] for link in html_of(message).select("a[href]")}
        assert links["Leave this letter in one press"] == https
        assert https in text_of(message).split()
        preferences = links["Change my letters"]
        assert preferences in text_of(message).split()
        assert read_preferences(preferences.split("/")[-2]).subscriber_id == reader.id
        assert f"at {one.recipient}." in text_of(message)
        assert f"at {one.recipient}." in html_of(message).get_text()


def test_the_return_path_carries_the_signed_delivery_in_any_case(taken):
    for one in taken:
        local, domain = one.sender.split("@")
        assert domain == "bounces.paper.example"
        assert len(local) <= 64
        delivery = db.session.get_one(Delivery, marks.delivery_of_return_path(local.upper()))
        assert delivery.email == one.recipient
    forged = taken[0].sender.split("@")[0].replace("bounce-1", "bounce-2")
    with pytest.raises(LinkInvalid):
        marks.delivery_of_return_path(forged)


def test_a_mark_is_good_in_its_own_place_only(taken):
    local = taken[0].sender.split("@")[0].removeprefix("bounce-")
    with pytest.raises(LinkInvalid):
        marks.delivery_of_leave_address(local)
    assert local not in messages(taken)[0]["Message-ID"]


def test_the_body_survives_the_journey(taken):
    message = messages(taken)[0]
    words = html_of(message).get_text()
    assert "Қазақ тілі = “тіл”" in words
    assert "100 % = <ok> & done" in words
    assert "long" * 400 in words
    text = text_of(message)
    assert "Қазақ тілі = “тіл”\n=" in text
    assert "100 % = <ok> & done" in text
    assert "\n.leading dot\n" in text
    assert text.startswith("АЛМАТЫ ХАБАРЫ")
    assert "zq9slot" not in words + text


def test_the_message_id_is_fixed_per_delivery():
    campaign_id, emails = make_letter(1)
    launch(campaign_id)
    ids = set()
    for _ in range(2):
        compiled = compile_campaign(campaign(campaign_id))
        delivery = db.session.scalars(db.select(Delivery)).one()
        recipient = Recipient(delivery.id, delivery.subscriber_id, emails[0], 0, clock.now())
        ids.add(email.message_from_bytes(compiled.write(recipient))["Message-ID"])
    assert len(ids) == 1


def test_an_address_with_markup_in_it_is_text_in_the_html(server):
    campaign_id, _ = make_letter(0)
    odd = make_subscriber("o'neil&co+<b>@example.org".replace("<b>", ""), confirmed_at=clock.now())
    make_subscription(campaign(campaign_id).mailing_list, odd)
    db.session.commit()
    launch(campaign_id)
    send(campaign_id)
    raw = server.taken[0].message.get_body(("html",)).get_content()
    assert "o&#x27;neil&amp;co+@example.org" in raw
    assert "o'neil&co+@example.org" in unescape(raw)


def test_a_hostile_subject_stays_one_header(server):
    campaign_id, _ = make_letter(
        1, subject="Hello\r\nBcc: victim@example.com\r\n\r\n<p>", body="<p>x</p>"
    )
    launch(campaign_id)
    send(campaign_id)
    message = messages(server.taken)[0]
    assert message["Subject"] == "Hello Bcc: victim@example.com <p>"
    assert message["Bcc"] is None


def test_what_could_run_or_hide_is_cleaned_out(context):
    dirty = """<style>p{}</style><script>alert(1)</script><p onclick="x()" style="display:none" class="kicker evil">
    <a href="javascript:x()">a</a><a href="/2026/11/a/">b</a><img src="/pictures/1.jpg" alt="A" onerror="x()">
    <iframe src="https://x.example"></iframe><form action="/"><input></form></p>"""
    cleaned = drafting.clean_letter(dirty)
    soup = BeautifulSoup(cleaned, "html5lib")
    assert not soup.select("script, style, iframe, form, input, [onclick], [style], [onerror]")
    assert [link.get("href") for link in soup.select("a")] == [
        None,
        "https://paper.example/2026/11/a/",
    ]
    assert soup.img["src"] == "https://paper.example/pictures/1.jpg"
    assert soup.p["class"] == ["kicker"]


def test_ten_kilobytes_of_letter_cost_no_more_than_that():
    campaign_id, _ = make_letter(1, body="<p>Fifty-two hours, one samovar.</p>" * 10)
    compiled = compile_campaign(campaign(campaign_id))
    assert len(compiled.write(nobody("reader@example.org"))) < 12_000
