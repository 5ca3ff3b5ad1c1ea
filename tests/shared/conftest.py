"""A small paper, and visitors to all of its addresses."""

from __future__ import annotations

import datetime as dt

import pytest

from tests.accounts.steps import enter
from tests.browser import Browser
from tests.makers import (
    make_account,
    make_article,
    make_author,
    make_campaign,
    make_list,
    make_section,
    make_subscription,
)
from tests.shared.routes import SLUG
from webapp import clock
from webapp.accounts.models import Role
from webapp.extensions import db
from webapp.reading.models import Submission


@pytest.fixture
def paper(filled):
    """One of everything, each the first of its kind and named alike."""
    with filled():
        section, author = make_section(slug=SLUG), make_author(slug=SLUG)
        at = dt.datetime(2026, 11, 6, tzinfo=clock.UTC)
        make_article(slug=SLUG, section=section, author=author, published_at=at)
        weekly = make_list(SLUG)
        make_subscription(weekly)
        make_campaign(weekly)
        words = {"name": "A", "email": "a@example.com", "headline": "H", "text": "T"}
        db.session.add(Submission(network_address="192.0.2.1", **words))


@pytest.fixture
def stranger(app, paper):
    """Somebody who is not signed in."""
    return app.test_client()


@pytest.fixture
def owner(app, paper, filled):
    """The owner of the paper, who may open everything."""
    with filled():
        make_account("owner@example.com", role=Role.OWNER)
    browser = Browser(app)
    enter(browser, "owner@example.com")
    return browser.client
