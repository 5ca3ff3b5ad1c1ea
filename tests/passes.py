"""Passes: cookies of sessions opened directly, for tests that are not about signing in."""

from __future__ import annotations

from sqlalchemy import select

from webapp.accounts import signing_in
from webapp.accounts.models import Account, Factor
from webapp.extensions import db
from webapp.web import Visit

STRONG = (Factor.PASSWORD, Factor.AUTHENTICATOR)  # enough for the newsroom


def pass_of(app, address, *, factors=STRONG, remember=False):
    """The cookie, as its name and value, of a new session of the account with that address."""
    with app.app_context():
        account = db.session.scalars(select(Account).where(Account.email == address)).one()
        signing_in.start(account, Visit("127.0.0.1", "a test"), *factors, remember=remember)
        secret = account.get_id()
        db.session.commit()
    signer = app.session_interface.get_signing_serializer(app)
    return app.config["SESSION_COOKIE_NAME"], signer.dumps({"_user_id": secret})
