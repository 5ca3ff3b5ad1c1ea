"""`masthead campaign …`: what each prints, and how it ends."""

from __future__ import annotations

import datetime as dt
import json

import pytest
from click.testing import CliRunner
from sqlalchemy import select

from tests.campaigns.sends import campaign, make_letter, make_readers, totals
from tests.makers import make_list
from webapp import clock
from webapp.campaigns.states import CampaignState
from webapp.cli.campaigns import campaigns
from webapp.extensions import db
from webapp.mail.models import OutgoingMail
from webapp.newsroom.models import AuditEntry
from webapp.outcomes import Outcome
from webapp.subscriptions.models import Subscription

KEYS = ["audience", "pending", "claimed", "sent", "deferred", "failed", "skipped", "unknown"]


def masthead(*arguments, status=0):
    """What a command prints; its exit status must be ``status``."""
    db.session.rollback()
    done = CliRunner().invoke(campaigns, [str(argument) for argument in arguments])
    if isinstance(done.exception, Outcome):
        return str(done.exception) if status == 1 else pytest.fail(str(done.exception))
    assert done.exit_code == status, (done.output, done.exception)
    return done.output if status == 0 else done.stderr


def test_a_campaign_is_made_from_a_file_sent_and_shown(server, tmp_path):
    _, emails = make_letter(30)
    file = tmp_path / "letter.html"
    file.write_text("<p>Жаңалық</p><script>x</script>", encoding="utf-8")
    made = masthead(
        "create", "--list", "week", "--subject", "News", "--html", file, "--preheader", "P"
    )
    number = int(made.strip())
    assert campaign(number).body == "<p>Жаңалық</p>"
    sums = json.loads(masthead("send", number, "--wait", "--json"))
    assert list(sums) == KEYS
    assert sums == dict.fromkeys(KEYS, 0) | {"audience": 30, "sent": 30, "skipped": {}}
    assert json.loads(masthead("show", number, "--json")) == sums
    assert server.counts() == dict.fromkeys(emails, 1)
    assert "30" in masthead("show", number)


def test_without_wait_it_is_only_launched(server):
    campaign_id, _ = make_letter(3)
    sums = json.loads(masthead("send", campaign_id, "--json"))
    assert (sums["audience"], sums["pending"]) == (3, 3)
    assert campaign(campaign_id).state == CampaignState.SENDING
    assert server.taken == []
    masthead("send", campaign_id, "--wait", "--json")
    assert totals(campaign_id).sent == 3


def test_who_left_is_named_by_reason(server):
    campaign_id, _ = make_letter(3)
    masthead("send", campaign_id)
    for subscription in db.session.scalars(select(Subscription)):
        subscription.end("unsubscribed", clock.now())
    db.session.commit()
    sums = json.loads(masthead("send", campaign_id, "--wait", "--json"))
    assert sums["skipped"] == {"unsubscribed": 3}
    assert "unsubscribed: 3" in masthead("show", campaign_id)


def test_a_test_goes_to_one_address(server):
    campaign_id, _ = make_letter(3)
    masthead("test", campaign_id, "Desk@Example.com")
    mail = db.session.scalars(select(OutgoingMail)).one()
    assert (mail.recipient, mail.subject[:6]) == ("desk@example.com", "[Test]")
    assert campaign(campaign_id).is_draft
    masthead("test", campaign_id, "nonsense", status=1)


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["show", 99], "There is no campaign 99."),
        (["send", 99], "There is no campaign 99."),
        (
            ["create", "--list", "week", "--subject", "x", "--html", "/nowhere.html"],
            "cannot be read",
        ),
        (
            ["create", "--list", "none", "--subject", "x", "--html", __file__],
            "There is no list named none.",
        ),
    ],
)
def test_what_is_refused_is_said_in_one_sentence(arguments, sentence):
    make_list("week")
    db.session.commit()
    said = masthead(*arguments, status=1)
    assert sentence in said
    assert said.count("\n") <= 1


def test_an_empty_audience_and_a_second_launch_are_refused(server):
    nobody, _ = make_letter(0)
    assert "no confirmed subscribers" in masthead("send", nobody, status=1)
    campaign_id, _ = make_letter(1, slug="daily")
    masthead("send", campaign_id, "--wait")
    assert "new one" in masthead("send", campaign_id, status=1)
    assert totals(campaign_id).sent == 1


def test_a_campaign_is_scheduled_and_taken_back_by_the_clock_of_the_paper(server):
    campaign_id, _ = make_letter(2)
    in_a_week = clock.in_zone(clock.now() + dt.timedelta(days=7), "Asia/Almaty")
    said = masthead("schedule", campaign_id, f"{in_a_week:%Y-%m-%d %H:%M}")
    assert said == f"It goes out on {in_a_week:%-d %B %Y, %H:%M}.\n"
    scheduled_at = campaign(campaign_id).scheduled_at
    assert scheduled_at == in_a_week.replace(second=0, microsecond=0)
    assert "comes once" in masthead(
        "schedule", campaign_id, f"{in_a_week:%Y-%m-%d %H:%M}", "--second", status=1
    )
    masthead("take-back", campaign_id)
    assert campaign(campaign_id).is_draft
    assert "That time is over" in masthead("schedule", campaign_id, "2020-01-01 09:00", status=1)


def test_a_campaign_is_paused_resumed_and_cancelled(server):
    campaign_id, _ = make_letter(3)
    assert "cannot be paused" in masthead("pause", campaign_id, status=1)
    masthead("send", campaign_id)
    masthead("pause", campaign_id)
    masthead("resume", campaign_id)
    masthead("cancel", campaign_id)
    assert totals(campaign_id).skipped == {"cancelled": 3}
    assert campaign(campaign_id).finished_at is not None
    acts = [entry.act for entry in db.session.scalars(select(AuditEntry).order_by(AuditEntry.id))]
    assert acts == ["sent letter", "paused letter", "resumed letter", "cancelled letter"]


def test_the_refused_are_listed_and_tried_again_and_newcomers_get_it(server):
    server.script.at["rcpt", "reader1@example.org"] = ["552 5.2.2 full"]
    campaign_id, _ = make_letter(2)
    masthead("send", campaign_id, "--wait")
    assert "1  552 5.2.2  (552 5.2.2 full)" in masthead("retry", campaign_id)
    assert "Nobody is left" in masthead("retry", campaign_id, "--unknown", status=1)
    assert masthead("retry", campaign_id, "--refused", "552 5.2.2") == "1 are tried once more.\n"
    make_readers(campaign(campaign_id).mailing_list, 2, "late")
    db.session.commit()
    assert masthead("newcomers", campaign_id) == "Sending to 2 more.\n"
    masthead("send", campaign_id, "--wait")
    assert totals(campaign_id).sent == 4
