"""Keeping lists: from the forms of a list and of its subscribers to the rows."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from ..accounts.models import Account
from ..campaigns import sampling, trying
from ..campaigns.drafting import clean_letter
from ..extensions import db
from ..outcomes import Outcome
from ..subscriptions import joining, welcoming
from ..subscriptions.keeping import is_kept_by
from ..subscriptions.launching import AlreadyLive
from ..subscriptions.models import ListState, MailingList, Subscription
from .forms.campaigns import TrialForm
from .forms.lists import AddSubscriberForm, ListForm

ON_LIST = "This address is on the list already."
NOTHING_TO_TEST = "Write the welcome first: there is nothing to send yet."
TAKEN = "Another list has this short name; choose a different one."


OFFERED = 50  # letters, as samples
# What the form says of a list as it stands.
COLUMNS = (
    *("name", "slug", "kind", "promise", "cadence", "sender_name", "reply_to"),
    *("welcome_subject", "welcomes", "is_public", "clicks", "opens", "needs_approval"),
)
SEEN_IN_A_TEST = ("sender_name", "reply_to")


class ListIsDraft(Outcome):
    """Somebody was to be put on a list that is not launched."""

    status = 409
    title = "This list is a draft"
    sentence = "Launch the list first; until then nobody can join it."


class ListIsClosed(Outcome):
    """Somebody was to be put on a closed list."""

    status = 409
    title = "This list is closed"
    sentence = "Nobody can join it unless it is launched again; its record stays."


def lists_of(account: Account) -> Sequence[MailingList]:
    """The lists an account may manage, open ones first."""
    order = (MailingList.closed_at.is_not(None), MailingList.position, MailingList.name)
    kept = select(MailingList).where(is_kept_by(account, MailingList.id))
    return db.session.scalars(kept.order_by(*order)).all()


def list_of(account: Account, list_id: int) -> MailingList:
    """A list an account may manage; 404 when there is none."""
    kept = is_kept_by(account, MailingList.id)
    found: MailingList = db.first_or_404(select(MailingList).where(MailingList.id == list_id, kept))
    return found


def subscription_of(
    account: Account, subscription_id: int, *, to_change: bool = False
) -> Subscription:
    """A subscription to a list an account may manage; 404 when there is none."""
    asked = select(Subscription).where(
        Subscription.id == subscription_id, is_kept_by(account, Subscription.list_id)
    )
    found: Subscription = db.first_or_404(asked.with_for_update() if to_change else asked)
    return found


def open_list(account: Account, list_id: int) -> MailingList:
    """A list that takes subscribers; 404 when there is none. Raises ListIsClosed, ListIsDraft."""
    mailing_list = list_to_close(account, list_id)
    if not mailing_list.is_live:
        raise ListIsDraft
    return mailing_list


def list_to_close(account: Account, list_id: int) -> MailingList:
    """A list that is not closed; 404 when there is none. Raises ListIsClosed."""
    mailing_list = list_of(account, list_id)
    if mailing_list.state == ListState.CLOSED:
        raise ListIsClosed
    return mailing_list


def list_to_launch(account: Account, list_id: int) -> MailingList:
    """A draft or closed list; 404 when there is none. Raises AlreadyLive."""
    mailing_list = list_of(account, list_id)
    if mailing_list.is_live:
        raise AlreadyLive
    return mailing_list


def form_of(mailing_list: MailingList) -> ListForm:
    """The form of a list, with the newest of its letters to choose the sample from."""
    form = ListForm(obj=mailing_list)
    chosen = sampling.sample_of(mailing_list)
    newest = db.session.scalars(sampling.letters_of(mailing_list).limit(OFFERED)).all()
    offered = [*newest, *([chosen] if chosen and chosen not in newest else [])]
    form.offer(offered, chosen)
    return form


def save_list(form: ListForm, mailing_list: MailingList | None = None) -> MailingList | None:
    """Write the form into a list, or a new one; None, and an error on the form, when it is taken.

    The unique index decides who has a short name.
    """
    mailing_list = mailing_list or MailingList()
    try:
        with db.session.begin_nested():
            _fill(mailing_list, form)
            db.session.add(mailing_list)
            db.session.flush()
            sampling.choose(mailing_list, form.sample.data)
    except IntegrityError:
        form.slug.errors = [*form.slug.errors, TAKEN]
        return None
    return mailing_list


def _fill(mailing_list: MailingList, form: ListForm) -> None:
    for name in COLUMNS:
        if name in SEEN_IN_A_TEST and getattr(mailing_list, name) != form[name].data:
            mailing_list.tested_at = None  # the test showed another sender
        setattr(mailing_list, name, form[name].data)
    mailing_list.welcome_body = clean_letter(form.welcome_body.data or "")
    mailing_list.position = form.position.data or 0


def test_list(form: TrialForm, mailing_list: MailingList) -> bool:
    """Send the welcome and the sample as a test; False, with an error, when neither is written."""
    sample, address = sampling.sample_of(mailing_list), str(form.email.data)
    has_welcome = bool(mailing_list.welcome_subject and mailing_list.welcome_body)
    if has_welcome:
        welcoming.send_test(mailing_list, address)
    if sample:
        trying.send_test(sample, address)
    if not has_welcome and not sample:
        form.email.errors = [NOTHING_TO_TEST]
    return has_welcome or sample is not None


def add_typed(form: AddSubscriberForm, mailing_list: MailingList, account: Account) -> bool:
    """Put the typed address on the list; False, and an error on the form, when it cannot be."""
    evidence, name = form.evidence.data or "", form.name.data or ""
    try:
        added = joining.add_by_staff(
            form.address, mailing_list, by=account.email, evidence=evidence, name=name
        )
    except (joining.AddressSuppressed, joining.HasLeft) as refused:
        form.email.errors = [refused.sentence]
        return False
    if added is None:
        form.email.errors = [ON_LIST]
    return added is not None
