"""A letter looked at before it goes: test sends and the preview."""

from __future__ import annotations

import re

import pytest

from tests.campaigns.sends import campaign, make_letter
from webapp.campaigns import trying
from webapp.campaigns.previewing import preview
from webapp.extensions import db
from webapp.mail import outbox
from webapp.outcomes import LinkInvalid
from webapp.subscriptions.links import read_unsubscribe


def test_a_test_send_is_marked_and_its_links_do_nothing(server):
    campaign_id, _ = make_letter(1)
    trying.send_test(campaign(campaign_id), "desk@example.com")
    db.session.commit()
    outbox.send_due()
    message = server.taken[0].message
    assert server.taken[0].recipient == "desk@example.com"
    assert message["Subject"] == "[Test] The first orchard, and ten more stories"
    link = re.findall("<([^>]+)>", message["List-Unsubscribe"])[0]
    with pytest.raises(LinkInvalid):
        read_unsubscribe(link.split("/")[-2])
    assert campaign(campaign_id).is_draft


def test_the_preview_is_the_letter_without_anybodys_links():
    campaign_id, _ = make_letter(1)
    _, html = preview(campaign(campaign_id))
    assert "The Apple’s First Orchard" in html
    assert "reader@example.com" in html
    assert "zq9slot" not in html
    assert "/unsubscribe/test/" in html
