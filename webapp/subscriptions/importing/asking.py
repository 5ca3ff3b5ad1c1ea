"""Asking those whom a file brings without proof to confirm, where the import is told to."""

from __future__ import annotations

from collections.abc import Sequence

from ... import throttle
from ...mail import outbox
from .. import links
from ..models import MailingList
from .models import Did
from .taken import Taken


def ask(taken: Sequence[Taken], mailing_list: MailingList) -> None:
    """Write to each new person without proof, unless their address had mails enough for now."""
    for one in taken:
        line = one.row.line
        waits = one.did == Did.JOINED and line.confirmed_at is None
        if waits and throttle.may_mail(line.email):
            link = links.confirm_url(one.subscriber_id, [one.subscription_id])
            outbox.queue("subscriptions/confirm", line.email, link=link, lists=[mailing_list])
