"""Suppressing: an address, or a domain and all below it, is never written to again.

Staff and what comes back suppress; see lifting for who may take it back. A domain is spread over
the addresses that are there (spreading): the audience of a campaign and every figure ask about
addresses alone, over one index. Addresses that come later are held against the domains.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from sqlalchemy import Connection, or_, select

from .. import addresses, clock
from ..among import is_among
from ..database import insert_into
from ..extensions import db
from . import consenting, spreading
from .consenting import Proof
from .hashing import DOMAIN, people_of
from .models import (
    Consent,
    ConsentEvent,
    DomainState,
    Subscriber,
    SuppressedDomain,
    Suppression,
    consents_about,
    domains_of,
    subscriber_by_email,
    suppressed_domain_of,
    suppressed_domains,
    suppression_of,
)

BY_STAFF = "staff"  # the reason of what staff suppress; why they did is the evidence


def is_suppressed(email: str) -> bool:
    """Whether a normalised address must not be mailed, by itself or with its domain."""
    by_itself, by_domain = suppression_of(email).exists(), suppressed_domain_of(email).exists()
    return bool(db.session.scalar(select(or_(by_itself, by_domain))))


def suppressed_among(emails: Iterable[str]) -> set[str]:
    """Which of some normalised addresses must not be mailed, by themselves or with their domain."""
    return suppressed_people(people_of(emails))


def suppressed_people(people: Mapping[str, str]) -> set[str]:
    """The same of addresses whose keyed hashes are known: these by address."""
    erased = {f"{person}@{DOMAIN}": email for email, person in people.items()}
    named = [*erased.values(), *erased]
    query = select(Suppression.email).where(is_among(Suppression.email, named))
    found = {erased.get(one, one) for one in db.session.scalars(query)}
    is_there = by_domain(db.session.connection())
    return found | {email for email in erased.values() if is_there(email)}


def by_domain(connection: Connection) -> Callable[[str], bool]:
    """Tells whether a normalised address is suppressed with its domain, without asking again."""
    named = suppressed_domains().with_only_columns(SuppressedDomain.domain)
    domains = set(connection.scalars(named))
    return lambda email: bool(domains) and not domains.isdisjoint(domains_of(email))


def suppress(email: str, reason: str, proof: Proof) -> None:
    """Never write to a normalised address again; the first reason counts.

    ``reason`` is a word or two ("complaint"); ``proof`` says by whom and with what evidence.
    """
    is_erased = suppression_of(email).where(Suppression.email != email).exists()
    if db.session.scalar(select(is_erased)):
        return
    if _add(email, reason, proof.evidence) or _is_further(email, reason):
        record(email, ConsentEvent.SUPPRESSED, proof, reason)


def _is_further(email: str, reason: str) -> bool:
    """Whether more than staff speaks against an address that they suppressed, for the first time.

    The record says so: what staff did can be taken back, and that would go with it.
    """
    theirs = select(Suppression.since).where(
        Suppression.email == email, Suppression.reason == BY_STAFF
    )
    since = db.session.scalar(theirs) if reason != BY_STAFF else None
    if since is None:
        return False
    said = consents_about(email).where(
        Consent.event == ConsentEvent.SUPPRESSED, Consent.reason == reason, Consent.at >= since
    )
    return db.session.scalar(said.limit(1)) is None


def _add(email: str, reason: str, evidence: str) -> bool:
    """Add a suppression, or make one that hangs on a domain the address’s own; whether it did."""
    values = {"reason": reason, "evidence": evidence, "domain_id": None}
    fresh = _insert().values(email=email, since=clock.now(), **values)
    added = fresh.on_conflict_do_update(
        index_elements=[Suppression.email],
        set_=values,
        where=Suppression.domain_id.is_not(None),
    ).returning(Suppression.id)
    return db.session.scalar(added, execution_options={"populate_existing": True}) is not None


def _insert() -> Any:
    return insert_into(Suppression, db.session.get_bind().dialect)


def record(email: str, event: ConsentEvent, proof: Proof, reason: str = "") -> None:
    """An entry about an address and every list."""
    subscriber_id = db.session.scalar(subscriber_by_email(email).with_only_columns(Subscriber.id))
    signatory = proof.signed_by(subscriber_id, email)
    consenting.record_many([signatory], event, proof, list_id=None, reason=reason)


def suppress_domain(domain: str, reason: str, evidence: str) -> SuppressedDomain:
    """Never write to anybody at a normalised domain or below it; the first reason counts.

    It counts at once. Of many addresses there the figures follow: see spreading.
    """
    known = select(SuppressedDomain).where(SuppressedDomain.domain == domain).with_for_update()
    found = db.session.scalar(known.execution_options(populate_existing=True))
    if found is not None and found.state != DomainState.LIFTED:
        return found
    found = found or SuppressedDomain(domain=domain)
    found.reason, found.evidence, found.since = reason, evidence, clock.now()
    found.state = DomainState.SPREADING
    db.session.add(found)
    db.session.flush()
    spreading.begin(found)
    return found


def normalise_domain(typed: str) -> str:
    """The form in which the domain of an address is kept. Raises AddressRefused."""
    try:
        address = addresses.normalise(f"name@{typed.strip().removeprefix('@').rstrip('.')}")
    except addresses.AddressRefused:
        raise addresses.AddressRefused("Write a domain, like example.com.") from None
    return address.partition("@")[2]
