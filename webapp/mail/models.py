"""The outbox: single mails, written in the caller's transaction, sent by the worker."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import LargeBinary, Select, select
from sqlalchemy.orm import Mapped, mapped_column

from .. import clock
from ..database import Base
from .pausing import FIRST_PAUSE, GIVE_UP_AFTER, pause_after


class OutgoingMail(Base):
    """One mail to one person, kept until it is sent or given up."""

    __tablename__ = "outgoing_mails"
    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str]  # the folder of its template: "accounts/confirm"
    recipient: Mapped[str]
    subject: Mapped[str]
    message: Mapped[bytes | None] = mapped_column(LargeBinary)  # dropped once sent
    queued_at: Mapped[dt.datetime] = mapped_column(default=clock.now)
    # None: nothing more to do, the mail was sent or given up.
    next_try_at: Mapped[dt.datetime | None] = mapped_column(default=clock.now, index=True)
    tries: Mapped[int] = mapped_column(default=0)
    sent_at: Mapped[dt.datetime | None]
    failed_at: Mapped[dt.datetime | None]
    reply: Mapped[str] = mapped_column(default="")  # the server's last words

    def mark_sent(self, reply: str) -> None:
        """The server took it. Its text is dropped: links in it are secrets."""
        self.sent_at, self.next_try_at, self.reply = clock.now(), None, reply
        self.message = None

    def put_off(self, reply: str) -> None:
        """Try again later, each pause twice the last; given up after 72 hours."""
        self.tries += 1
        self.reply = reply
        pause = pause_after(self.tries)
        if pause is None:
            self.give_up(reply)
        else:
            self.next_try_at = clock.now() + pause

    def wait_for_server(self, why: str) -> None:
        """The server was away, which is no fault of this mail: try every minute, for 72 hours."""
        if clock.now() > self.queued_at + GIVE_UP_AFTER:
            self.give_up(why)
        else:
            self.reply, self.next_try_at = why, clock.now() + FIRST_PAUSE

    def give_up(self, reply: str) -> None:
        """Never try again: the server refused it for good."""
        self.failed_at, self.next_try_at, self.reply = clock.now(), None, reply
        self.message = None


def due(most: int) -> Select[OutgoingMail]:
    """Mails whose time has come, oldest first."""
    return (
        select(OutgoingMail)
        .where(OutgoingMail.next_try_at <= clock.now())
        .order_by(OutgoingMail.next_try_at, OutgoingMail.id)
        .limit(most)
    )
