"""What kinds of addresses the forms take is the operator’s choice."""

from __future__ import annotations

import pytest

from tests.subscriptions.test_subscribing import ask
from webapp import config
from webapp.subscriptions.refusing import DISPOSABLE_REFUSED, ROLE_REFUSED

FILE = "# kept by the operator\nThrown.example\n\nпочта.example  # short-lived\n"


@pytest.fixture
def disposable(app, tmp_path):
    """A file of two domains, and the setting that names it."""
    path = tmp_path / "domains.txt"
    path.write_text(FILE, encoding="utf-8")
    loaded = config.load(tmp_path / "instance", {"DISPOSABLE_DOMAINS": str(path)}, {})
    app.config["DISPOSABLE_DOMAINS"] = loaded["DISPOSABLE_DOMAINS"]


def test_an_office_is_taken_unless_the_operator_refuses_it(app, browser, outbox, lists):
    assert ask(browser, email="info@example.org").title == "Check your mail"
    app.config["ROLE_ADDRESSES"] = "refuse"
    for address in ("Info@Example.org", "admin+news@example.org", "no-reply@example.org"):
        page = ask(browser, status=422, email=address)
        assert page.one("#email-error").get_text() == ROLE_REFUSED
        assert page.one("[name=email]")["value"] == address.lower()
        assert page.one("input[name=lists][checked]")["value"] == "the-week"
    assert ask(browser, email="information@example.org").title == "Check your mail"
    assert len(outbox()) == 2


@pytest.mark.parametrize("domain", ["thrown.example", "deep.below.thrown.example", "почта.example"])
def test_a_disposable_domain_is_refused_with_all_below_it(
    browser, outbox, lists, disposable, domain
):
    page = ask(browser, status=422, email=f"reader@{domain}")
    assert page.one("#email-error").get_text() == DISPOSABLE_REFUSED
    assert not outbox()


def test_a_domain_that_only_ends_alike_is_taken(browser, lists, disposable):
    assert ask(browser, email="reader@notthrown.example").title == "Check your mail"


def test_what_is_no_address_gets_one_sentence_only(app, browser, lists, disposable):
    app.config["ROLE_ADDRESSES"] = "refuse"
    page = ask(browser, status=422, email="info@")
    assert (
        page.one("#email-error").get_text() == "Write the address in full, like name@example.com."
    )


def test_addresses_of_every_script_are_taken(browser, outbox, lists, subscriptions):
    for typed, kept in (
        ("Оқырман@Пошта.example", "оқырман@пошта.example"),
        ("reader@xn--80a1acny.example", "reader@почта.example"),
    ):
        page = ask(browser, email=typed)
        assert page.title == "Check your mail"
        assert kept in page.text
        assert subscriptions(kept) == {"the-week": "pending"}
    assert len(outbox()) == 2
