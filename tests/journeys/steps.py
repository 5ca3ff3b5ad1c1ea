"""What a reader does in more than one journey: registering, signing in and out, saving a story."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.journeys.site import link_in

PASSWORD = "four camels crossed the river"
SAVE = ".story__by [data-switch^=save-]"  # of the story whose page it is


def register(tab, site, address):
    """Have an account, confirmed from the mail, and sign in."""
    tab.goto("/account/register/")
    tab.get_by_label("Your e-mail address").fill(address)
    tab.get_by_label("Password", exact=True).fill(PASSWORD)
    tab.get_by_role("button", name="Register").click()
    expect(tab.get_by_role("heading", level=1)).to_have_text("Check your mail")
    tab.goto(link_in(site.letterbox.wait_for(address, "Confirm"), "/account/confirm/"))
    tab.get_by_role("main").get_by_role("button").click()
    sign_in(tab, address)


def first_step(tab, address, password=PASSWORD, *, path="/account/"):
    """Type address and password, to be led to a path; a second step may follow."""
    tab.goto(f"/account/sign-in/?next={path}")
    tab.get_by_label("Your e-mail address").fill(address)
    tab.get_by_label("Password", exact=True).fill(password)
    tab.get_by_role("main").get_by_role("button", name="Sign in", exact=True).click()


def sign_in(tab, address, password=PASSWORD):
    """Sign in through the form."""
    first_step(tab, address, password)
    expect(tab.get_by_role("heading", level=1)).not_to_have_text("Sign in")


def sign_out(tab):
    """End the session."""
    tab.goto("/account/")
    tab.get_by_role("button", name="Sign out", exact=True).first.click()
    expect(tab.get_by_text("You are signed out.")).to_be_visible()
    expect(tab.get_by_role("link", name="Sign in").first).to_be_visible()


def save(tab):
    """Save the story whose page it is, and wait until the paper has it."""
    switch = tab.locator(SAVE)
    switch.click()
    is_on(switch)


def is_on(switch):
    """Expect a switch to be on, at the paper too.

    It turns at once and asks the paper afterwards; a page asked for in between is still of before.
    """
    expect(switch).to_have_attribute("aria-pressed", "true")
    expect(switch).not_to_have_attribute("data-busy", "yes")
