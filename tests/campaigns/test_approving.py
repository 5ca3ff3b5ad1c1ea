"""A second person approves, the version that was read, and any edit voids it."""

from __future__ import annotations

import datetime as dt

import pytest
from sqlalchemy import select

from tests.campaigns.sends import campaign, launch, make_letter, totals
from tests.makers import make_account, make_list
from webapp import clock
from webapp.accounts.models import Account, Role
from webapp.campaigns import approving, clearing, drafting, scheduling
from webapp.campaigns.blocks.kinds import Text
from webapp.campaigns.models import Campaign
from webapp.extensions import db


@pytest.fixture
def letter():
    """A letter to a list that asks for approval, and two of the staff; Aida wrote it."""
    campaign_id, _ = make_letter(2)
    aida = make_account("aida@example.com", role=Role.LISTS)
    make_account("berik@example.com", role=Role.LISTS)
    found = db.session.get_one(Campaign, campaign_id)
    found.created_by_id = found.changed_by_id = aida.id
    found.mailing_list.needs_approval = True
    db.session.commit()
    return campaign_id


def approve(campaign_id, who="berik@example.com", version=None):
    found = campaign(campaign_id)
    account = db.session.scalars(select(Account).where(Account.email == who)).one()
    approving.approve(found, account, version or found.version)
    db.session.commit()


def test_without_approval_nothing_is_launched_or_scheduled(letter):
    with pytest.raises(clearing.Held, match="nobody has approved this one"):
        launch(letter)
    db.session.rollback()
    with pytest.raises(clearing.Held):
        scheduling.schedule(campaign(letter), clock.now() + dt.timedelta(hours=1))
    db.session.rollback()
    assert campaign(letter).is_draft
    assert totals(letter).audience == 0


def test_approved_it_is_launched(letter):
    approve(letter)
    launch(letter)
    assert totals(letter).audience == 2


def test_who_wrote_it_does_not_approve_it(letter):
    with pytest.raises(approving.OwnLetter):
        approve(letter, "aida@example.com")
    db.session.rollback()
    assert not campaign(letter).is_approved


def subject(found):
    drafting.revise(found, "Another subject")


def text(found):
    drafting.arrange(found, [Text(1, "<p>other words</p>")])


def other_list(found):
    found.mailing_list = make_list("day", "The Day", needs_approval=True)


@pytest.mark.parametrize("edit", [subject, text, other_list])
def test_any_edit_after_the_approval_voids_it(letter, edit):
    approve(letter)
    edit(campaign(letter))
    db.session.commit()
    with pytest.raises(clearing.Held, match="changed after it was approved"):
        launch(letter)
    db.session.rollback()
    approve(letter)
    assert campaign(letter).is_approved


def test_a_version_that_nobody_read_is_not_approved(letter):
    read = campaign(letter).version
    subject(campaign(letter))
    db.session.commit()
    with pytest.raises(approving.ChangedMeanwhile):
        approve(letter, version=read)
    db.session.rollback()
    assert not campaign(letter).is_approved


def test_a_list_that_does_not_ask_needs_none():
    campaign_id, _ = make_letter(1)
    launch(campaign_id)
    assert totals(campaign_id).audience == 1
