"""Owners say who is on the staff, as what, with which lists; there is always one owner."""

from __future__ import annotations

import functools

import pytest

from tests.accounts.steps import VISIT, at_once, enter, is_signed_in, text_of
from tests.browser import Browser
from tests.makers import make_account, make_list
from webapp.accounts.models import Account, Role
from webapp.accounts.rights import deleting
from webapp.accounts.staff import appointing, disabling
from webapp.extensions import db
from webapp.subscriptions.keeping import kept_ids

DANA = "dana@example.com"


@pytest.fixture
def dana(filled):
    """Somebody on the staff."""
    with filled():
        return make_account(DANA, role=Role.EDITOR, name="Dana").id


def account_of(app, account_id):
    with app.app_context():
        found = db.session.get(Account, account_id)
        db.session.expunge(found)
        return found


def test_an_owner_changes_a_role_and_the_person_is_told(app, owner, dana, acts, outbox):
    owner.open("/newsroom/staff/")
    owner.follow(DANA)
    page = owner.press("Save role", role="author")
    assert f"{DANA} is now: author" in page.text
    assert acts() == [("owner@example.com", "changed role", DANA)]
    (mail,) = outbox()
    assert mail.recipient == DANA
    assert "What the account may do in the newsroom was changed." in text_of(mail)
    assert "From editor to author" in text_of(mail)
    owner.open(f"/newsroom/staff/{dana}/")
    assert DANA not in owner.press("Save role", role="reader").one("table").text


def test_saving_what_is_so_already_changes_nothing(owner, dana, acts, outbox):
    owner.open(f"/newsroom/staff/{dana}/")
    owner.press("Save role")
    assert not acts()
    assert not outbox()


def test_an_owner_says_which_lists_somebody_manages(app, owner, dana, filled, acts):
    with filled():
        for slug in ("first", "second", "third"):
            make_list(slug, slug.capitalize())
    owner.open(f"/newsroom/staff/{dana}/")
    page = owner.press("Save role", status=422, role="lists", reach="some")
    assert "Tick at least one list" in page.text
    owner.open(f"/newsroom/staff/{dana}/")
    page = owner.press("Save role", role="lists", reach="some", lists=["1", "3"])
    assert "First, Third" in page.text
    with app.app_context():
        assert kept_ids(dana) == [1, 3]
    page = owner.open(f"/newsroom/staff/{dana}/")
    ticked = [box["value"] for box in page.all("[name=lists][checked]")]
    assert ticked == ["1", "3"]
    assert "Every list" in owner.press("Save role", reach="all").one("table").text
    assert acts()[-1] == ("owner@example.com", "changed lists of", DANA)
    owner.open(f"/newsroom/staff/{dana}/")
    owner.press("Save role", role="editor", reach="some", lists=["1"])
    with app.app_context():
        assert kept_ids(dana) == []  # an editor manages none


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"role": "emperor"}, "Choose one of the roles."),
        ({"role": "lists", "reach": "some", "lists": ["77"]}, "is not there any more"),
    ],
)
def test_what_no_form_offers_is_refused(owner, dana, filled, acts, fields, sentence):
    with filled():
        make_list()
    owner.open(f"/newsroom/staff/{dana}/")
    assert sentence in owner.press("Save role", status=422, **fields).text
    assert not acts()


def test_an_account_nobody_confirmed_gets_no_role(owner, filled):
    with filled():
        waits = make_account("waits@example.com", confirmed=False).id
    owner.open(f"/newsroom/staff/{waits}/")
    assert "invite it instead" in owner.press("Save role", status=422, role="editor").text


def test_disabling_signs_out_at_once_and_enabling_lets_in_again(app, owner, dana, acts, outbox):
    theirs = Browser(app)
    enter(theirs, DANA)
    theirs.open("/newsroom/stories/")
    owner.open(f"/newsroom/staff/{dana}/")
    assert "Disabled" in owner.press("Disable this account").one("table").text
    assert not is_signed_in(theirs)
    assert theirs.client.get("/newsroom/stories/").status_code == 302
    owner.open(f"/newsroom/staff/{dana}/")
    owner.press("Enable this account")
    assert not is_signed_in(theirs)  # what ended stays ended
    enter(theirs, DANA)
    assert is_signed_in(theirs)
    assert [act for _, act, _ in acts()] == ["disabled account", "enabled account"]
    assert [mail.recipient for mail in outbox()] == [DANA, DANA]


def test_the_last_owner_is_neither_demoted_nor_disabled(app, owner, acts):
    owner.open("/newsroom/staff/1/")
    assert (
        "make somebody else an owner first"
        in owner.press("Save role", status=422, role="editor").text
    )
    owner.open("/newsroom/staff/1/")
    assert owner.press("Disable this account", status=409).title == "The paper needs an owner"
    assert account_of(app, 1).role == Role.OWNER
    assert not acts()


def test_an_owner_who_cannot_sign_in_does_not_count(app, owner, filled):
    with filled():
        make_account("waits@example.com", role=Role.OWNER, confirmed=False)
        disabling.disable(make_account("gone@example.com", role=Role.OWNER), VISIT)
    owner.open("/newsroom/staff/1/")
    owner.press("Save role", status=422, role="editor")


def test_changing_staff_asks_for_a_fresh_proof(app, owner, dana):
    with app.app_context():
        for session in db.session.get(Account, 1).sessions:
            session.proven_at = session.started_at.replace(year=2020)
        db.session.commit()
    for path in ("staff/invite/", f"staff/{dana}/"):
        answer = owner.client.get(f"/newsroom/{path}")
        assert answer.status_code == 302
        assert answer.headers["Location"].startswith("/account/")


def loaded(work, account_id, by, **more):
    """The work on an account by another, loaded in the thread that does it."""

    def run():
        actor = db.session.get(Account, by)
        return work(db.session.get(Account, account_id), **more, by=actor)

    return run


@pytest.mark.parametrize("way", ["demote", "disable", "both"])
def test_two_owners_who_remove_each_other_at_once_leave_one(app, filled, way):
    with filled():
        first = make_account("first@example.com", role=Role.OWNER).id
        second = make_account("second@example.com", role=Role.OWNER).id
    demote = functools.partial(appointing.change_role, role=Role.READER, visit=VISIT)
    disable = functools.partial(disabling.disable, visit=VISIT)
    works = {"demote": (demote, demote), "disable": (disable, disable), "both": (demote, disable)}
    one, other = works[way]
    results = at_once(app, loaded(one, second, first), loaded(other, first, second))
    refused = [type(result).__name__ for result in results if isinstance(result, Exception)]
    assert refused == ["OwnerNoLonger"]
    left = [
        account
        for account in (account_of(app, first), account_of(app, second))
        if account.role == Role.OWNER and account.disabled_at is None
    ]
    assert len(left) == 1


def test_an_owner_who_leaves_while_demoting_the_other_is_decided_by_the_database(app, filled):
    with filled():
        first = make_account("first@example.com", role=Role.OWNER)
        second = make_account("second@example.com", role=Role.OWNER).id
        url = deleting.mailed_link(
            deleting.DELETE, "accounts.confirm_deletion", first, letters=False
        )
        first = first.id
    token = url.rstrip("/").rsplit("/", 1)[1]
    demote = functools.partial(appointing.change_role, role=Role.READER, visit=VISIT)
    at_once(app, loaded(demote, second, first), functools.partial(deleting.leave, token, VISIT))
    owners = [account_of(app, one) for one in (first, second)]
    assert any(one.role == Role.OWNER and one.erase_after is None for one in owners)
