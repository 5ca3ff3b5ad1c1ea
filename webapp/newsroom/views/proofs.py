"""The signed proof of what a person agreed to."""

from __future__ import annotations

from flask import Response, jsonify

from ... import web
from ...accounts.guards import signed_in_account, staff
from ...accounts.models import Role
from ...extensions import db
from ..auditing import record
from ..blueprint import bp
from ..listkeeping import subscription_of
from ..proving import proof_for


@bp.post("/subscriptions/<int:subscription_id>/proof/")
@staff(Role.LISTS)
def proof(subscription_id: int) -> Response:
    """A person's proof as a file. It is a POST, since it is noted who took it."""
    account = signed_in_account()
    found = subscription_of(account, subscription_id)
    answer = jsonify(proof_for(account, found))
    record(account, "took proof of consent", found.subscriber.email, web.visit())
    db.session.commit()
    answer.headers["Content-Disposition"] = f'attachment; filename="consent-{subscription_id}.json"'
    return web.keep_private(answer)
