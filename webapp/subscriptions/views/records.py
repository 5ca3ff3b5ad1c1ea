"""The consent record for those it is about, and the key with which a proof of it is checked."""

from __future__ import annotations

from flask import Response, jsonify
from flask.typing import ResponseReturnValue

from ... import web
from ...extensions import db
from .. import attesting, preferring
from ..blueprint import bp
from ..models import consents_about
from .answers import private_page


@bp.get("/preferences/<token>/record/")
def record(token: str) -> ResponseReturnValue:
    """Everything the record says of a person."""
    found = preferring.look_up(token)
    entries = db.session.scalars(consents_about(found.subscriber.email)).all()
    return private_page("subscriptions/record.html", found=found, entries=entries, token=token)


@bp.get("/preferences/<token>/record.json")
def record_file(token: str) -> Response:
    """The same as a signed file to keep."""
    email = preferring.look_up(token).subscriber.email
    proof = attesting.attest(email, db.session.scalars(consents_about(email)).all())
    answer = jsonify(proof)
    answer.headers["Content-Disposition"] = 'attachment; filename="consent.json"'
    return web.keep_private(answer)


@bp.get("/consent/key.pem")
def proof_key() -> Response:
    """The public key, for whoever has a proof in hand."""
    return Response(attesting.public_key(), mimetype="application/x-pem-file")
