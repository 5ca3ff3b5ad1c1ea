"""The outbox: a mail is a row in the caller's transaction and leaves after its commit."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from flask import current_app
from sqlalchemy import update

from .. import clock, jobs
from ..extensions import db
from ..logs import log
from .composing import compose
from .letters import Fate, Letter, LineLost
from .models import OutgoingMail, due
from .transports import send_all

BATCH = 20
# How long a worker has for a batch before another may try it: the server's ten minutes for the
# final dot (RFC 5321, 4.5.3.2), and some.
LEASE = dt.timedelta(minutes=15)


def queue(kind: str, recipient: str, **context: object) -> OutgoingMail:
    """Write a mail of templates/mail/<kind>/ to ``recipient``; the commit sends it off."""
    message = compose(kind, recipient, **context)
    return queue_ready(kind, recipient, str(message["Subject"]), message.as_bytes())


def queue_ready(kind: str, recipient: str, subject: str, message: bytes) -> OutgoingMail:
    """Write a finished message, with CRLF lines, to ``recipient``; the commit sends it off."""
    row = OutgoingMail(kind=kind, recipient=recipient, subject=subject, message=message)
    db.session.add(row)
    send_due.later()
    return row


@jobs.job(every=dt.timedelta(minutes=1))
def send_due() -> None:
    """Send what is due, until nothing is left or the server cannot be reached."""
    while rows := claim(BATCH):
        db.session.commit()
        watch = Noting(rows)
        try:
            send_all(letters(rows), watch)
        except LineLost as problem:
            log.warning("mails wait for the server", why=str(problem))
            watch.keep_the_rest(str(problem))
            return


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


def letters(rows: list[OutgoingMail]) -> Iterator[Letter]:
    """The rows as letters, from the paper's own address."""
    sender = current_app.config["MAIL_FROM"]
    for row in rows:
        message = row.message or b""
        yield Letter(row.id, sender, row.recipient, lambda message=message: message)  # type: ignore[misc]


class Noting:
    """Notes the fate of each mail, committed by itself: no lock is held while the server thinks."""

    def __init__(self, rows: list[OutgoingMail]) -> None:
        self.waiting = {row.id: row for row in rows}

    def about_to_send(self, letter: Letter) -> None:
        """Nothing is noted: a doubtful mail is simply tried again."""

    def settled(self, letter: Letter, fate: Fate, reply: str) -> None:
        """Write down what became of a mail."""
        row = self.waiting.pop(letter.key)
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
        """The server is away: whatever was not tried waits for it."""
        for row in self.waiting.values():
            row.wait_for_server(why)
        db.session.commit()
