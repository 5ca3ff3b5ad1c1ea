"""The circuit breaker: what speaks against the paper or its server pauses, and blames nobody."""

from __future__ import annotations

import contextlib
import datetime as dt
import subprocess
import threading
import time

import pytest
import time_machine
from sqlalchemy import select

from tests.campaigns.sends import campaign, delivery, launch, make_letter, send, totals
from tests.mail.servers import free_port
from webapp import clock
from webapp.campaigns import resuming, sending
from webapp.campaigns.breaking import MOST_PUT_OFF, Breaker
from webapp.campaigns.states import CampaignState
from webapp.extensions import db
from webapp.mail.letters import Fate
from webapp.newsroom.models import AuditEntry

ALIGNED = "550 5.7.26 not aligned"


def sent_so_far(campaign_id):
    """The sums, after a run."""
    send(campaign_id)
    return totals(campaign_id)


def test_a_refusal_that_names_the_sender_pauses_at_once_and_blames_nobody(server):
    campaign_id, emails = make_letter(200)
    server.script.at["dot", "*"] = [ALIGNED] * 200
    launch(campaign_id)
    sums = sent_so_far(campaign_id)
    assert (sums.sent, sums.failed) == (0, 0)
    assert sums.deferred + sums.pending == 200
    assert sums.deferred <= 8 * 2, "one letter a connection, and the one after it at most"
    paused = campaign(campaign_id)
    assert paused.state == CampaignState.PAUSED
    assert ALIGNED in paused.paused_because
    assert paused.paused_because.endswith("then resume.")
    put_off = next(e for e in emails if delivery(e).state == "deferred")
    assert delivery(put_off).reply == ALIGNED
    acts = db.session.scalars(select(AuditEntry.act)).all()
    assert "paused letter" in acts


def test_once_mended_and_resumed_everybody_gets_it_once(server):
    campaign_id, emails = make_letter(60)
    server.script.at["dot", "*"] = [ALIGNED]
    launch(campaign_id)
    with time_machine.travel(clock.now()) as hand:
        send(campaign_id)
        resuming.resume(campaign(campaign_id))
        db.session.commit()
        hand.shift(90)
        assert sent_so_far(campaign_id).sent == 60
    assert server.counts() == dict.fromkeys(emails, 1)


def test_one_mailbox_with_a_policy_of_its_own_pauses_nothing(server):
    campaign_id, emails = make_letter(30)
    server.script.at["rcpt", emails[4]] = ["550 5.7.1 members only"]
    launch(campaign_id)
    sums = sent_so_far(campaign_id)
    assert (sums.sent, sums.deferred) == (29, 1)
    assert campaign(campaign_id).state == CampaignState.SENDING


def test_an_unknown_mailbox_is_that_mailbox_s_affair(server):
    campaign_id, emails = make_letter(80)
    for email in emails[:70]:
        server.script.at["rcpt", email] = ["550 5.1.1 nobody here"]
    launch(campaign_id)
    sums = sent_so_far(campaign_id)
    assert (sums.sent, sums.failed) == (10, 70)
    assert campaign(campaign_id).state == CampaignState.SENT


def test_a_server_that_is_full_after_some_letters_pauses_with_its_words(server):
    campaign_id, emails = make_letter(300)
    for email in emails[100:]:
        server.script.at["dot", email] = ["452 4.3.1 insufficient system storage"] * 2
    launch(campaign_id)
    sums = sent_so_far(campaign_id)
    assert sums.failed == sums.unknown == 0
    assert sums.sent + sums.deferred + sums.pending == 300
    assert sums.deferred >= MOST_PUT_OFF
    paused = campaign(campaign_id)
    assert paused.state == CampaignState.PAUSED
    assert "452 4.3.1 insufficient system storage" in paused.paused_because


def test_a_server_that_closes_in_the_middle_costs_nothing(server):
    campaign_id, emails = make_letter(100)
    server.script.at["data", "*"] = ["354 go ahead"] * 40 + ["421 4.3.2 closing"] * 6
    launch(campaign_id)
    for _ in range(3):
        send(campaign_id)
    assert totals(campaign_id).sent == 100
    assert server.counts() == dict.fromkeys(emails, 1)


