"""A visitor subscribes, confirms from the mail, changes lists, leaves in one click."""

from __future__ import annotations

import re
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

    tab.get_by_role("link", name="Choose your letters").click()
    tab.get_by_role("checkbox", name="The Morning Brief").check()
    tab.get_by_role("checkbox", name="The Week").uncheck()
    tab.get_by_role("main").get_by_role("button", name="Save").click()
    expect(tab.get_by_role("checkbox", name="The Week")).not_to_be_checked()
    assert listed(site, "the-morning-brief", address)
    assert not listed(site, "the-week", address)

    letter = sent_letter(site, "the-morning-brief", address)
    assert one_click(one_click_link(letter)) == 200
    assert not listed(site, "the-morning-brief", address)
    tab.goto(link_in(letter, "/unsubscribe/"))
    expect(tab.get_by_role("heading", level=1)).to_contain_text("The Morning Brief")


def listed(site, slug, address):
    """Whether the address is a confirmed subscriber of the list, by the export."""
    return address in site.command("export", "subscribers", "--list", slug)


def sent_letter(site, slug, address):
    """A letter to the list, as it arrives at the address."""
    page = site.instance.parent / "letter.html"
    page.write_text("<p>Good morning.</p>", encoding="utf-8")
    subject = f"Good morning, {address}"
    words = ("campaign", "create", "--list", slug, "--subject", subject, "--html", str(page))
    site.command("campaign", "send", site.command(*words).strip(), "--wait")
    return site.letterbox.wait_for(address, "Good morning")


def one_click_link(letter):
    """The https link of List-Unsubscribe, which RFC 8058 allows to be posted to."""
    assert letter["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    return re.search(r"<(http[^>]+)>", letter["List-Unsubscribe"])[1]


def one_click(url):
    """POST as a mail provider does (RFC 8058): no cookie, no page, no redirect."""
    body = b"List-Unsubscribe=One-Click"
    with urllib.request.urlopen(urllib.request.Request(url, body)) as answer:
        return answer.status
