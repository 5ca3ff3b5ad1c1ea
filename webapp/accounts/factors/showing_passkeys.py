"""Showing a passkey: the signature by which its owner enters, or proves to be there.

Protocol: W3C Web Authentication Level 3, section 7.2.
"""

from __future__ import annotations

import hmac
from typing import Any

from sqlalchemy import select
from webauthn import (
    generate_authentication_options,
    options_to_json,
    verify_authentication_response,
)
from webauthn.helpers import parse_authentication_credential_json
from webauthn.helpers.exceptions import WebAuthnException
from webauthn.helpers.structs import (
    AuthenticationCredential,
    AuthenticatorTransport,
    PublicKeyCredentialDescriptor,
    UserVerificationRequirement,
)

from ...extensions import db
from ...web import Visit
from .. import noting
from ..models import Account, Passkey, What, passkeys_of
from ..signing_in import AccountDisabled
from .challenging import LASTS, PasskeyRefused, place


class CounterFell(PasskeyRefused):
    """The passkey’s counter does not grow, as if there were two of it; noted, and its owner told.

    Commit all the same, or the note is lost.
    """


def options(challenge: bytes, account: Account | None = None) -> str:
    """What the browser is to ask for, as JSON: a passkey of ``account``, or any of this paper’s.

    Raises NoPasskeysHere.
    """
    known = db.session.scalars(passkeys_of(account.id)).all() if account else []
    asked = generate_authentication_options(
        rp_id=place().domain,
        challenge=challenge,
        timeout=int(LASTS.total_seconds() * 1000),
        allow_credentials=[_described(passkey) for passkey in known],
        user_verification=UserVerificationRequirement.REQUIRED,
    )
    return options_to_json(asked)


def _described(passkey: Passkey) -> PublicKeyCredentialDescriptor:
    ways = [AuthenticatorTransport(way) for way in passkey.transports.split()]
    return PublicKeyCredentialDescriptor(passkey.credential_id, transports=ways or None)


def accept(answer: Any, challenge: bytes, visit: Visit, owner: Account | None = None) -> Account:
    """The account whose passkey signed the challenge; its own, if an ``owner`` is known already.

    The row is locked, so that of two answers at once the second sees the first one’s counter.
    Raises PasskeyRefused, CounterFell or AccountDisabled.
    """
    shown = _parsed(answer)
    found = select(Passkey).where(Passkey.credential_id == shown.raw_id).with_for_update()
    passkey: Passkey | None = db.session.scalar(found)
    account = db.session.get(Account, passkey.account_id) if passkey else None
    if passkey is None or account is None or not _is_its_owner(shown, account, owner):
        raise PasskeyRefused
    counter = _verified_counter(shown, challenge, passkey)
    if (counter or passkey.sign_count) and counter <= passkey.sign_count:
        copied = f"passkey {passkey.name}: may be copied"
        noting.note(account, What.SIGN_IN_FAILED, visit, copied, tell=True)
        raise CounterFell
    if not account.is_active:
        raise AccountDisabled
    passkey.use(counter)
    return account


def _parsed(answer: Any) -> AuthenticationCredential:
    try:
        return parse_authentication_credential_json(answer)
    except (WebAuthnException, ValueError, TypeError):
        raise PasskeyRefused from None


def _is_its_owner(shown: AuthenticationCredential, account: Account, owner: Account | None) -> bool:
    """Whether the passkey says whose it is, and says right (WebAuthn Level 3, 7.2, step 6).

    Where the account is known already an old security key may say nothing.
    """
    handle = shown.response.user_handle
    if owner is not None and handle is None:
        return account.id == owner.id
    is_named = hmac.compare_digest(handle or b"", account.passkey_handle or b"")
    return bool(handle) and is_named and (owner is None or account.id == owner.id)


def _verified_counter(shown: AuthenticationCredential, challenge: bytes, passkey: Passkey) -> int:
    """The passkey’s counter, if challenge, place, person and signature are right."""
    try:
        verified = verify_authentication_response(
            credential=shown,
            expected_challenge=challenge,
            expected_rp_id=place().domain,
            expected_origin=place().origin,
            credential_public_key=passkey.public_key,
            credential_current_sign_count=0,  # compared by the caller, who notes it
            require_user_verification=True,
        )
    except (WebAuthnException, ValueError, TypeError):
        raise PasskeyRefused from None
    return verified.new_sign_count
