"""A code by mail: asked for on a laptop, read on a telephone, typed on the laptop."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.journeys.site import link_in
from tests.journeys.steps import PASSWORD


@pytest.fixture
def telephone(chromium_browser, site):
    """Another device of the same reader."""
    context = chromium_browser.new_context(
        base_url=site.url, viewport={"width": 390, "height": 844}, is_mobile=True
    )
    page = context.new_page()
    page.set_default_timeout(20_000)
    yield page
    context.close()


@pytest.fixture
def address(site, request):
    """A reader who has an account."""
    name = request.node.callspec.id.replace(" ", "-").lower()
    address = f"mail-{name}-{request.node.originalname[5:20]}@example.com".replace("_", "-")
    site.command("staff", "add", address, "--role", "author", "--password-stdin", given=PASSWORD)
    return address


def ask(tab, address):
    """Ask for a code from the sign-in page."""
    tab.goto("/account/sign-in/")
    tab.get_by_role("link", name="Mail me a code instead").click()
    tab.get_by_label("Your e-mail address").fill(address)
    tab.get_by_role("button", name="Mail me a code").click()
    expect(tab.get_by_role("heading", level=1)).to_have_text("Type the code")


def enter(tab):
    """Press the button; who was appointed has not seen the privacy notice, and it comes first."""
    tab.get_by_role("main").get_by_role("button", name="Sign in").click()
    expect(tab.get_by_role("heading", level=1)).to_have_text("Our privacy notice")
    tab.get_by_role("link", name="Decide later").click()
    expect(tab.get_by_role("heading", level=1)).to_have_text("My account")


def test_mail_code_on_another_device(tab, telephone, site, address):
    ask(tab, address)
    mail = site.letterbox.wait_for(address, "Your code")
    telephone.goto(link_in(mail, "/account/sign-in/code/"))
    expect(telephone.get_by_role("heading", level=1)).to_have_text("Type this code where you asked")
    digits = telephone.locator(".digits").inner_text()
    assert re.fullmatch(r"\d{6}", digits)

    tab.get_by_label("The six digits").fill(f"{digits[:3]} {digits[3:]}")
    enter(tab)

    telephone.goto("/account/")
    expect(telephone.get_by_role("heading", level=1)).to_have_text("Sign in")
    telephone.goto(link_in(mail, "/account/sign-in/code/"))
    expect(telephone.get_by_role("heading", level=1)).to_have_text("This link no longer works")


def test_the_link_lets_the_asking_browser_in(tab, site, address):
    ask(tab, address)
    tab.goto(link_in(site.letterbox.wait_for(address, "Your code"), "/account/sign-in/code/"))
    enter(tab)
