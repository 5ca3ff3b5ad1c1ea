"""Someone who can sign in."""

from __future__ import annotations

import datetime as dt
import enum
from typing import TYPE_CHECKING

from flask_login import UserMixin
from sqlalchemy import Select, false, select
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ... import clock
from ...database import Base

if TYPE_CHECKING:
    from .sessions import AccountSession


class Role(enum.StrEnum):
    """What an account may do in the newsroom; a reader may not enter it."""

    READER = "reader"
    AUTHOR = "author"
    EDITOR = "editor"
    LISTS = "lists"
    OWNER = "owner"


class Account(UserMixin, Base):
    """Someone who can sign in: a reader, or staff by its role."""

    __tablename__ = "accounts"
    __allow_unmapped__ = True  # for current_session, which is no column

    id: Mapped[int] = mapped_column(primary_key=True)
    email: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str] = mapped_column(default="")
    password_hash: Mapped[str]
    # Whether it is too short to go on without a second factor, see ``passwords``.
    password_is_short: Mapped[bool] = mapped_column(default=False, server_default=false())
    role: Mapped[str] = mapped_column(default=Role.READER)
    created_at: Mapped[dt.datetime] = mapped_column(default=clock.now)
    confirmed_at: Mapped[dt.datetime | None]
    disabled_at: Mapped[dt.datetime | None]
    # Named in every mailed link: changing it makes all earlier links of the account end.
    link_version: Mapped[int] = mapped_column(default=0)
    # What WebAuthn calls the user handle: random, so that an authenticator learns no row number.
    passkey_handle: Mapped[bytes | None] = mapped_column(unique=True, index=True)
    # The version of the privacy notice its owner agreed to last, and when.
    privacy_version: Mapped[str] = mapped_column(default="", server_default="")
    privacy_agreed_at: Mapped[dt.datetime | None]
    # Until then its owner may still change their mind; then it is erased.
    erase_after: Mapped[dt.datetime | None] = mapped_column(index=True)
    # Whether the address is forgotten with it: its letters ended, and it is never written to again.
    erase_letters: Mapped[bool] = mapped_column(default=False, server_default=false())

    sessions: Mapped[list[AccountSession]] = relationship(
        back_populates="account", cascade="all, delete-orphan", passive_deletes=True
    )

    # The session row of the running request, set by the session loader and by signing in.
    current_session: AccountSession | None = None
    session_secret: str = ""

    @property
    def is_staff(self) -> bool:
        """Whether the account may enter the newsroom."""
        return self.role != Role.READER

    @property
    def is_active(self) -> bool:
        """Flask-Login's question: may this account be signed in?"""
        return self.disabled_at is None and self.confirmed_at is not None

    def may(self, *roles: str) -> bool:
        """Whether the account has one of ``roles``; an owner may everything."""
        return self.role == Role.OWNER or self.role in roles

    def confirm(self) -> None:
        """The address is its owner’s: a link mailed to it came back. The first time counts."""
        self.confirmed_at = self.confirmed_at or clock.now()

    def take_password(self, password_hash: str, *, is_short: bool = False) -> None:
        """Open from now on with another password."""
        self.password_hash, self.password_is_short = password_hash, is_short

    def end_links(self) -> None:
        """Make every link mailed to the account so far end."""
        self.link_version += 1

    def get_id(self) -> str:
        """What Flask-Login keeps in the cookie: the secret of the session, not the account."""
        return self.session_secret


def account_by_email(email: str) -> Select[Account]:
    """The account of a normalised address."""
    return select(Account).where(Account.email == email)
