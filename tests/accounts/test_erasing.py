"""Erasing: after the seven days nothing is left but what is the paper’s."""

from __future__ import annotations

import datetime as dt
import os
import subprocess
import sys
import threading
import time

import pytest
from sqlalchemy import func, select, text

from tests.accounts.leaving import in_days, leave
from tests.accounts.steps import READER, at_once, sign_in, text_of
from tests.makers import make_account, make_article, make_author
from webapp import clock
from webapp.accounts.models import Account, Role
from webapp.accounts.rights import erasing
from webapp.accounts.staff import owning
from webapp.database import Base
from webapp.extensions import db
from webapp.mail.models import OutgoingMail
from webapp.reading.models import Article, Author, SavedStory, Submission

KILLED = """
import os, pathlib, signal
from sqlalchemy import event
from webapp import create_app
from webapp.accounts.rights import erasing
from webapp.extensions import db

with create_app().app_context():
    event.listen(db.session, "before_commit", lambda _: os.kill(os.getpid(), signal.SIGKILL))
    erasing.erase_due()
"""


@pytest.fixture
def rows_of(app):
    """In which tables a number stands in a column that points to accounts."""

    def found(account_id):
        with app.app_context():
            return [
                f"{table.name}.{column.name}"
                for table in Base.metadata.sorted_tables
                for column in table.columns
                if any(key.column.table.name == "accounts" for key in column.foreign_keys)
                and db.session.execute(select(table).where(column == account_id)).first()
            ]

    return found


def test_after_the_seven_days_nothing_is_left_but_what_is_the_papers(
    app, browser, reader, outbox, account, sweep, rows_of
):
    with app.app_context():
        author = make_author("dana", account_id=reader)
        story = make_article(author=author)
        db.session.add(SavedStory(account_id=reader, article=story))
        for verdict in ("", "taken", "declined"):
            settled = clock.now() if verdict else None
            db.session.add(
                Submission(
                    name="Dana",
                    email=READER,
                    headline=verdict,
                    text="x",
                    network_address="192.0.2.1",
                    verdict=verdict,
                    settled_at=settled,
                )
            )
        db.session.commit()
    sign_in(browser)
    leave(browser, outbox)
    with app.app_context():
        done = db.session.scalars(select(OutgoingMail)).all()
        for mail in done:
            mail.mark_sent("250 taken")
        db.session.commit()
    with in_days(7, 1):
        sweep()
    assert account() is None
    assert not rows_of(reader)
    with app.app_context():
        assert db.session.scalars(select(Article)).one().author.name == "Dana Serikova"
        assert db.session.scalars(select(Author)).one().account_id is None
        assert set(db.session.scalars(select(Submission.headline))) == {"", "taken"}
    [mail] = outbox()
    assert (mail.kind, mail.recipient) == ("accounts/deleted", READER)
    assert "Letters you get by mail go on" in text_of(mail)


def test_one_erasure_leaves_others_alone(app, browser, reader, outbox, account, sweep):
    with app.app_context():
        make_account("someone@example.org", erase_after=clock.now() + dt.timedelta(days=8))
        make_account("another@example.org")
        db.session.commit()
    sign_in(browser)
    leave(browser, outbox)
    with in_days(7, 1):
        sweep()
    assert account() is None
    assert account("someone@example.org")
    assert account("another@example.org")


def test_of_two_sweeps_at_once_each_account_is_erased_once(app, browser, reader, outbox, account):
    sign_in(browser)
    leave(browser, outbox)
    with in_days(8):
        at_once(app, erasing.erase_due, erasing.erase_due)
    assert account() is None
    assert [mail.kind for mail in outbox()].count("accounts/deleted") == 1


def test_the_last_owner_stays_until_there_is_another(app, filled, reader, account, change, sweep):
    change(role=Role.OWNER, erase_after=clock.now() - dt.timedelta(days=1))
    with filled():
        due = {"erase_after": clock.now() - dt.timedelta(hours=1)}
        make_account("someone@example.org", **due)
        make_account("leaving@example.org", role=Role.OWNER, **due)
        make_account("former@example.org", role=Role.OWNER, disabled_at=clock.now())
    sweep()
    assert account()
    assert account("leaving@example.org"), "nobody knows which of the two would have stayed"
    assert account("someone@example.org") is None
    with filled():
        make_account("next@example.org", role=Role.OWNER)
    sweep()
    assert account() is None
    assert account("next@example.org")


def test_an_owner_disabled_while_the_sweep_begins_leaves_the_last_one(
    app, filled, reader, account, change
):
    """The sweep waits for who changes owners, and looks at what they did."""
    change(role=Role.OWNER, erase_after=clock.now() - dt.timedelta(minutes=1))
    with filled():
        other = make_account("other@example.org", role=Role.OWNER).id

    def disable():
        owning.hold_owners()
        begun.set()
        time.sleep(0.5)
        db.session.get_one(Account, other).disabled_at = clock.now()

    def erase():
        begun.wait()
        erasing.erase_due()

    begun = threading.Event()
    at_once(app, disable, erase)
    assert account()


def test_a_worker_killed_in_the_middle_leaves_nothing_half_erased(
    app, browser, reader, account, change, sweep, database_url, outbox, tmp_path
):
    with app.app_context():
        db.session.add(SavedStory(account_id=reader, article=make_article()))
        db.session.commit()
    change(erase_after=clock.now() - dt.timedelta(minutes=1))
    settings = {
        "MASTHEAD_DATABASE_URL": database_url,
        "MASTHEAD_INSTANCE": str(tmp_path / "killed"),
    }
    done = subprocess.run([sys.executable, "-c", KILLED], env=os.environ | settings, check=False)
    assert done.returncode == -9
    assert account()
    with app.app_context():
        assert db.session.scalar(select(func.count()).select_from(SavedStory)) == 1
    assert not outbox()
    sweep()
    assert account() is None
    assert [mail.kind for mail in outbox()] == ["accounts/deleted"]


@pytest.fixture
def broken_eraser():
    """A package whose part of an erasure fails when half of it is done."""

    def fail(_account):
        db.session.execute(text("DELETE FROM saved_stories"))
        raise OSError("the disk is gone")

    erasing.also_erases(fail)
    yield
    erasing.ERASERS.remove(fail)


def test_an_eraser_that_fails_keeps_everything(app, reader, account, change, broken_eraser):
    with app.app_context():
        db.session.add(SavedStory(account_id=reader, article=make_article()))
        db.session.commit()
    change(erase_after=clock.now() - dt.timedelta(minutes=1))
    with app.app_context(), pytest.raises(OSError, match="disk"):
        erasing.erase_due()
    assert account()
    with app.app_context():
        assert db.session.scalar(select(func.count()).select_from(SavedStory)) == 1
