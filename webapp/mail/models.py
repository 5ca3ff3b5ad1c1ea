"""The outbox: single mails, written in the caller's transaction, sent by the worker."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import LargeBinary, Select, select
from sqlalchemy.orm import Mapped, mapped_column

from .. import clock
from ..database import Base

GIVE_UP_AFTER = dt.timedelta(hours=72)
FIRST_PAUSE = dt.timedelta(minutes=1)
LONGEST_PAUSE = dt.timedelta(hours=4)


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
        pause = min(FIRST_PAUSE * 2 ** min(self.tries, 12), LONGEST_PAUSE)
        self.tries += 1
        self.reply = reply
        if clock.now() + pause > self.queued_at + GIVE_UP_AFTER:
            self.give_up(reply)
        else:
            self.next_try_at = clock.now() + pause

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
