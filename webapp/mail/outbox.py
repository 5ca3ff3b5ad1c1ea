"""The outbox: a mail is a row in the caller's transaction and leaves after its commit."""

from __future__ import annotations

import datetime as dt

from flask import current_app

from .. import jobs
from ..extensions import db
from .composing import compose
from .models import OutgoingMail, due
from .transports import Refused, TemporaryFailure, Transport, Uncertain, open_transport

BATCH = 50


def queue(kind: str, recipient: str, **context: object) -> OutgoingMail:
    """Write a mail of templates/mail/<kind>/ to ``recipient``; the commit sends it off."""
    message = compose(kind, recipient, **context)
    row = OutgoingMail(
        kind=kind, recipient=recipient, subject=message["Subject"], message=message.as_bytes()
    )
    db.session.add(row)
    send_due.later()
    return row


@jobs.job(every=dt.timedelta(minutes=1))
def send_due() -> None:
    """Send what is due, each mail committed by itself, until nothing is left."""
    while rows := list(db.session.scalars(due(BATCH).with_for_update(skip_locked=True))):
        with open_transport() as transport:
            for row in rows:
                send_one(row, transport)
                db.session.commit()


def send_one(row: OutgoingMail, transport: Transport) -> None:
    """Try one mail and note what became of it.

    A doubtful one is tried again: a confirmation that comes twice harms less than none.
    """
    sender = current_app.config["MAIL_FROM"]
    try:
        row.mark_sent(transport.send(sender, row.recipient, row.message or b""))
    except Refused as problem:
        row.give_up(str(problem))
    except (TemporaryFailure, Uncertain) as problem:
        row.put_off(str(problem))
