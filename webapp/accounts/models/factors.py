"""What an account's owner has besides a password."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import ForeignKey, Select, select
from sqlalchemy.orm import Mapped, mapped_column

from ... import clock
from ...database import Base

MOST_TRIES = 5  # of one mailed code


def owners_column(*, unique: bool = False) -> Mapped[int]:
    """A column that names the account a row belongs to, and goes with it."""
    key = ForeignKey("accounts.id", ondelete="CASCADE")
    return mapped_column(key, unique=True) if unique else mapped_column(key, index=True)


class Passkey(Base):
    """A key pair on a device of the owner (WebAuthn Level 3); the private half never leaves it."""

    __tablename__ = "passkeys"

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = owners_column()
    credential_id: Mapped[bytes] = mapped_column(unique=True)
    public_key: Mapped[bytes]
    sign_count: Mapped[int] = mapped_column(default=0)
    transports: Mapped[str] = mapped_column(default="")
    name: Mapped[str]
    added_at: Mapped[dt.datetime] = mapped_column(default=clock.now)
    last_used_at: Mapped[dt.datetime | None]

    def use(self, sign_count: int) -> None:
        """Note that it was used, and what its counter says now."""
        self.sign_count = sign_count
        self.last_used_at = clock.now()


def passkeys_of(account_id: int) -> Select[Passkey]:
    """The passkeys of an account, the oldest first."""
    return select(Passkey).where(Passkey.account_id == account_id).order_by(Passkey.id)


class Authenticator(Base):
    """An app that shows six digits that change every half minute (TOTP, RFC 6238)."""

    __tablename__ = "authenticators"

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = owners_column(unique=True)
    # Enciphered with the app's key: a stolen database shows no digits.
    secret: Mapped[str]
    added_at: Mapped[dt.datetime] = mapped_column(default=clock.now)
    # Unset until its owner typed digits of it: then it is asked for.
    confirmed_at: Mapped[dt.datetime | None]
    # The half minute of the last accepted digits: those up to it are used up (RFC 6238, 5.2).
    last_step: Mapped[int] = mapped_column(default=0)
    last_used_at: Mapped[dt.datetime | None]


class RecoveryCode(Base):
    """A way in, once, for who lost the device with the authenticator or the passkey."""

    __tablename__ = "recovery_codes"

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = owners_column()
    code_hash: Mapped[str]
    used_at: Mapped[dt.datetime | None]


class MailCode(Base):
    """Six digits and a link, mailed to let the asking browser in, once and soon."""

    __tablename__ = "mail_codes"

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = owners_column()
    code_hash: Mapped[str]
    browser_hash: Mapped[str]
    asked_at: Mapped[dt.datetime] = mapped_column(default=clock.now)
    expires_at: Mapped[dt.datetime] = mapped_column(index=True)
    tries: Mapped[int] = mapped_column(default=0)
    used_at: Mapped[dt.datetime | None]

    @property
    def is_open(self) -> bool:
        """Whether it may still let somebody in."""
        return self.used_at is None and self.expires_at > clock.now() and self.tries < MOST_TRIES
