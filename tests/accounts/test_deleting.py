from __future__ import annotations

from sqlalchemy import func, select

from tests.accounts.steps import READER, is_signed_in, sign_in
from tests.makers import PASSWORD, make_account, make_article
from webapp import clock
from webapp.accounts.models import AccountSession, Role
from webapp.extensions import db
from webapp.reading.models import Article, SavedStory


def delete(browser, password=PASSWORD, **options):
    browser.open("/account/delete/")
    return browser.press("Delete my account for good", password=password, **options)


def test_a_reader_deletes_the_account_with_all_that_belongs_to_it(
    app, browser, other_browser, reader, outbox, account
):
    with app.app_context():
        db.session.add(SavedStory(account_id=reader, article=make_article()))
        db.session.commit()
    sign_in(other_browser)
    sign_in(browser)
    page = delete(browser)
    assert "Your account is deleted." in page.text
    assert account() is None
    with app.app_context():
        left = [
            db.session.scalar(select(func.count()).select_from(table))
            for table in (AccountSession, SavedStory, Article)
        ]
    assert left == [0, 0, 1]
    assert (outbox()[0].kind, outbox()[0].recipient) == ("accounts/deleted", READER)
    assert not is_signed_in(browser)
    assert not is_signed_in(other_browser)


def test_without_the_password_nothing_is_deleted(browser, reader, outbox, account):
    sign_in(browser)
    page = delete(browser, "not the password", status=422)
    assert "That is not your current password" in page.text
    assert account()
    assert not outbox()
    assert is_signed_in(browser)


def test_the_last_owner_stays(app, browser, reader, account, change, outbox):
    change(role=Role.OWNER)
    with app.app_context():
        make_account("former@example.com", role=Role.OWNER, disabled_at=clock.now())
        db.session.commit()
    sign_in(browser)
    assert delete(browser, status=409).title == "The last owner cannot leave"
    assert account()
    assert not outbox()
    with app.app_context():
        make_account("owner@example.com", role=Role.OWNER)
        db.session.commit()
    delete(browser)
    assert account() is None
