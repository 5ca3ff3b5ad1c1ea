"""The outbox: a mail is a row in the caller's transaction and leaves after its commit."""

from __future__ import annotations

import datetime as dt

from flask import current_app
from sqlalchemy import delete, update

from .. import clock, jobs
from ..addresses import on_the_wire
from ..extensions import db
from ..logs import log
from .composing import compose
from .letters import Fate, Letter, LineLost
from .limits import allowing
from .models import OutgoingMail, due
from .transports import send_all

BATCH = 20
# How long a worker has for a batch before another may try it: the server's ten minutes for the
# final dot (RFC 5321, 4.5.3.2), and some.
LEASE = dt.timedelta(minutes=15)
# How long it stands in the outbox to whom a mail was sent, and what the server said.
KEPT = dt.timedelta(days=30)


def queue(kind: str, recipient: str, **context: object) -> OutgoingMail:
    """Write a mail of templates/mail/<kind>/ to ``recipient``; the commit sends it off."""
    message = compose(kind, recipient, **context)
    return queue_ready(kind, recipient, message.subject, message.content)


def queue_ready(kind: str, recipient: str, subject: str, message: bytes) -> OutgoingMail:
    """Write a finished message, with CRLF lines, to ``recipient``; the commit sends it off."""
    row = OutgoingMail(kind=kind, recipient=recipient, subject=subject, message=message)
    db.session.add(row)
    send_due.later()
    return row


@jobs.job(every=dt.timedelta(minutes=1))
def send_due() -> None:
    """Send what is due, until nothing is left or the server cannot be reached."""
    sender = on_the_wire(current_app.config["MAIL_FROM"])
    while waiting := [letter_of(row, sender) for row in claim(BATCH)]:
        db.session.commit()
        noting = Noting(waiting)
        try:
            send_all(iter(waiting), noting, noting.leave_through)
        except LineLost as problem:
            log.warning("mails wait for the server", why=str(problem))
            noting.keep_the_rest(str(problem))
            return
        finally:
            noting.count(current_app.config["TIME_ZONE"])


@jobs.job(every=dt.timedelta(hours=1))
def forget_old() -> None:
    """Forget mails that were sent or given up, thirty days after they were written."""
    is_done = OutgoingMail.next_try_at.is_(None)
    too_old = OutgoingMail.queued_at <= clock.now() - KEPT
    db.session.execute(delete(OutgoingMail).where(is_done, too_old))
    db.session.commit()


def claim(most: int) -> list[OutgoingMail]:
    """Take due mails out of every other worker's sight for the length of a lease.

    The lease stands in next_try_at: a worker that dies leaves its mails to be tried again. A
    confirmation that comes twice harms less than none.
    """
    mine = due(most).with_only_columns(OutgoingMail.id).with_for_update(skip_locked=True)
    taken = (
        update(OutgoingMail)
        .where(OutgoingMail.id.in_(mine.scalar_subquery()))
        .values(next_try_at=clock.now() + LEASE)
        .returning(OutgoingMail)
        .execution_options(synchronize_session=False, populate_existing=True)
    )
    return sorted(db.session.scalars(taken), key=lambda row: row.id)


def letter_of(row: OutgoingMail, sender: str) -> Letter:
    """The row as a letter that needs no database: none is held while the server thinks."""
    message = row.message or b""
    return Letter(row.id, sender, row.recipient, lambda: message)


class Noting:
    """Notes the fate of each mail in a transaction of its own."""

    def __init__(self, waiting: list[Letter]) -> None:
        self.waiting = {letter.key for letter in waiting}
        self.server = ""
        self.begun: list[str] = []

    def leave_through(self, server: str) -> None:
        """Note the server to which there is a line now."""
        self.server = server

    def about_to_send(self, letter: Letter) -> None:
        """Nothing is noted: a doubtful mail is simply tried again."""

    def settled(self, letter: Letter, fate: Fate, reply: str) -> None:
        """Write down, and commit, what became of a mail."""
        self.waiting.discard(letter.key)
        if fate != Fate.UNTRIED:
            self.begun.append(letter.recipient)
        row = db.session.get_one(OutgoingMail, letter.key)
        if fate == Fate.SENT:
            row.mark_sent(reply)
        elif fate == Fate.REFUSED:
            row.give_up(reply)
        elif fate == Fate.UNTRIED:
            row.wait_for_server(reply)
        else:
            row.put_off(reply)
        db.session.commit()

    def keep_the_rest(self, why: str) -> None:
        """The server is away: whatever was not tried waits for it. Commits."""
        for key in self.waiting:
            db.session.get_one(OutgoingMail, key).wait_for_server(why)
        db.session.commit()

    def count(self, zone: str) -> None:
        """Count them against the limits of campaigns, which they do not wait for. Commits."""
        if self.begun:
            allowing.note(db.session.connection(), zone, self.server, self.begun)
            db.session.commit()
