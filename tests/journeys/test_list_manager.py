"""A list manager makes a list, imports nobody twice, sends to 1,000, and the numbers add up."""

from __future__ import annotations

import itertools
import json
from collections import Counter

import pytest
from playwright.sync_api import expect

from tests.journeys.site import enter

numbers = itertools.count(1)
PEOPLE = 1_000
PATIENCE = 120_000  # milliseconds, for a thousand letters on a busy machine


@pytest.fixture
def subscribers_file(tmp_path):
    """A thousand people with proof; fifty of them stand in it twice, and two rows are wrong."""
    batch = next(numbers)
    rows = [f"person{n}.{batch}@example.net,2024-05-01T08:00:00Z" for n in range(PEOPLE)]
    rows += [*rows[:50], "not an address,2024-05-01T08:00:00Z", "late@example.net,yesterday"]
    path = tmp_path / "people.csv"
    path.write_text("email,confirmed_at\n" + "\n".join(rows) + "\n", encoding="utf-8")
    return path


def test_a_list_manager_sends_to_a_thousand_and_the_numbers_add_up(tab, site, subscribers_file):
    number = next(numbers)
    name, subject = f"Rivers {number}", f"The Ili in winter, No. {number}"
    enter(tab, site)

    tab.goto("/newsroom/lists/new/")
    tab.get_by_label("Name", exact=True).fill(name)
    tab.get_by_label("Short name").fill(f"rivers-{number}")
    tab.get_by_label("Promise").fill("One river a month, from the source to the sea.")
    tab.get_by_label("Sender’s name").fill("Dana of Rivers")
    tab.get_by_label("Subject of the welcome").fill("Welcome to Rivers")
    tab.get_by_label("Text of the welcome").fill("<p>One river a month.</p>")
    tab.get_by_label("Send the welcome").check()
    tab.get_by_role("button", name="Save list").click()
    expect(tab.get_by_role("heading", level=1)).to_have_text(f"Launch {name}")
    launch(tab, name)

    read_file(tab, name, subscribers_file)
    tab.get_by_role("button", name="Import these 1,000").click()
    wait_until_worked(tab, "Taken in.")
    read_file(tab, name, subscribers_file)
    expect(tab.get_by_role("main")).to_contain_text("The file changes nothing.")
    assert len(exported(site, f"rivers-{number}")) == PEOPLE

    tab.goto("/newsroom/lists/")
    tab.get_by_role("link", name=name).click()
    tab.get_by_role("link", name="Write to this list").click()
    tab.get_by_label("Subject").fill(subject)
    tab.get_by_role("button", name="Save letter").click()
    tab.get_by_label("Text (optional)", exact=True).fill(
        "<p>The river is low, and so is the sun.</p>"
    )
    tab.get_by_role("button", name="Save letter").click()
    tab.get_by_role("button", name="Send to 1,000").click()
    expect(tab.get_by_text("The seven states add up to the audience")).to_be_visible()

    campaign = tab.url.rstrip("/").rpartition("/")[2]
    figures = wait_until_sent(tab, site, campaign)
    assert figures["audience"] == figures["sent"] == PEOPLE
    received = Counter(r for r, m in list(site.letterbox.messages) if m["Subject"] == subject)
    assert len(received) == PEOPLE
    assert set(received.values()) == {1}


def launch(tab, name):
    """Read what is missing, do it, and launch."""
    expect(tab.get_by_role("main")).to_contain_text("Send yourself a test")
    tab.get_by_role("button", name="Send test").click()
    expect(tab.get_by_role("status")).to_contain_text("A test is on its way")
    tab.get_by_role("button", name="Launch the list").click()
    expect(tab.get_by_role("heading", level=1)).to_have_text(name)


def read_file(tab, name, path):
    """Give the list's import page a file; nothing is changed by it yet."""
    tab.goto("/newsroom/lists/")
    tab.get_by_role("link", name=name).click()
    tab.get_by_role("link", name="Import").click()
    tab.get_by_label("File").set_input_files(path)
    tab.get_by_role("button", name="Read the file").click()
    wait_until_worked(tab, "Read, nothing changed.")
    expect(tab.get_by_role("main")).to_contain_text("not an address")


def wait_until_worked(tab, state):
    """Look again, as a page without scripts asks to, until the worker has done what it was told."""
    for _ in range(PATIENCE // 1000):
        if state in tab.get_by_role("main").inner_text():
            return
        tab.wait_for_timeout(1000)
        tab.reload()
    raise AssertionError(f"not {state} in time")


def exported(site, slug):
    """The confirmed addresses of a list."""
    lines = site.command("export", "subscribers", "--list", slug).splitlines()
    return {line.split(",")[0] for line in lines[1:]}


def wait_until_sent(tab, site, campaign):
    """The figures once nothing is on its way any more; they add up at every look."""
    for _ in range(PATIENCE // 1000):
        figures = json.loads(site.command("campaign", "show", campaign, "--json"))
        states = ("pending", "claimed", "sent", "deferred", "failed", "unknown")
        assert figures["audience"] == sum(figures[s] for s in states) + sum(
            figures["skipped"].values()
        )
        if figures["sent"] == figures["audience"]:
            return figures
        tab.wait_for_timeout(1000)
    raise AssertionError(f"not sent in time: {figures}")
