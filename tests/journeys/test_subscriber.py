"""A visitor subscribes, confirms from the mail, changes lists, leaves in one click."""

from __future__ import annotations

import urllib.request

from playwright.sync_api import expect

from tests.journeys.site import link_in


def test_a_visitor_subscribes_changes_lists_and_leaves(tab, site, request):
    address = f"visitor-{abs(hash(request.node.name))}@example.org"
    tab.goto("/subscribe/")
    tab.get_by_label("The Week").check()
    tab.get_by_label("Your e-mail address").fill(address)
    tab.get_by_role("main").get_by_role("button", name="Subscribe").click()
    expect(tab.get_by_role("heading", level=1)).to_have_text("Check your mail")

    tab.goto(link_in(site.letterbox.wait_for(address), "/subscribe/confirm/"))
    tab.get_by_role("main").get_by_role("button").click()
    expect(tab.get_by_role("main")).to_contain_text("The Week")
    assert listed(site, "the-week", address)

    tab.get_by_role("main").get_by_role("link", name="preferences").first.click()
    tab.get_by_label("The Morning Brief").check()
    tab.get_by_label("The Week").uncheck()
    tab.get_by_role("main").get_by_role("button", name="Save").click()
    assert listed(site, "the-morning-brief", address)
    assert not listed(site, "the-week", address)
    preferences = tab.url

    tab.goto(preferences)
    tab.get_by_role("button", name="Leave all").click()
    assert not listed(site, "the-morning-brief", address)


def listed(site, slug, address):
    """Whether the address is a confirmed subscriber of the list, by the export."""
    return address in site.command("export", "subscribers", "--list", slug)


def one_click(url):
    """POST as a mail provider does (RFC 8058): no cookie, no page, no redirect."""
    body = b"List-Unsubscribe=One-Click"
    with urllib.request.urlopen(urllib.request.Request(url, body)) as answer:
        return answer.status
