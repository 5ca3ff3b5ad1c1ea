"""Accounts sign in; sessions are rows, so that signing out ends them on the server."""

from __future__ import annotations

import datetime as dt
import enum
import hashlib
import secrets

from flask_login import UserMixin
from sqlalchemy import ForeignKey, Select, select
from sqlalchemy.orm import Mapped, mapped_column, relationship

from .. import clock
from ..database import Base
from .describing import describe_browser


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
    role: Mapped[str] = mapped_column(default=Role.READER)
    created_at: Mapped[dt.datetime] = mapped_column(default=clock.now)
    confirmed_at: Mapped[dt.datetime | None]
    disabled_at: Mapped[dt.datetime | None]
    # Named in every mailed link: changing it makes all earlier links of the account end.
    link_version: Mapped[int] = mapped_column(default=0)

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

    def end_links(self) -> None:
        """Make every link mailed to the account so far end."""
        self.link_version += 1

    def get_id(self) -> str:
        """What Flask-Login keeps in the cookie: the secret of the session, not the account."""
        return self.session_secret


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

    account: Mapped[Account] = relationship(back_populates="sessions")

    @property
    def is_open(self) -> bool:
        """Whether the browser is still signed in."""
        return self.ended_at is None and self.expires_at > clock.now()

    @property
    def browser(self) -> str:
        """What its owner would call it: Firefox on Windows."""
        return describe_browser(self.user_agent)

    def end(self) -> None:
        """Sign the browser out, for good."""
        self.ended_at = self.ended_at or clock.now()


def new_secret() -> str:
    """256 random bits, as text."""
    return secrets.token_urlsafe(32)


def hash_secret(secret: str) -> str:
    """What is stored of a session's secret: a stolen database opens no session."""
    return hashlib.sha256(secret.encode()).hexdigest()


def account_by_email(email: str) -> Select[Account]:
    """The account of a normalised address."""
    return select(Account).where(Account.email == email)


def session_by_secret(secret: str) -> Select[AccountSession]:
    """The session a cookie names, ended or not."""
    return select(AccountSession).where(AccountSession.secret_hash == hash_secret(secret))
