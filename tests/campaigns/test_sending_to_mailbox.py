"""A campaign that goes to the built-in mailbox."""

from __future__ import annotations

from tests.campaigns.sends import launch, make_letter, send, totals


def test_the_built_in_mailbox_takes_campaigns_too(context):
    context.config["SMTP_URL"] = ""
    campaign_id, emails = make_letter(30)
    launch(campaign_id)
    assert send(campaign_id) == ""
    kept = list((context.config["INSTANCE"] / "mailbox" / "new").iterdir())
    assert totals(campaign_id).sent == len(kept) == 30
    found = {
        line.split(b" ")[1].decode()
        for path in kept
        for line in path.read_bytes().splitlines()[1:2]
    }
    assert found == set(emails)
