"""Stopping letters to addresses and domains, and letting them go again, as staff do."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Row, Select, func, or_, select

from ..accounts.models import Account
from ..addresses import AddressRefused, normalise
from ..extensions import db
from ..subscriptions import lifting, suppressing
from ..subscriptions.consenting import Proof
from ..subscriptions.hashing import hashed
from ..subscriptions.models import DomainState, SuppressedDomain, Suppression
from ..web import Visit
from .auditing import record
from .forms.suppressions import LiftForm, SuppressForm
from .membership import suppressions_of


def stopped(account: Account, words: str) -> Select[Suppression]:
    """Suppressed addresses that an account may see, newest first.

    Somebody’s whole address finds them also when only its hash is left.
    """
    query = suppressions_of(account)
    if words:
        named = Suppression.email.icontains(words, autoescape=True)
        query = query.where(or_(named, Suppression.email == _hash_of(words)))
    return query.order_by(Suppression.id.desc())


def stopped_domains() -> Sequence[Row[SuppressedDomain, int]]:
    """Suppressed domains by name, each with the number of addresses it keeps letters from."""
    held = func.count(Suppression.id)
    query = (
        select(SuppressedDomain, held)
        .outerjoin(Suppression, Suppression.domain_id == SuppressedDomain.id)
        .where(SuppressedDomain.state != DomainState.LIFTED)
        .group_by(SuppressedDomain.id)
        .order_by(SuppressedDomain.domain)
    )
    return db.session.execute(query).all()


def stop(form: SuppressForm, account: Account, visit: Visit) -> None:
    """Suppress what the form names."""
    place, reason = form.place.data or "", form.reason.data or ""
    if form.is_address:
        proof = Proof(f"staff {account.email}", visit=visit, evidence=reason)
        suppressing.suppress(place, suppressing.BY_STAFF, proof)
        record(account, "suppressed address", place, visit, reason)
    else:
        suppressing.suppress_domain(place, suppressing.BY_STAFF, reason)
        record(account, "suppressed domain", place, visit, reason)


def let_address_go(found: Suppression, form: LiftForm, account: Account, visit: Visit) -> None:
    """Lift the suppression of an address. Raises SuppressedWithDomain."""
    email, reason = found.email, form.reason.data or ""
    lifting.lift_by_owner(found, reason, f"owner {account.email}")
    record(account, "lifted suppression", email, visit, reason)


def let_domain_go(found: SuppressedDomain, form: LiftForm, account: Account, visit: Visit) -> bool:
    """Lift the suppression of a domain and of the addresses there; whether all are free already."""
    domain, reason = found.domain, form.reason.data or ""
    is_over = lifting.lift_domain(found, reason)
    record(account, "lifted domain", domain, visit, reason)
    return is_over


def _hash_of(words: str) -> str:
    try:
        return hashed(normalise(words))
    except AddressRefused:
        return ""
