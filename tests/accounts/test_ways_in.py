"""Ways into an account and out of it: none beside those of docs/accounts.md, and always a door."""

from __future__ import annotations

import pytest

from tests.accounts.steps import enter
from tests.house.source import modules
from tests.makers import make_account
from webapp.accounts.models import Role

OWNER = "owner@example.com"
# Pages for scripts and files, which are no pages to look at.
NO_PAGES = {
    *("accounts.here", "reading.to_keep_offline", "reading.export_bookmarks"),
    *("reading.export_json",),
}


def callers_of(function):
    """The modules that call a function by whatever it hangs on."""
    return {m.name for m in modules() if any(c.split(".")[-1] == function for c in m.calls())}


def test_only_one_module_opens_a_session_for_a_browser():
    """Every way in ends in its ``let_in``; a changed password goes on with what was shown before."""
    opening, changing = "accounts/views/entering.py", "accounts/views/passwords.py"
    assert callers_of("login_user") == {opening}
    assert callers_of("open_browser") == {opening, changing}


@pytest.fixture
def guarded(app):
    """Addresses of every page behind the sign-in that needs no further number."""
    return [
        rule.rule
        for rule in app.url_map.iter_rules()
        if getattr(app.view_functions[rule.endpoint], "guarded_by", None)
        and "GET" in (rule.methods or ())
        and not rule.arguments
        and rule.endpoint not in NO_PAGES
    ]


def test_every_page_behind_the_sign_in_has_the_way_out(browser, filled, guarded):
    with filled():
        make_account(OWNER, role=Role.OWNER)
        make_account(role=Role.OWNER)  # or the first could not delete the account
    enter(browser, OWNER)
    assert len(guarded) > 30
    for path in guarded:
        page = browser.open(path)
        assert page.all('form[action="/account/sign-out/"] button'), path
