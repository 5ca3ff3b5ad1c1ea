"""Telling the audit log what Masthead did with campaigns by itself."""

from __future__ import annotations

from sqlalchemy import Connection, insert, literal, select

from ..campaigns.models import Campaign
from ..campaigns.stepping import tells
from ..logs import log
from .models import AuditEntry

ACTOR = "Masthead"


@tells
def note_step(connection: Connection, campaign_id: int, act: str, why: str) -> None:
    """Write it down on the connection that does it, which is often the engine’s own."""
    log.info("step", act=act, campaign=campaign_id)
    values = (literal(ACTOR), literal(act), Campaign.subject, literal(why))
    entry = select(*values).where(Campaign.id == campaign_id)
    columns = (AuditEntry.actor, AuditEntry.act, AuditEntry.subject, AuditEntry.detail)
    connection.execute(insert(AuditEntry).from_select(columns, entry))
