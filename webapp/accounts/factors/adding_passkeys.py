"""Adding passkeys to an account, naming them and taking them away.

Protocol: W3C Web Authentication Level 3, section 7.1. No attestation is asked for: a newspaper has
no list of makers whose devices it trusts more.
"""

from __future__ import annotations

import itertools
import secrets
from typing import Any

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from webauthn import (
    generate_registration_options,
    options_to_json,
    verify_registration_response,
)
from webauthn.helpers import parse_registration_credential_json
from webauthn.helpers.exceptions import WebAuthnException
from webauthn.helpers.structs import (
    AuthenticatorSelectionCriteria,
    PublicKeyCredentialDescriptor,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from ...extensions import db
from ...outcomes import Outcome
from ...web import Visit
from .. import noting
from ..describing import describe_browser
from ..models import Account, Factor, Passkey, What, passkeys_of
from .challenging import LASTS, place
from .removing import after_removal

MOST_PASSKEYS = 20  # of one account
HANDLE_BYTES = 64  # the most a user handle may have (WebAuthn Level 3, 5.4.3)


class PasskeyNotAdded(Outcome):
    """The browser’s new passkey cannot be verified, or somebody has it already."""

    title = "That passkey was not added"
    sentence = "That passkey was not added; press the button once more, or try another device."


class EnoughPasskeys(Outcome):
    """The account has as many passkeys as one may have."""

    status = 409
    title = "That is enough passkeys"
    sentence = f"An account has at most {MOST_PASSKEYS} passkeys; remove one you no longer use."


class NoSuchPasskey(Outcome):
    """The passkey is not one of the account’s, or it was removed already."""

    status = 404
    title = "There is no such passkey"
    sentence = "It was removed already; your account page lists those you have."


def options(account: Account, challenge: bytes, paper: str) -> str:
    """What the browser is to make, as JSON: a passkey that finds its account by itself.

    Raises EnoughPasskeys or NoPasskeysHere.
    """
    known = db.session.scalars(passkeys_of(account.id)).all()
    if len(known) >= MOST_PASSKEYS:
        raise EnoughPasskeys
    account.passkey_handle = account.passkey_handle or secrets.token_bytes(HANDLE_BYTES)
    asked = generate_registration_options(
        rp_id=place().domain,
        rp_name=paper,
        user_id=account.passkey_handle,
        user_name=account.email,
        user_display_name=account.name or account.email,
        challenge=challenge,
        timeout=int(LASTS.total_seconds() * 1000),
        authenticator_selection=AuthenticatorSelectionCriteria(
            resident_key=ResidentKeyRequirement.REQUIRED,
            user_verification=UserVerificationRequirement.REQUIRED,
        ),
        exclude_credentials=[PublicKeyCredentialDescriptor(one.credential_id) for one in known],
    )
    return options_to_json(asked)


def add(account: Account, answer: Any, challenge: bytes, visit: Visit) -> Passkey:
    """Add the passkey a browser made for the account. Raises PasskeyNotAdded."""
    try:
        made = parse_registration_credential_json(answer)
        verified = verify_registration_response(
            credential=made,
            expected_challenge=challenge,
            expected_rp_id=place().domain,
            expected_origin=place().origin,
            require_user_verification=True,
        )
    except (WebAuthnException, ValueError, TypeError, KeyError, AttributeError):
        raise PasskeyNotAdded from None
    passkey = Passkey(
        account_id=account.id,
        credential_id=verified.credential_id,
        public_key=verified.credential_public_key,
        sign_count=verified.sign_count,
        transports=" ".join(one.value for one in made.response.transports or ()),
        name=_free_name(account, describe_browser(visit.user_agent)),
    )
    _insert(passkey)
    noting.note(account, What.PASSKEY_ADDED, visit, passkey.name)
    return passkey


def _insert(passkey: Passkey) -> None:
    try:
        with db.session.begin_nested():
            db.session.add(passkey)
    except IntegrityError:
        # Its id is known already, perhaps to another account (WebAuthn Level 3, 7.1, step 26).
        raise PasskeyNotAdded from None


def _free_name(account: Account, guess: str) -> str:
    """The guess, with a number behind it when the account has one so called."""
    taken = {one.name for one in db.session.scalars(passkeys_of(account.id))}
    numbered = (f"{guess} ({number})" for number in itertools.count(2))
    return next(name for name in itertools.chain([guess], numbered) if name not in taken)


def of_account(account: Account, passkey_id: int) -> Passkey:
    """One passkey of the account. Raises NoSuchPasskey."""
    found: Passkey | None = db.session.scalar(
        select(Passkey).where(Passkey.account_id == account.id, Passkey.id == passkey_id)
    )
    if found is None:
        raise NoSuchPasskey
    return found


def remove(account: Account, passkey_id: int, visit: Visit) -> Passkey:
    """Take a passkey away: it opens nothing any more, and every other browser is signed out.

    Raises NoSuchPasskey or LongerPasswordFirst.
    """
    db.session.refresh(account, with_for_update=True)
    passkey = of_account(account, passkey_id)
    db.session.delete(passkey)
    noting.note(account, What.PASSKEY_REMOVED, visit, passkey.name)
    after_removal(account, Factor.PASSKEY)
    return passkey
