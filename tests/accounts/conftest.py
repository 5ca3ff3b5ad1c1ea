"""An account to sign in to, the links of mails, and a look into the tables."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from tests.accounts.steps import READER
from tests.browser import Browser
from tests.makers import make_account
from webapp.accounts.models import Account
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
