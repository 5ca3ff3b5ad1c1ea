"""Versioning: which text of the privacy notice is in force."""

from __future__ import annotations

from sqlalchemy import select

from ..accounts.rights.agreeing import keeps_version
from ..extensions import db
from .models import Page

NOTICE = "privacy-policy"


@keeps_version
def version_of_notice() -> str:
    """The version of the page; empty when there is none, or when it asks nobody to agree."""
    return db.session.scalar(select(Page.version).where(Page.slug == NOTICE)) or ""
