"""Signed-in browsers: rows, so that signing out ends them on the server."""

from __future__ import annotations

import datetime as dt
import enum

from sqlalchemy import ForeignKey, Select, select
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ... import clock
from ...database import Base
from ..describing import describe_browser
from .accounts import Account
from .secrets import hash_secret


class Factor(enum.StrEnum):
    """How somebody shows that an account is theirs.

    A passkey is two in one: the device one has, and the finger, face or PIN that unlocks it.
    """

    PASSWORD = "password"  # noqa: S105 (the word, not one)
    MAIL = "mail"
    PASSKEY = "passkey"
    AUTHENTICATOR = "authenticator"
    RECOVERY_CODE = "recovery code"
    DEMO = "demo"


SECOND = frozenset({Factor.PASSKEY, Factor.AUTHENTICATOR, Factor.RECOVERY_CODE, Factor.DEMO})


PROOF_HOLDS = dt.timedelta(minutes=10)
# How long a session lasts at most, and how long without being used, with “stay signed in” and
# without: docs/accounts.md says why.
REMEMBERED, REMEMBERED_UNUSED = dt.timedelta(days=30), dt.timedelta(days=14)
FOR_NOW, FOR_NOW_UNUSED = dt.timedelta(hours=12), dt.timedelta(hours=2)
WORKING_DAY = dt.timedelta(hours=12)  # NIST SP 800-63B-4, 2.2.3: at most 24 hours at AAL2


class AccountSession(Base):
    """One signed-in browser."""

    __tablename__ = "account_sessions"

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(
        ForeignKey("accounts.id", ondelete="CASCADE"), index=True
    )
    secret_hash: Mapped[str] = mapped_column(unique=True)
    user_agent: Mapped[str] = mapped_column(default="")
    started_at: Mapped[dt.datetime] = mapped_column(default=clock.now)
    last_used_at: Mapped[dt.datetime] = mapped_column(default=clock.now)
    expires_at: Mapped[dt.datetime]
    ended_at: Mapped[dt.datetime | None]
    # The factors that opened it, and when its owner last proved to be there.
    factors: Mapped[str] = mapped_column(default="", server_default="")
    proven_at: Mapped[dt.datetime] = mapped_column(default=clock.now)

    account: Mapped[Account] = relationship(back_populates="sessions")

    @property
    def is_open(self) -> bool:
        """Whether the browser is still signed in."""
        now = clock.now()
        return (
            self.ended_at is None
            and self.expires_at > now
            and self.last_used_at > now - self.may_be_unused
        )

    @property
    def is_remembered(self) -> bool:
        """Whether the reader asked to stay signed in on this browser."""
        return self.expires_at - self.started_at > FOR_NOW

    @property
    def may_be_unused(self) -> dt.timedelta:
        """How long it stays open without being used."""
        return REMEMBERED_UNUSED if self.is_remembered else FOR_NOW_UNUSED

    @property
    def proofs(self) -> list[Factor]:
        """The factors its owner has shown on it."""
        return [Factor(name) for name in self.factors.split("+") if name]

    @property
    def is_strong(self) -> bool:
        """Whether its owner has shown a second factor or a passkey."""
        return not SECOND.isdisjoint(self.proofs)

    @property
    def opens_newsroom(self) -> bool:
        """Whether it is strong and its owner was there within a working day."""
        return self.is_strong and clock.now() - self.proven_at < WORKING_DAY

    @property
    def is_proven_lately(self) -> bool:
        """Whether its owner was there a moment ago, as changes to the account ask."""
        return clock.now() - self.proven_at < PROOF_HOLDS

    @property
    def browser(self) -> str:
        """What its owner would call it: Firefox on Windows."""
        return describe_browser(self.user_agent)

    def prove(self, *factors: Factor) -> None:
        """Note that its owner is there, as ``factors`` just showed."""
        self.proven_at = clock.now()
        self.factors = "+".join(dict.fromkeys([*self.proofs, *factors]))

    def forget(self, *factors: Factor) -> None:
        """What its owner removed from the account counts no more."""
        self.factors = "+".join(proof for proof in self.proofs if proof not in factors)

    def end(self) -> None:
        """Sign the browser out, for good."""
        self.ended_at = self.ended_at or clock.now()


def session_by_secret(secret: str) -> Select[AccountSession]:
    """The session a cookie names, ended or not."""
    return select(AccountSession).where(AccountSession.secret_hash == hash_secret(secret))
