"""Digesting: from the form of a digest to its rules, and what they would bring now."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select

from .. import clock
from ..accounts.models import Account
from ..campaigns.digests.gathering import stories_for
from ..campaigns.digests.models import DigestRules
from ..extensions import db
from ..reading.models import Article, Section
from ..subscriptions.models import ListKind, MailingList
from .forms.digests import DigestForm
from .listkeeping import list_of


def digest_list(account: Account, list_id: int) -> MailingList:
    """A list of digests that an account may manage; 404 when there is none."""
    mailing_list = list_of(account, list_id)
    digests = select(MailingList).where(
        MailingList.id == mailing_list.id, MailingList.kind == ListKind.DIGEST
    )
    found: MailingList = db.first_or_404(digests)
    return found


def rules_of(mailing_list: MailingList) -> DigestRules | None:
    """The rules of a list; none until they are saved."""
    return db.session.get(DigestRules, mailing_list.id)


def save_rules(form: DigestForm, mailing_list: MailingList) -> DigestRules:
    """Write the form into the rules of a list."""
    rules = rules_of(mailing_list) or DigestRules(mailing_list=mailing_list)
    rules.rhythm, rules.weekday = form.rhythm.data, form.weekday.data
    rules.most, rules.picks_first = form.most.data or 1, bool(form.picks_first.data)
    rules.is_followed = bool(form.is_followed.data)
    chosen = select(Section).where(Section.id.in_(form.sections.data or []))
    rules.sections = list(db.session.scalars(chosen))
    rules.topics = form.found
    mailing_list.hour = form.hour.data
    db.session.add(rules)
    db.session.flush()
    return rules


def would_bring(rules: DigestRules) -> Sequence[Article]:
    """The stories of a digest that were put together now."""
    now = clock.now()
    return stories_for(rules, rules.mailing_list.hour, now - rules.span, now)
