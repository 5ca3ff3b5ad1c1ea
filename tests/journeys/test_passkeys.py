"""Passkeys in Chromium, whose virtual authenticator stands for a phone with a fingerprint."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.journeys.steps import first_step, register, sign_out

INTERNAL = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
}

# The virtual device either answers at once or never: without this a button is never waited for.
WITHOUT_AUTOFILL = """
if (window.PublicKeyCredential) {
  PublicKeyCredential.isConditionalMediationAvailable = async () => false;
}
"""


@pytest.fixture
def opened(chromium_browser, site):
    """Tabs with a device for passkeys each; what a console reports as an error fails the journey."""
    contexts, problems = [], []

    def tab(*, autofill=False):
        context = chromium_browser.new_context(base_url=site.url)
        if not autofill:
            context.add_init_script(WITHOUT_AUTOFILL)
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(20_000)
        page.on("pageerror", lambda error: problems.append(str(error)))
        page.on("console", lambda m: problems.append(m.text) if is_problem(m) else None)
        return page, Device(page)

    yield tab
    for context in contexts:
        context.close()
    assert not problems


def is_problem(message):
    """Whether the console says something is wrong; a refusal by status is a part of the journey."""
    return message.type == "error" and "status of 422" not in message.text


class Device:
    """The virtual authenticator of one tab (WebAuthn Level 3, 11)."""

    def __init__(self, page) -> None:
        self.session = page.context.new_cdp_session(page)
        self.session.send("WebAuthn.enable")
        made = self.session.send("WebAuthn.addVirtualAuthenticator", {"options": INTERNAL})
        self.name = {"authenticatorId": made["authenticatorId"]}

    def credentials(self):
        """What is on it."""
        return self.session.send("WebAuthn.getCredentials", self.name)["credentials"]

    def refuse(self) -> None:
        """From now on the finger is not its owner’s."""
        self.session.send("WebAuthn.setUserVerified", self.name | {"isUserVerified": False})


@pytest.fixture
def address(site, request):
    """A reader who confirmed the address, signed in nowhere."""
    return f"{request.node.name.replace('_', '-')[5:45]}@example.com"


def make_passkey(page, device):
    """From the account page to a named passkey."""
    page.goto("/account/")
    page.get_by_role("link", name="Add a passkey").click()
    page.get_by_role("button", name="Make a passkey").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Your passkey")


def test_a_passkey_is_made_used_and_removed(opened, site, address):
    page, device = opened()
    register(page, site, address)
    make_passkey(page, device)
    page.get_by_label("Name of the passkey").fill("My telephone")
    page.get_by_role("button", name="Save the name").click()
    expect(page.get_by_text("My telephone").first).to_be_visible()
    [made] = device.credentials()
    assert made["isResidentCredential"]
    assert made["rpId"] == "localhost"
    sign_out(page)

    page.goto("/account/sign-in/")
    button = page.get_by_role("button", name="Sign in with a passkey")
    expect(button).to_be_visible()
    button.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("My account")
    expect(page.get_by_text("last used").first).to_be_visible()

    page.get_by_role("button", name="Remove").click()
    expect(page.get_by_text("is removed.")).to_be_visible()
    sign_out(page)
    page.goto("/account/sign-in/")
    page.get_by_role("button", name="Sign in with a passkey").click()
    expect(page.get_by_role("alert").first).to_contain_text("That passkey opens nothing here")


def test_the_browser_offers_a_passkey_in_the_field(opened, site, address):
    page, device = opened(autofill=True)
    register(page, site, address)
    make_passkey(page, device)
    sign_out(page)
    page.goto("/account/sign-in/")
    expect(page.get_by_role("heading", level=1)).to_have_text("My account")


def test_a_passkey_is_the_second_step_after_a_password(opened, site, address):
    page, device = opened()
    register(page, site, address)
    make_passkey(page, device)
    sign_out(page)
    first_step(page, address, path="/account/name/")
    expect(page.get_by_role("heading", level=1)).to_have_text("One more step")
    page.get_by_role("button", name="Use a passkey").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Your name")


def test_a_second_device_has_a_passkey_of_its_own(opened, site, address):
    first, phone = opened()
    register(first, site, address)
    make_passkey(first, phone)
    second, laptop = opened(autofill=True)
    carry_session(first, second)
    make_passkey(second, laptop)
    second.goto("/account/")
    expect(second.get_by_role("button", name="Remove")).to_have_count(2)
    sign_out(second)
    second.goto("/account/sign-in/")
    expect(second.get_by_role("heading", level=1)).to_have_text("My account")


def carry_session(one, other):
    """Sign another tab in as well, as by hand."""
    other.context.add_cookies(one.context.cookies())


def test_a_device_has_one_passkey_of_an_account(opened, site, address):
    page, device = opened()
    register(page, site, address)
    make_passkey(page, device)
    page.goto("/account/passkeys/new/")
    page.get_by_role("button", name="Make a passkey").click()
    expect(page.get_by_role("alert").first).to_have_text(
        "This device has a passkey for your account already."
    )
    assert len(device.credentials()) == 1


def test_a_wrong_finger_gets_a_sentence_and_another_try(opened, site, address):
    page, device = opened()
    register(page, site, address)
    page.goto("/account/passkeys/new/")
    device.refuse()
    page.get_by_role("button", name="Make a passkey").click()
    expect(page.get_by_role("alert").first).to_contain_text("Your browser gave no passkey.")
    expect(page.get_by_role("button", name="Make a passkey")).to_be_enabled()


@pytest.mark.parametrize("tab", [False], indirect=True, ids=["without JavaScript"])
def test_without_scripts_no_passkey_is_offered(tab):
    tab.goto("/account/sign-in/")
    expect(tab.get_by_role("button", name="Sign in", exact=True)).to_be_visible()
    expect(tab.get_by_role("button", name="Sign in with a passkey")).to_be_hidden()
