"""How often passwords were tried in vain, and when the next try may be."""

from __future__ import annotations

import datetime as dt

from sqlalchemy.orm import Mapped, mapped_column

from ...database import Base


class PasswordTries(Base):
    """What was tried in vain at one address, from one network or on one known device."""

    __tablename__ = "password_tries"

    # A keyed hash: the table names no address, no network and no device.
    key: Mapped[str] = mapped_column(primary_key=True)
    failed: Mapped[int]
    wait_until: Mapped[dt.datetime]
    forget_after: Mapped[dt.datetime] = mapped_column(index=True)
