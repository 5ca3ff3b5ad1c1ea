"""Whatever a list and a letter are called, a letter has its own headers and no others."""

from __future__ import annotations

import email
import email.policy

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from webapp.addresses import AddressRefused
from webapp.campaigns.heading import static_headers
from webapp.campaigns.models import Campaign
from webapp.mail.headers import varying
from webapp.subscriptions.models import MailingList

SMUGGLED = "Bcc: victim@example.net"
HEADERS = {
    *("From", "Reply-To", "Subject", "Date", "List-ID", "List-Help", "List-Owner", "List-Archive"),
    *("List-Post", "List-Unsubscribe-Post", "Archived-At", "Feedback-ID", "Precedence"),
    *("Auto-Submitted", "MIME-Version"),
}
breaks = st.sampled_from(["\r\n", "\n", "\r", "\r\n\r\n", "\0", "\x0b", "\x85", "\u2028", "%0d%0a"])
words = st.text(max_size=40)


def letter(subject="A letter", **columns):
    weekly = MailingList(slug="the-week", **({"name": "The Week", "sender_name": ""} | columns))
    campaign = Campaign(id=1, mailing_list=weekly, subject=subject)
    return varying("Subject", subject) + static_headers(campaign, weekly)


@settings(
    max_examples=100, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None
)
@given(before=words, end=breaks, after=words)
def test_line_ends_in_names_and_subjects_begin_no_header(context, before, end, after):
    hostile = f"{before}{end}{SMUGGLED}{end}{after}"
    head = letter(subject=hostile, name=hostile or "x", sender_name=hostile)
    message = email.message_from_bytes(head + b"\r\nbody", policy=email.policy.default)
    assert set(message.keys()) == HEADERS
    assert len(message.keys()) == len(HEADERS)
    for line in head.split(b"\r\n"):
        assert not set(b"\r\n") & set(line)
        assert not line.lower().startswith(b"bcc")


@pytest.mark.parametrize("end", ["\r\n", "\n", "\r", "\0", " ", ">"])
def test_an_address_for_replies_that_is_none_is_refused(context, end):
    with pytest.raises(AddressRefused):
        letter(reply_to=f"desk@example.com{end}{SMUGGLED}")
