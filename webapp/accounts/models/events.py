"""What happened to an account's security, for its owner to see."""

from __future__ import annotations

import datetime as dt
import enum

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from ... import clock
from ...database import Base
from ..describing import describe_browser


class What(enum.StrEnum):
    """What can happen; the value is the sentence its owner reads."""

    SIGNED_IN = "A browser signed in."
    SIGN_IN_FAILED = "Somebody tried to sign in and failed."
    SIGN_INS_SLOWED = "Many failed tries: signing in with a password is slowed down."
    SIGNED_OUT = "A browser was signed out."
    OTHERS_SIGNED_OUT = "All other browsers were signed out."
    PASSWORD_CHANGED = "The password was changed."  # noqa: S105 (a sentence)
    PASSWORD_RESET = "A new password was chosen by a mailed link."  # noqa: S105 (a sentence)
    ADDRESS_CHANGED = "The address was changed."
    ADDRESS_RESTORED = "The old address was put back."
    PASSKEY_ADDED = "A passkey was added."
    PASSKEY_REMOVED = "A passkey was removed."
    AUTHENTICATOR_ADDED = "An authenticator app was added."
    AUTHENTICATOR_REMOVED = "The authenticator app was removed."
    RECOVERY_CODES_MADE = "New recovery codes were made; older ones ended."
    RECOVERY_CODE_USED = "A recovery code was used."
    ROLE_CHANGED = "What the account may do in the newsroom was changed."
    DISABLED = "The paper closed the account."
    ENABLED = "The paper opened the account again."
    DATA_ASKED_FOR = "A copy of everything we keep was asked for."
    DELETION_ASKED_FOR = "Deleting the account was asked for."
    DELETION_STOPPED = "Deleting the account was stopped."


class SecurityEvent(Base):
    """Something that happened to an account, when and from which browser."""

    __tablename__ = "security_events"
    __table_args__ = (Index("ix_security_events_account_id_at", "account_id", "at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("accounts.id", ondelete="CASCADE"))
    what: Mapped[str]  # the name of a What
    detail: Mapped[str] = mapped_column(default="")
    network_address: Mapped[str] = mapped_column(default="")
    user_agent: Mapped[str] = mapped_column(default="")
    at: Mapped[dt.datetime] = mapped_column(default=clock.now)

    @property
    def sentence(self) -> str:
        """What happened, as its owner reads it."""
        return What[self.what].value

    @property
    def browser(self) -> str:
        """What its owner would call the browser it came from: Firefox on Windows."""
        return describe_browser(self.user_agent)
