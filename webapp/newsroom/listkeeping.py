"""Keeping lists: from the forms of a list and of its subscribers to the rows."""

from __future__ import annotations

from sqlalchemy.exc import IntegrityError

from ..accounts.models import Account
from ..extensions import db
from ..outcomes import Outcome
from ..subscriptions import joining
from ..subscriptions.models import MailingList
from .forms.lists import AddSubscriberForm, ListForm

ON_LIST = "This address is on the list already."
TAKEN = "Another list has this short name; choose a different one."


class ListIsClosed(Outcome):
    """Somebody was to be put on a closed list."""

    status = 409
    title = "This list is closed"
    sentence = "Nobody can join it any more; its subscribers and letters stay in the record."


def open_list(list_id: int) -> MailingList:
    """A list that takes subscribers; 404 when there is none. Raises ListIsClosed."""
    mailing_list = db.get_or_404(MailingList, list_id)
    if not mailing_list.is_open:
        raise ListIsClosed
    return mailing_list


def save_list(form: ListForm, mailing_list: MailingList | None = None) -> MailingList | None:
    """Write the form into a list, or a new one; None, and an error on the form, when it is taken.

    The unique index decides who has a short name.
    """
    mailing_list = mailing_list or MailingList()
    try:
        with db.session.begin_nested():
            form.populate_obj(mailing_list)
            mailing_list.position = mailing_list.position or 0
            db.session.add(mailing_list)
    except IntegrityError:
        form.slug.errors = [*form.slug.errors, TAKEN]
        return None
    return mailing_list


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
