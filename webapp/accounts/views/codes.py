"""Codes people type: what they show, or why they were refused, at the field."""

from __future__ import annotations

from ... import web
from ...extensions import db
from ...logs import tell_refused
from .. import proving
from ..factors.authenticating import WrongCode
from ..factors.trying import TooManyTries
from ..forms import CodeForm, ProofForm
from ..models import Account, Factor


def shown_by(form: CodeForm | ProofForm, account: Account) -> Factor | None:
    """The factor a typed code shows; None with the reason at the field."""
    try:
        return proving.accept_code(account, form.code.data, web.visit())
    except (WrongCode, TooManyTries) as problem:
        tell_refused(problem, account=account.id, factor="code")
        proving.note_failure(account, web.visit())
        db.session.commit()  # a refused try counts
        form.code.errors = [problem.sentence]
        return None
