"""Well-known addresses (RFC 8615): where programs look for what every site may have."""

from __future__ import annotations

import datetime as dt

from flask import Blueprint, Flask, Response, abort, current_app, redirect, url_for
from flask.typing import ResponseReturnValue

from . import clock
from .templating import public_url

bp = Blueprint("well_known", __name__, url_prefix="/.well-known")

# RFC 9116, 2.5.5 advises less than a year: a file that nobody renews must not be believed for ever.
# Ours is made anew every day, by a site that runs and has its settings.
GOOD_FOR = dt.timedelta(days=180)


@bp.get("/security.txt")
def security() -> Response:
    """Whom to tell of a weakness in the site (RFC 9116); 404 when no contact is set."""
    if not current_app.config["SECURITY_CONTACT"]:
        abort(404)
    body = "".join(f"{name}: {value}\n" for name, value in security_fields(clock.now().date()))
    return Response(body, content_type="text/plain; charset=utf-8")


@bp.get("/change-password")
def change_password() -> ResponseReturnValue:
    """The page on which password managers change a password (W3C, Well-Known URL for that)."""
    return redirect(url_for("accounts.change_password"), 302)


def security_fields(today: dt.date) -> list[tuple[str, str]]:
    """What security.txt says on a day, most wanted contact first."""
    config = current_app.config
    address = public_url("well_known.security")
    fields = [("Contact", contact) for contact in config["SECURITY_CONTACT"]]
    fields.append(("Expires", f"{today + GOOD_FOR}T00:00:00Z"))
    fields.append(("Preferred-Languages", "en"))
    if address.startswith("https:"):  # no other address may be canonical (RFC 9116, 2.5.2)
        fields.append(("Canonical", address))
    if config["SECURITY_POLICY"]:
        fields.append(("Policy", config["SECURITY_POLICY"]))
    return fields


def init_app(app: Flask) -> None:
    """Answer at the addresses."""
    app.register_blueprint(bp)
