"""A letter is launched, paused, taken up again, tried again and cancelled while a slow server takes it.

The server holds letters at a gate, so each of these happens while some are on their way.
"""

from __future__ import annotations

from collections import Counter

import pytest
from playwright.sync_api import expect

from tests.journeys.gates import Gate
from tests.journeys.letters import make_letter, make_readers
from tests.journeys.site import enter

PEOPLE = 120
PATIENCE = 90  # looks at the account, about a second apart
ADDS_UP = "The seven states add up to the audience"


@pytest.fixture
def readers(site, tmp_path):
    """A list whose letters the server holds at its gate."""
    found = make_readers(site, tmp_path, PEOPLE)
    site.letterbox.gates[found.domain] = Gate()
    return found


def test_a_letter_is_paused_taken_up_again_and_its_failed_retried(tab, site, readers, tmp_path):
    gate, refused = site.letterbox.gates[readers.domain], readers.addresses[-1]
    site.letterbox.refusals[refused] = "554 5.3.4 Too large for us today"
    launch(tab, site, make_letter(site, tmp_path, readers, f"Low water at {readers.domain}"))
    look_until(tab, lambda: gate.holds_some, "a letter at the server")
    look_until(tab, lambda: figures(tab)["Being sent"] > 0, "some being sent")

    tab.get_by_role("button", name="Pause").click()
    expect(tab.locator("#standing")).to_contain_text("Paused on its way")
    let_through_until(tab, gate, lambda: figures(tab)["Being sent"] == 0)
    expect(tab.get_by_text(ADDS_UP)).to_be_visible()
    found = figures(tab)
    assert found["Sent"] == len(received(site, readers)) > 0
    assert found["Sent"] + found["Pending"] == PEOPLE

    gate.open()
    tab.get_by_role("button", name="Resume").click()
    look_until(tab, lambda: "all settled" in account(tab), "an end")
    assert (figures(tab)["Sent"], figures(tab)["Failed"]) == (PEOPLE - 1, 1)

    del site.letterbox.refusals[refused]
    tab.goto(tab.url)  # what can be done with it now
    tab.get_by_role("link", name="Try again…").click()
    tab.get_by_label("Too large for us today").check()
    tab.get_by_role("button", name="Try again").click()
    expect(tab.get_by_role("status")).to_contain_text("1 are tried once more.")
    look_until(tab, lambda: figures(tab)["Sent"] == PEOPLE, "everybody’s letter")
    assert received(site, readers) == Counter(readers.addresses)


def test_a_letter_is_cancelled_and_whoever_has_not_got_it_is_skipped(tab, site, readers, tmp_path):
    gate = site.letterbox.gates[readers.domain]
    launch(tab, site, make_letter(site, tmp_path, readers, f"High water at {readers.domain}"))
    look_until(tab, lambda: gate.holds_some, "a letter at the server")

    tab.get_by_role("link", name="Cancel…").click()
    expect(tab.get_by_role("main")).to_contain_text("They are skipped, with the reason “cancelled”")
    tab.get_by_role("button", name="Cancel it for good").click()
    expect(tab.locator("#standing")).to_contain_text("Cancelled on its way")
    let_through_until(tab, gate, lambda: "all settled" in account(tab))
    expect(tab.get_by_text(ADDS_UP)).to_be_visible()
    found = figures(tab)
    assert found["Sent"] == len(received(site, readers)) > 0
    assert found["Sent"] + found["Skipped"] == PEOPLE
    assert f"{found['Skipped']} cancelled" in account(tab)
    expect(tab.get_by_role("button", name="Resume")).to_have_count(0)


def launch(tab, site, path):
    """Send the letter from its page."""
    enter(tab, site)
    tab.goto(path)
    tab.get_by_role("button", name=f"Send to {PEOPLE}").click()
    expect(tab.get_by_role("status")).to_contain_text(f"The audience is frozen at {PEOPLE}.")
    expect(tab.get_by_text(ADDS_UP)).to_be_visible()


def received(site, readers):
    """How many letters each reader has got, of those that got any."""
    return Counter(r for r, _ in list(site.letterbox.messages) if r.endswith(readers.domain))


def account(tab):
    """The words of the account."""
    return tab.locator("#accounting").inner_text()


def figures(tab):
    """The number of each state in the account, all of one moment."""
    rows = tab.locator("#accounting .sum__one").all_inner_texts()
    lines = ([one.strip() for one in row.splitlines() if one.strip()] for row in rows)
    return {state.lstrip("=+ "): int(number.replace(",", "")) for state, number, *_ in lines}


def let_through_until(tab, gate, is_so):
    """Let those at the gate pass, round by round, until no more are begun and it is so."""

    def is_done():
        gate.let_through()
        return is_so()

    look_until(tab, is_done, "an end of what is on its way")


def look_until(tab, is_so, what):
    """Look until it is so: the account moves by itself, and is fetched where no scripts run."""
    has_scripts = tab.locator("html[data-scripted]").count() > 0
    for _ in range(PATIENCE):
        if is_so():
            return
        tab.wait_for_timeout(1000)
        if not has_scripts:
            tab.get_by_role("link", name="Refresh").click()
    raise AssertionError(f"waited in vain for {what}: {account(tab)}")
