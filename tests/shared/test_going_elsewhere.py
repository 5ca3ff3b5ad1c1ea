"""Nobody is sent to another site, and nothing that came with a request starts a header."""

from __future__ import annotations

from itertools import cycle, product
from urllib.parse import quote

import pytest
from bs4 import BeautifulSoup
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from tests.shared.routes import addresses, get_as_it_stands, rules, stays_here
from webapp import web

EVIL = [
    *("//evil.example", "///evil.example", "////evil.example/%2f..", "/\\evil.example"),
    *("\\\\evil.example", "\\/evil.example", "/\\/evil.example", "https:evil.example"),
    *("https:/evil.example", "https:///evil.example", "http://evil.example", "HTTPS://evil.example"),
    *("//evil.example\\@localhost", "//localhost@evil.example", "https://localhost@evil.example/"),
    *("/\t/evil.example", "\t//evil.example", "/\n/evil.example", "/\r\n/evil.example", " //evil.example"),
    *("\x00//evil.example", "/\x00/evil.example", "/\x0b/evil.example", "\u2028//evil.example"),
    *("\x85//evil.example", "\xa0//evil.example", "/\u200b/evil.example", "\ufeff//evil.example"),
    *("javascript:alert(1)", "JaVaScRiPt:alert(1)", "java\tscript:alert(1)", "\x01javascript:alert(1)"),
    *("data:text/html,<script>alert(1)</script>", "vbscript:x", "ftp://evil.example", "mailto:a@evil.example"),
    *("evil.example", "./evil", "?next=//evil.example", "#//evil.example", "@evil.example", ":80", ""),
    *("//[::1]@evil.example", "//evil。example", "/／evil.example", "//%65vil.example", "//\u0435vil.example"),
]  # fmt: skip
STAYING = [
    *("/", "/%2f%2fevil.example", "/%5cevil.example", "/%09/evil.example", "/a//evil.example"),
    *("/?next=//evil.example", "/#//evil.example", "/@evil.example", "/.//evil.example", "/:80"),
]
GOING_ON = {  # pages below /account/, by who is not sent to sign in first
    "stranger": ("sign-in/", "sign-in/mail/", "second-step/", "register/", "prove/"),
    "owner": (
        *("sign-in/", "prove/", "second-factor/", "privacy/", "authenticator/"),
        *("recovery-codes/", "passkeys/new/", "keep/"),
    ),
}
SMUGGLED = [f"{end}X-Injected:%20yes" for end in ("%0d%0a", "%0a", "%0d", "%E5%98%8A%E5%98%8D")]
quick = settings(
    max_examples=300, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None
)
fragments = st.sampled_from(
    [*"/\\:@?#. \t\r\n\0", "//", "evil.example", "https:", "javascript:", "%2f", "%5c", "\u2028"]
)


def followed(app, target):
    with app.test_request_context("/", query_string={"next": target}):
        return web.safe_next("/fallback/")


@quick
@given(parts=st.lists(fragments | st.text(max_size=3), max_size=8))
@example(parts=["/", "\t", "/evil.example"])
def test_whatever_next_says_a_browser_stays_here(app, parts):
    assert stays_here(followed(app, "".join(parts)))


@pytest.mark.parametrize("target", STAYING)
def test_a_path_of_this_site_is_followed_whatever_is_in_it(app, target):
    assert followed(app, target) == target
    assert stays_here(target)


def leads(answer):
    """Wherever an answer leads a browser by itself or at a press."""
    if location := answer.headers.get("Location"):
        yield location
    if answer.mimetype == "text/html":
        html = BeautifulSoup(answer.text, "html.parser")
        for field in html.select("input[name=next]"):
            yield field.get("value") or "/"
        for name in ("href", "action", "formaction", "data-next"):
            for tag in html.select(f"[{name}]"):
                yield tag[name]


@pytest.mark.parametrize("who", ["stranger", "owner"])
def test_no_page_leads_to_where_its_next_says(app, request, who):
    client, asked = request.getfixturevalue(who), 0
    targets = [target for target in EVIL if "evil.example" in target]
    for number, (_, path) in enumerate(addresses(app)):
        target = targets[number % len(targets)]
        answer = client.get(path, query_string={"next": target}, buffered=True)
        for lead in leads(answer):
            assert stays_here(lead) or "evil" not in lead, f"{path}: {lead!r}"
        asked += 1
    assert asked > 100


@pytest.mark.parametrize("who", GOING_ON)
def test_no_page_that_goes_on_goes_elsewhere(app, request, who):
    """The pages that read ``next``, whether they ask something first or go on at once."""
    client = request.getfixturevalue(who)
    for target, path in product(EVIL, GOING_ON[who]):
        answer = client.get(f"/account/{path}", query_string={"next": target})
        for lead in leads(answer):
            assert stays_here(lead) or "evil" not in lead, f"{path}, {target!r}: {lead!r}"


def test_the_page_that_sends_where_one_was_believes_no_other_site(stranger):
    """What switches send leads back to the page they stand on, which Referer names."""
    for target in EVIL:
        headers = {"Sec-Fetch-Site": "same-origin", "Referer": quote(target, safe="/:\\@#?[]")}
        location = stranger.post("/account/saved/1/", headers=headers).headers["Location"]
        assert stays_here(location), target
        assert "evil.example" not in location.replace("%2F", "/"), target


def test_a_path_that_begins_with_slashes_is_not_taken_for_a_host(app, stranger):
    for _, path in addresses(app):
        for before in ("//evil.example", "//evil.example/..", "/\\evil.example", "//"):
            answer = get_as_it_stands(stranger, before + path.rstrip("/"))
            if "Location" in answer.headers:
                assert stays_here(answer.headers["Location"]), before + path


@pytest.mark.parametrize("who", ["stranger", "owner"])
def test_no_header_begins_with_what_a_request_brought(app, request, who):
    client = request.getfixturevalue(who)
    for rule, smuggled in zip(rules(app), cycle(SMUGGLED)):
        names = dict.fromkeys(rule.arguments, f"x{smuggled}")
        query = f"next=/{smuggled}&q={smuggled}&page={smuggled}&s={smuggled}"
        for path in (_filled(rule, names), _filled(rule, {}).rstrip("/") + smuggled):
            answer = client.get(f"{path}?{query}", buffered=True)
            assert answer.status_code < 500, path
            assert "X-Injected" not in answer.headers, path
            for name, value in answer.headers:
                assert not set("\r\n") & set(name + value), f"{path}: {name}: {value!r}"


def _filled(rule, names):
    """The rule’s address with whatever in its places, of their kind or not."""
    said = "".join(str(names.get(part, 1)) if is_name else part for is_name, part in rule._trace)
    return said.partition("|")[2]
