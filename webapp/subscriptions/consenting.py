"""The consent record: who agreed to what, shown how, from where, and how it ended."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import select

from .. import clock
from ..extensions import db
from ..web import Visit
from . import chaining
from .chaining import Batch, Erasure
from .hashing import person_of
from .models import ConsentEvent, Subscriber, Subscription
from .sealing import Details
from .signing import Signatory, Signature, salt, sign
from .wording import NO_WORDING, Wording

NO_VISIT = Visit("", "")


@dataclass(frozen=True)
class Proof:
    """What shows that a person agreed, or ended it."""

    source: str  # which form, link, file or staff member
    wording: Wording = NO_WORDING
    visit: Visit = NO_VISIT
    evidence: str = ""  # staff's or a file's own words
    link: str = ""  # the id of the mailed link, see links.id_of

    def signed_by(self, subscriber_id: int | None, address: str) -> Signatory:
        """A person with a normalised address, and the evidence and visit of this proof."""
        visit = (self.visit.network_address, self.visit.user_agent)
        return Signatory(subscriber_id, sign(Details(salt(), address, self.evidence, *visit)))


def record(
    subscriptions: Sequence[Subscription], event: ConsentEvent, proof: Proof, reason: str = ""
) -> None:
    """Add an entry for each subscription; they have been flushed before.

    ``reason`` says why it ended. The entries are written as the transaction commits: see chaining.
    """
    by_list: dict[int, list[int]] = defaultdict(list)
    for one in subscriptions:
        by_list[one.list_id].append(one.subscriber_id)
    addresses = _addresses({one.subscriber_id for one in subscriptions})
    for list_id, ids in by_list.items():
        record_many(
            [proof.signed_by(id_, addresses[id_]) for id_ in ids],
            event,
            proof,
            list_id=list_id,
            reason=reason,
        )


def record_many(
    signatories: Sequence[Signatory],
    event: ConsentEvent,
    proof: Proof,
    *,
    list_id: int | None,
    reason: str = "",
) -> None:
    """Add an entry for each person, all of one kind: an import adds many thousand at once.

    A signatory brings its own evidence, network address and user agent: what ``proof`` says of
    them does not count here, see ``Proof.signed_by``. The entries are written as the transaction
    commits, and wait in memory until then: some ten thousand a transaction are well.
    """
    if signatories:
        chaining.wait(_entries(signatories, event, proof, list_id=list_id, reason=reason))


def rehearse(who: Signatory, event: ConsentEvent, proof: Proof, *, list_id: int | None) -> None:
    """Write an entry at once, within a savepoint that the caller goes back to.

    It takes the time of an entry, where an answer must not tell that there is none.
    """
    entries = _entries([who], event, proof, list_id=list_id)
    chaining.append(db.session.connection(), [entries])


def _entries(
    signatories: Sequence[Signatory],
    event: ConsentEvent,
    proof: Proof,
    *,
    list_id: int | None,
    reason: str = "",
) -> Batch:
    return Batch(
        event,
        clock.now(),
        proof.source,
        signatories,
        list_id=list_id,
        reason=reason,
        wording=proof.wording.text,
        wording_version=proof.wording.version,
        link=proof.link,
    )


def record_erased(subscriber: Subscriber, source: str) -> None:
    """Erase what names a person in their entries, and add one that says so and names nobody."""
    record_many_erased([(subscriber.id, subscriber.email)], source)


def record_many_erased(people: Sequence[tuple[int | None, str]], source: str) -> None:
    """The same for many: the id of each subscriber, if any, and what stands for the address."""
    nobodies = [Signatory(number, Signature(person_of(address))) for number, address in people]
    chaining.wait(Batch(ConsentEvent.ERASED, clock.now(), source, nobodies))
    for number, signature in nobodies:
        chaining.wait(Erasure(number, signature.person))


def _addresses(subscriber_ids: Iterable[int]) -> dict[int, str]:
    query = select(Subscriber.id, Subscriber.email).where(Subscriber.id.in_(subscriber_ids))
    return {id_: email for id_, email in db.session.execute(query)}  # noqa: C416 (mypy)