def test_a_server_that_stays_away_pauses_after_half_an_hour_with_everybody_pending(context, server):
    campaign_id, emails = make_letter(20)
    launch(campaign_id)
    context.config["SMTP_URL"] = f"smtp://127.0.0.1:{free_port()}"
    with time_machine.travel(clock.now()) as hand:
        send(campaign_id)
        assert campaign(campaign_id).state == CampaignState.SENDING, "it may be restarting"
        hand.shift(dt.timedelta(minutes=31))
        send(campaign_id)
    paused = campaign(campaign_id)
    assert paused.state == CampaignState.PAUSED
    assert "127.0.0.1" in paused.paused_because
    assert totals(campaign_id).pending == 20
    context.config["SMTP_URL"] = server.url
    resuming.resume(campaign(campaign_id))
    db.session.commit()
    assert sent_so_far(campaign_id).sent == 20
    assert server.counts() == dict.fromkeys(emails, 1)


@pytest.fixture
def no_room(context):
    """Give the journals a small disk of their own, where one may be mounted; call it to fill it."""
    folder = sending.journals()
    folder.mkdir(parents=True, exist_ok=True)
    mount = ["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", folder]
    if subprocess.run(mount, capture_output=True, check=False).returncode:
        pytest.skip("no disk may be mounted here: it takes root, and a machine that lets it")

    def fill():
        with contextlib.suppress(OSError), (folder / "filler").open("wb", buffering=0) as filler:
            while True:
                filler.write(bytes(1024))

    yield fill
    subprocess.run(["umount", folder], check=True)


def test_a_full_disk_pauses_and_what_was_sent_is_known(server, no_room):
    server.script.pause = 0.02
    campaign_id, emails = make_letter(1500)
    launch(campaign_id)

    def fill_amid_it():
        while len(server.taken) < 100:
            time.sleep(0.01)
        no_room()

    threading.Thread(target=fill_amid_it).start()
    sums = sent_so_far(campaign_id)
    assert 100 <= sums.sent < 1500
    assert (sums.sent, sums.unknown, sums.claimed) == (len(server.taken), 0, 0)
    paused = campaign(campaign_id)
    assert paused.state == CampaignState.PAUSED
    assert paused.paused_because.startswith("The disk of the instance takes nothing more")
    (sending.journals() / "filler").unlink()
    server.script.pause = 0
    resuming.resume(paused)
    db.session.commit()
    assert sent_so_far(campaign_id).sent == 1500
    assert server.counts() == dict.fromkeys(emails, 1)


@pytest.mark.parametrize("detail", [20, 25, 26, 27, 30])
def test_codes_of_the_sender_break_at_the_first(detail):
    breaker = Breaker()
    assert breaker.judge(Fate.REFUSED, f"550 5.7.{detail} no") == Fate.DEFERRED
    assert breaker.sentence


@pytest.mark.parametrize("detail", [0, 1, 2, 13, 31, 57])
def test_other_policies_break_at_the_third(detail):
    breaker = Breaker()
    for _ in range(2):
        assert breaker.judge(Fate.REFUSED, f"554 5.7.{detail} no") == Fate.DEFERRED
        assert not breaker.sentence
    breaker.judge(Fate.REFUSED, f"554 5.7.{detail} no")
    assert breaker.sentence


@pytest.mark.parametrize("reply", ["550 5.1.1 nobody 5.7.26", "550 no", "451 4.7.1 later"])
def test_nothing_else_is_a_policy(reply):
    breaker = Breaker()
    for _ in range(10):
        breaker.judge(Fate.REFUSED, reply)
    assert breaker.sentence == ""


def test_a_letter_that_is_taken_ends_a_row_of_those_put_off():
    breaker = Breaker()
    for _ in range(3):
        for _ in range(MOST_PUT_OFF - 1):
            breaker.judge(Fate.DEFERRED, "451 4.7.1 greylisted")
        breaker.judge(Fate.SENT, "250 taken")
    assert breaker.sentence == ""
