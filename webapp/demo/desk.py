"""The demo's one staff member, with a password of this instance alone."""

from __future__ import annotations

import os
import secrets
from pathlib import Path

from flask import current_app

from ..accounts import demonstrating
from ..accounts.models import Role, account_by_email
from ..accounts.rights import agreeing
from ..accounts.staff import appointing
from ..extensions import db

EMAIL = "desk@astanatimes.example"
FILE = "demo-password"


def appoint_desk() -> tuple[str, str]:
    """The address and password of the demo's owner, who is appointed if there is none yet."""
    password = _kept_password(current_app.config["INSTANCE"] / FILE)
    if db.session.scalar(account_by_email(EMAIL)) is None:
        desk = appointing.appoint(EMAIL, Role.OWNER, name="The demo desk", password=password)
        agreeing.agree(desk, agreeing.version_now())
    demonstrating.mark(EMAIL)
    return EMAIL, password


def _kept_password(path: Path) -> str:
    """The password made at first use, in a file that only its owner may read."""
    if not path.exists():
        words = "-".join(secrets.token_hex(3) for _ in range(4))
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(words)
    return path.read_text(encoding="ascii").strip()
