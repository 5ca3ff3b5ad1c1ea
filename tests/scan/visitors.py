"""Who scans: nobody in particular, a reader, and the paper’s owner, who may everything."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from typing import NamedTuple

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import update

from tests.journeys.site import STAFF, Site
from tests.makers import make_account
from tests.passes import pass_of
from tests.scan.finding import Found, find
from webapp import clock, create_app
from webapp.accounts.models import AccountSession
from webapp.extensions import db

READER = "reader@example.com"
ACCOUNTS = {"nobody": "", "reader": READER, "staff": STAFF}


class Visitor(NamedTuple):
    """One who scans: what is found, and the cookies with which its forms are good."""

    name: str
    found: Found
    cookie: str

    def __str__(self) -> str:
        pages, sent = len(self.found.pages), len(self.found.sent)
        return f"{self.name}: {pages} kinds of pages, {sent} kinds of forms and queries"


@contextmanager
def opened(site: Site) -> Iterator[Flask]:
    """The site’s app, beside the running one, to look at its addresses and make sessions."""
    quiet: dict[str, object] = {
        "PUBLIC_URL": site.url,
        "RATELIMIT_ENABLED": False,
        "LOG_LEVEL": "ERROR",
    }
    if database := site.environment.get("MASTHEAD_DATABASE_URL"):
        quiet["DATABASE_URL"] = database
    app = create_app(site.instance, quiet)
    try:
        yield app
    finally:
        with app.app_context():
            db.engine.dispose()


def visitors(app: Flask) -> Iterator[Visitor]:
    """One after the other, each with what is open to it and was not to those before."""
    with app.app_context():
        make_account(READER)
        db.session.commit()
    met = Found({}, {})
    for name, address in ACCOUNTS.items():
        client = app.test_client()
        if address:
            client.set_cookie(*pass_of(app, address))
            _prove_all_day(app)
        found = find(app, client)
        yield Visitor(name, found.without(met), _cookie(client))
        met = Found(met.pages | found.pages, met.sent | found.sent)


def is_good(app: Flask, visitor: Visitor) -> bool:
    """Whether the visitor’s cookie still opens what it opened, after all that was sent with it."""
    answer = app.test_client(use_cookies=False).get("/account/", headers={"Cookie": visitor.cookie})
    return answer.status_code == 200 or not ACCOUNTS[visitor.name]


def _prove_all_day(app: Flask) -> None:
    """Let sessions count as just proven while a scan lasts: its forms are to be reached."""
    with app.app_context():
        later = clock.now() + dt.timedelta(hours=6)
        db.session.execute(update(AccountSession).values(proven_at=later))
        db.session.commit()


def _cookie(client: FlaskClient) -> str:
    kept = (client.get_cookie(name) for name in ("masthead", "browser"))
    return "; ".join(f"{cookie.key}={cookie.value}" for cookie in kept if cookie)
