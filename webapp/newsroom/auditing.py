"""Writing the audit log: each act of staff in the transaction that does it."""

from __future__ import annotations

from sqlalchemy import Select, select

from ..accounts.models import Account
from ..extensions import db
from ..logs import log
from ..web import Visit
from .models import AuditEntry


def record(account: Account, act: str, subject: str, visit: Visit, detail: str = "") -> None:
    """Note that ``account`` did ``act`` (a verb and a noun: "closed list") to ``subject``.

    The log says the act alone: to whom it was done stands in the table, which staff screens guard.
    """
    network = visit.network_address
    note(account.id, account.email, act, subject, network=network, detail=detail)


def note(  # noqa: PLR0913 (the columns of an entry)
    account_id: int | None, actor: str, act: str, subject: str, *, network: str, detail: str = ""
) -> None:
    """The same for an act whose worker comes to an end later, maybe after the account has gone."""
    log.info("staff", act=act, by=account_id)
    columns = {"actor": actor, "act": act, "subject": subject, "detail": detail}
    db.session.add(AuditEntry(account_id=account_id, network_address=network, **columns))


def newest_entries() -> Select[AuditEntry]:
    """The log, newest first."""
    return select(AuditEntry).order_by(AuditEntry.id.desc())
