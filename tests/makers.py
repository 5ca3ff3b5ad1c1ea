"""Makers: rows with sane defaults. Each test states only what matters to it.

They add to the current session and flush; call them inside an application context and commit.
"""

from __future__ import annotations

import datetime as dt
import itertools
from functools import cache

from webapp import clock
from webapp.accounts.factors.enciphering import encipher
from webapp.accounts.factors.rescuing import squeezed
from webapp.accounts.models import Account, Authenticator, RecoveryCode, Role
from webapp.accounts.passwords import hash_password
from webapp.campaigns.blocks.kinds import Text, written
from webapp.campaigns.models import Campaign
from webapp.extensions import db
from webapp.reading.models import Article, ArticleState, Author, Section
from webapp.subscriptions.models import MailingList, Subscriber, Subscription

PASSWORD = "correct horse battery staple"
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"  # of an authenticator app
_numbers = itertools.count(1)


def _add(row):
    db.session.add(row)
    db.session.flush()
    return row


def make_section(slug="nation", name="Nation", **columns):
    return _add(Section(slug=slug, name=name, **columns))


def make_author(slug=None, name="Dana Serikova", **columns):
    return _add(Author(slug=slug or f"author-{next(_numbers)}", name=name, **columns))


def make_article(
    headline="A Capital Learns to Live With Its River", *, section=None, author=None, **columns
):
    number = next(_numbers)
    defaults = {
        "slug": f"story-{number}",
        "standfirst": "Planted banks and a flood meadow.",
        "dateline": "ASTANA",
        "body": "<p>The path leaves the last bus stop.</p>",
        "state": ArticleState.PUBLISHED,
        "published_at": clock.now() - dt.timedelta(minutes=number),
    }
    values = defaults | columns
    values.setdefault("updated_at", values["published_at"] or clock.now())
    article = Article(
        headline=headline,
        section=section or make_section(slug=f"section-{number}", name=f"Section {number}"),
        author=author or make_author(),
        **values,
    )
    return _add(article)


@cache
def hashed(password):
    """A hash of a password; one will do for all accounts of a test."""
    return hash_password(password)


def make_account(email=None, *, password=PASSWORD, confirmed=True, role=Role.READER, **columns):
    return _add(
        Account(
            email=email or f"reader{next(_numbers)}@example.com",
            password_hash=hashed(password),
            confirmed_at=clock.now() if confirmed else None,
            role=role,
            **columns,
        )
    )


def make_authenticator(account, secret=SECRET, **columns):
    """An authenticator app in use; ``tests.accounts.steps.digits`` says what it shows."""
    columns = {"confirmed_at": clock.now()} | columns
    return _add(Authenticator(account_id=account.id, secret=encipher(secret), **columns))


def make_recovery_codes(account, number=1):
    """A few recovery codes, as they were shown."""
    codes = [f"aaaa-bbbb-{n:04}" for n in range(number)]
    for code in codes:
        _add(RecoveryCode(account_id=account.id, code_hash=hash_password(squeezed(code))))
    return codes


def make_list(slug=None, name="The Week", **columns):
    defaults = {
        "promise": "The long reads, for Saturday.",
        "cadence": "Saturdays, 09:00",
        "launched_at": clock.now(),
    }
    return _add(
        MailingList(slug=slug or f"list-{next(_numbers)}", name=name, **(defaults | columns))
    )


def make_subscriber(email=None, **columns):
    return _add(Subscriber(email=email or f"subscriber{next(_numbers)}@example.org", **columns))


def make_subscription(mailing_list, subscriber=None, *, confirmed=True, **columns):
    now = clock.now()
    subscriber = subscriber or make_subscriber(confirmed_at=now if confirmed else None)
    return _add(
        Subscription(
            subscriber=subscriber,
            mailing_list=mailing_list,
            source=columns.pop("source", "form"),
            confirmed_at=now if confirmed else None,
            **columns,
        )
    )


def make_campaign(mailing_list, subject="The first orchard, and ten more stories", **columns):
    columns = {"body": "<p>Good morning.</p>"} | columns
    columns.setdefault("blocks", written([Text(1, columns["body"])]))
    return _add(Campaign(mailing_list=mailing_list, subject=subject, **columns))
