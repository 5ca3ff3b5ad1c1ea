"""An authenticator app: six digits that change every half minute (TOTP, RFC 6238)."""

from __future__ import annotations

import datetime as dt
import hmac
from typing import cast

import pyotp
import segno
from flask import current_app
from sqlalchemy import CursorResult, Select, select, update

from ... import clock
from ...extensions import db
from ...jobs import job
from ...outcomes import Outcome
from ...web import Visit
from .. import noting
from ..models import Account, Authenticator, What
from . import enciphering

STEP = 30  # seconds
# A clock may be off by one step, and typing takes a while (RFC 6238, 5.2).
STEPS_OFF = 1
SWEEP_EVERY = dt.timedelta(minutes=30)


class WrongCode(Outcome):
    """Not the digits of this moment, or used before; or not one of the recovery codes left."""

    title = "That code is not right"
    sentence = (
        "That code is not right, or was used before; wait for the next one and type it again."
    )


class AppInUse(Outcome):
    """The account has an authenticator app already."""

    status = 409
    title = "An authenticator app is in use already"
    sentence = "Remove the authenticator app first, then set up the new one."


def authenticator_of(account: Account) -> Select[Authenticator]:
    """The account's authenticator, confirmed or not."""
    return select(Authenticator).where(Authenticator.account_id == account.id)


def begin(account: Account) -> Authenticator:
    """A new secret for the account, asked for only once it is confirmed. Raises AppInUse."""
    db.session.refresh(account, with_for_update=True)  # of two at once the second finds the row
    found = db.session.scalar(authenticator_of(account))
    if found is None:
        found = Authenticator(account_id=account.id)
        db.session.add(found)
    elif found.confirmed_at:
        raise AppInUse
    found.secret = enciphering.encipher(pyotp.random_base32())
    found.added_at = clock.now()
    return found


def confirm(account: Account, digits: str, visit: Visit) -> None:
    """Take the app into use, as its digits show that it has the secret. Raises WrongCode."""
    found = db.session.scalar(authenticator_of(account))
    if found is None or found.confirmed_at:
        raise WrongCode
    _spend(found, digits)
    found.confirmed_at = clock.now()
    noting.note(account, What.AUTHENTICATOR_ADDED, visit)


def accept(account: Account, digits: str) -> None:
    """Use up digits of the app the account has in use. Raises WrongCode."""
    found = db.session.scalar(authenticator_of(account))
    if found is None or found.confirmed_at is None:
        raise WrongCode
    _spend(found, digits)


def secret_of(authenticator: Authenticator) -> str:
    """The secret as people type it: groups of four letters and digits."""
    secret = enciphering.decipher(authenticator.secret)
    return " ".join(secret[n : n + 4] for n in range(0, len(secret), 4))


def link_of(account: Account, authenticator: Authenticator) -> str:
    """The secret and whose it is, as apps read it (the Key URI format, otpauth:)."""
    totp = pyotp.TOTP(enciphering.decipher(authenticator.secret))
    return totp.provisioning_uri(name=account.email, issuer_name=current_app.config["NAME"])


def picture_of(account: Account, authenticator: Authenticator) -> str:
    """The same as a QR code for the app's camera: the address of a picture (data:)."""
    code = segno.make(link_of(account, authenticator), error="m", micro=False)
    # Dark on white in dark mode too: not every camera reads it the other way round.
    return code.svg_data_uri(dark="#14212B", light="#FFFFFF")


def _spend(authenticator: Authenticator, digits: str) -> None:
    """Use up digits; of two who bring the same, the database lets one through."""
    step = _step_of(authenticator, digits)
    if step is None:
        raise WrongCode
    spent = (
        update(Authenticator)
        .where(Authenticator.id == authenticator.id, Authenticator.last_step < step)
        .values(last_step=step, last_used_at=clock.now())
    )
    if cast(CursorResult[object], db.session.execute(spent)).rowcount != 1:
        raise WrongCode


def _step_of(authenticator: Authenticator, digits: str) -> int | None:
    """The half minute whose digits these are, if it is this one or next to it."""
    try:
        totp = pyotp.TOTP(enciphering.decipher(authenticator.secret))
    except enciphering.CannotDecipher:
        return None
    now = int(clock.now().timestamp()) // STEP
    near = range(now - STEPS_OFF, now + STEPS_OFF + 1)
    matching = [s for s in near if hmac.compare_digest(totp.generate_otp(s), digits)]
    return max(matching, default=None)


@job(every=SWEEP_EVERY)
def encipher_anew() -> None:
    """Put secrets under the newest key, so that an operator can let old ones go."""
    if not current_app.config["SECRET_KEY_FALLBACKS"]:
        return
    for row_id, kept in db.session.execute(select(Authenticator.id, Authenticator.secret)).all():
        if not enciphering.is_by_newest_key(kept):
            _put_under_newest_key(row_id, kept)
    db.session.commit()


def _put_under_newest_key(row_id: int, kept: str) -> None:
    try:
        renewed = enciphering.encipher(enciphering.decipher(kept))
    except enciphering.CannotDecipher:
        return
    unchanged = (Authenticator.id == row_id, Authenticator.secret == kept)
    db.session.execute(update(Authenticator).where(*unchanged).values(secret=renewed))
