"""Passkeys shown: to sign in, and as proof of being there."""

from __future__ import annotations

from flask import jsonify, make_response, request, url_for
from flask.typing import ResponseReturnValue

from ... import web
from ...extensions import db, limiter
from ...outcomes import Outcome
from ..blueprint import bp
from ..factors import showing_passkeys
from ..guards import signed_in, signed_in_account
from ..models import Account, Factor
from .entering import HalfWay, half_way, let_in, renew_browser
from .passkeys import answered_challenge, as_json, credential, new_challenge, refused

SIGN_IN = "sign in"
STEP = "second step"
PROVE = "prove"


class BeginAgain(Outcome):
    """The first step is more than ten minutes ago, or of another browser."""

    title = "Sign in again"
    sentence = "Sign in again: the second step has to follow the first within ten minutes."


def owner_shown(goal: str, owner: Account | None = None) -> Account:
    """The account whose passkey answered this browser’s challenge. Raises PasskeyRefused."""
    challenge = answered_challenge(goal)
    return showing_passkeys.accept(credential(), challenge, web.visit(), owner)


@bp.post("/sign-in/passkey/options/")
@limiter.limit("60 per minute")
def passkey_sign_in_options() -> ResponseReturnValue:
    """What the browser needs to ask for any passkey of this paper’s."""
    return as_json(showing_passkeys.options(new_challenge(SIGN_IN)))


@bp.post("/sign-in/passkey/")
@limiter.limit("30 per minute")
def passkey_sign_in() -> ResponseReturnValue:
    """Sign in whose passkey it is."""
    try:
        account = owner_shown(SIGN_IN)
    except Outcome as problem:
        return refused(problem)
    remember = bool((request.get_json() or {}).get("remember"))
    entered = make_response(let_in(account, Factor.PASSKEY, remember=remember))
    return jsonify(next=entered.location)


@bp.post("/second-step/passkey/options/")
@limiter.limit("30 per minute")
def passkey_step_options() -> ResponseReturnValue:
    """What the browser needs to ask for a passkey of who showed the first factor."""
    return as_json(showing_passkeys.options(new_challenge(STEP), _begun().account))


@bp.post("/second-step/passkey/")
@limiter.limit("30 per minute")
def passkey_step() -> ResponseReturnValue:
    """Sign in who showed the first factor and now a passkey of the same account."""
    begun = _begun()
    try:
        account = owner_shown(STEP, begun.account)
    except Outcome as problem:
        return refused(problem)
    factors = (*begun.factors, Factor.PASSKEY)
    entered = make_response(let_in(account, *factors, remember=begun.remember))
    return jsonify(next=entered.location)


def _begun() -> HalfWay:
    """Who showed a first factor in this browser. Raises BeginAgain."""
    begun = half_way()
    if begun is None:
        raise BeginAgain
    return begun


@bp.post("/prove/passkey/options/")
@limiter.limit("30 per minute")
@signed_in
def passkey_proof_options() -> ResponseReturnValue:
    """What the browser needs to ask for one of the account’s passkeys."""
    return as_json(showing_passkeys.options(new_challenge(PROVE), signed_in_account()))


@bp.post("/prove/passkey/")
@limiter.limit("30 per minute")
@signed_in
def passkey_proof() -> ResponseReturnValue:
    """Note that the account’s owner is there, as a passkey of it shows."""
    try:
        account = owner_shown(PROVE, signed_in_account())
    except Outcome as problem:
        return refused(problem)
    renew_browser(account, Factor.PASSKEY)
    db.session.commit()
    return jsonify(next=web.safe_next(url_for("accounts.account")))
