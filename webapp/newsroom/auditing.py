"""Writing the audit log: each act of staff in the transaction that does it."""

from __future__ import annotations

from sqlalchemy import Select, select

from ..accounts.models import Account
from ..extensions import db
from ..web import Visit
from .models import AuditEntry


def record(account: Account, act: str, subject: str, visit: Visit, detail: str = "") -> None:
    """Note that ``account`` did ``act`` (a verb and a noun: "closed list") to ``subject``."""
    db.session.add(
        AuditEntry(
            account_id=account.id,
            actor=account.email,
            act=act,
            subject=subject,
            detail=detail,
            network_address=visit.network_address,
        )
    )


def newest_entries() -> Select[AuditEntry]:
    """The log, newest first."""
    return select(AuditEntry).order_by(AuditEntry.id.desc())
