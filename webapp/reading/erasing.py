"""Erasing what somebody offered to the desk and the desk did not take."""

from __future__ import annotations

from sqlalchemy import delete

from ..accounts.models import Account
from ..accounts.rights.erasing import also_erases
from ..extensions import db
from .models import Submission


@also_erases
def withdraw_texts(account: Account) -> None:
    """Remove declined texts, and those still offered when their author wants no answer.

    A text that was taken belongs to the paper, with its author’s name.
    """
    gone = Submission.verdict == "declined"
    if account.erase_letters:
        gone |= Submission.settled_at.is_(None)
    db.session.execute(delete(Submission).where(Submission.email == account.email, gone))
