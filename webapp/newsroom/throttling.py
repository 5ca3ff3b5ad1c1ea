"""Throttling: the limits of sending, as an owner sets and lifts them."""

from __future__ import annotations

from flask import current_app
from sqlalchemy import select

from ..accounts.models import Account
from ..extensions import db
from ..mail.limits import keeping, telling
from ..mail.limits.keeping import NotALimit
from ..mail.limits.models import Kind, SendingLimit
from ..mail.servers import servers_in
from ..web import Visit
from .auditing import record
from .forms.limits import DomainLimitForm, LimitForm, ServerLimitForm

FORMS = {
    Kind.ALL: LimitForm,
    Kind.SERVER: ServerLimitForm,
    Kind.DOMAIN: DomainLimitForm,
}


def without_limit() -> list[str]:
    """The mail servers of the settings that have no limit yet, by their names."""
    limited = select(SendingLimit.name).where(SendingLimit.kind == Kind.SERVER)
    named = {server.name for server in servers_in(current_app.config["SMTP_URL"])}
    return sorted(named - set(db.session.scalars(limited)))


def form_for(kind: Kind, limit: SendingLimit | None = None) -> LimitForm:
    """The form of a limit, with what it says now."""
    form = FORMS[kind]()
    if isinstance(form, ServerLimitForm):
        form.server.choices = [
            (name, name) for name in ([limit.name] if limit else without_limit())
        ]
    if limit is not None and not form.is_submitted():
        form.fill(limit)
    return form


def is_saved(
    form: LimitForm, kind: Kind, limit: SendingLimit | None, account: Account, visit: Visit
) -> bool:
    """Whether the limit is as the form says; if not, an error on the form says what to do."""
    if not form.validate_on_submit():
        return False
    try:
        name = form.name_kept(limit.name if limit else "")
        numbers = form.numbers()
        numbers.check()
        if limit is not None:
            limit.name = name
        kept = keeping.set_limit(kind, name, numbers)
    except NotALimit as refused:
        form.form_errors.append(str(refused))
        return False
    record(account, "set limit", telling.title(kept), visit, telling.in_words(kept))
    return True


def lift(limit: SendingLimit, account: Account, visit: Visit) -> None:
    """Let letters go without it."""
    record(account, "lifted limit", telling.title(limit), visit, telling.in_words(limit))
    keeping.lift(limit)
