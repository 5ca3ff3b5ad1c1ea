"""An account to sign in to, the links of mails, and a look into the tables."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from tests.accounts.authenticator import Device, add_passkey
from tests.accounts.steps import READER, sign_in
from tests.browser import Browser
from tests.makers import make_account, make_authenticator, make_recovery_codes
from webapp.accounts.models import Account, AccountSession, MailCode, SecurityEvent
from webapp.accounts.rights import erasing
from webapp.database import Base
from webapp.extensions import db


@pytest.fixture
def reader(app):
    """A confirmed reader’s account id."""
    with app.app_context():
        account = make_account(READER)
        db.session.commit()
        return account.id


@pytest.fixture
def other_browser(app):
    """A second browser: another device, or somebody else’s."""
    return Browser(app)


@pytest.fixture
def account(app):
    """An account by its address, read afresh; None when there is none."""

    def read(email=READER):
        with app.app_context():
            found = db.session.scalar(select(Account).where(Account.email == email))
            if found:
                db.session.expunge(found)
            return found

    return read


@pytest.fixture
def change(app):
    """Set columns of the reader’s account behind everybody’s back."""

    def write(**columns):
        with app.app_context():
            found = db.session.scalars(select(Account).where(Account.email == READER)).one()
            for name, value in columns.items():
                setattr(found, name, value)
            db.session.commit()

    return write


@pytest.fixture
def dump(app):
    """Every row of every table."""

    def read():
        with app.app_context():
            return {
                table.name: sorted(map(repr, db.session.execute(select(table))))
                for table in Base.metadata.sorted_tables
            }

    return read


@pytest.fixture
def noted(app):
    """What was written down about the account."""

    def read():
        with app.app_context():
            return [e.what for e in db.session.query(SecurityEvent).order_by(SecurityEvent.id)]

    return read


@pytest.fixture
def careful(app):
    """A reader with an authenticator app, and their recovery codes."""
    with app.app_context():
        account = make_account(READER)
        make_authenticator(account)
        codes = make_recovery_codes(account, 2)
        db.session.commit()
        return codes


@pytest.fixture
def device(app, reader):
    """The reader’s passkey, on the account since a while."""
    made = Device()
    browser = Browser(app)
    sign_in(browser)
    add_passkey(browser, made)
    browser.open("/account/")
    browser.press("Sign out")
    return made


@pytest.fixture
def read(app):
    """Rows of a question, read afresh."""

    def ask(query):
        with app.app_context():
            return list(db.session.scalars(query))

    return ask


@pytest.fixture
def codes(app):
    """Every code, read afresh."""

    def read():
        with app.app_context():
            return list(db.session.scalars(select(MailCode).order_by(MailCode.id)))

    return read


@pytest.fixture
def sessions(app):
    """Every session, read afresh."""

    def read():
        with app.app_context():
            return list(db.session.scalars(select(AccountSession).order_by(AccountSession.id)))

    return read


@pytest.fixture
def sweep(app):
    """Erase what is due."""

    def run():
        with app.app_context():
            erasing.erase_due()

    return run
