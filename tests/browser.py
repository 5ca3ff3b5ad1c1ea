"""A browser without JavaScript, driving the real app, that checks every page it opens.

The checks are the house's page rules: one h1 that the title repeats, unique ids, labels on
inputs, alt on images, a CSRF token in POST forms, nothing inline, straight links.
"""

from __future__ import annotations

import re
from functools import cached_property

from bs4 import BeautifulSoup, Tag

CACHED_FORMS = ("/subscribe/",)  # protected by Origin and Sec-Fetch-Site; they carry no token
SAME_ORIGIN = {"Origin": "http://localhost", "Sec-Fetch-Site": "same-origin"}


class Page:
    """One answer: its status, its headers and what it shows."""

    def __init__(self, response, path: str) -> None:
        self.response = response
        self.status = response.status_code
        self.path = path

    @cached_property
    def html(self) -> BeautifulSoup:
        """The answer as a browser reads it; that takes a while, so only when it is looked at."""
        return BeautifulSoup(self.response.get_data(as_text=True), "html5lib")

    @property
    def text(self) -> str:
        """What a person reads on it, white space folded."""
        return " ".join(self.html.get_text(" ").split())

    @property
    def title(self) -> str:
        """The words of the h1."""
        return " ".join(self.one("h1").get_text(" ").split())

    @property
    def token(self) -> str:
        """The CSRF token of its forms and scripts: one for all of them."""
        found = {str(field["value"]) for field in self.html.select("[name=csrf_token]")}
        found |= {str(box["data-token"]) for box in self.html.select("[data-token]")}
        assert len(found) == 1, f"{self.path}: {len(found)} CSRF tokens"
        return found.pop()

    def switch(self, name: str) -> Tag:
        """The button that carries data-switch=``name``; there may be several for one thing."""
        found = self.html.select(f'[data-switch="{name}"]')
        assert found, f"{self.path} has no switch {name}"
        return found[0]

    def one(self, selector: str) -> Tag:
        """The only element that matches a CSS selector."""
        found = self.html.select(selector)
        assert len(found) == 1, f"{self.path}: {len(found)} × {selector}"
        return found[0]

    def all(self, selector: str) -> list[Tag]:
        """Every element that matches a CSS selector."""
        return self.html.select(selector)

    def form(self, button: str) -> Tag:
        """The form whose button says ``button``."""
        for form in self.all("form"):
            if any(" ".join(b.get_text(" ").split()) == button for b in form.select("button")):
                return form
        raise AssertionError(f"{self.path} has no button {button!r}: {self.text[:300]}")


class Browser:
    """Opens pages, presses buttons, follows redirects, keeps cookies."""

    def __init__(self, app, *, check: bool = True) -> None:
        self.client = app.test_client()
        self.check = check
        self.page: Page | None = None

    def open(self, path: str, *, status: int = 200, **options) -> Page:
        """GET ``path``, follow redirects, check the page and its status."""
        path = path.removeprefix("http://localhost")
        return self._take(self.client.get(path, follow_redirects=True, **options), status)

    def press(self, button: str, *, status: int = 200, follow: bool = True, **fields) -> Page:
        """Fill ``fields`` into the form with that button on the current page, and send it."""
        assert self.page is not None, "open a page first"
        form = self.page.form(button)
        data = filled(form, button) | fields
        method = self.client.get if form.get("method", "get").lower() == "get" else self.client.post
        sent = {"query_string": data} if method == self.client.get else {"data": data}
        response = method(
            goal(form, button) or self.page.response.request.path,
            follow_redirects=follow,
            headers=SAME_ORIGIN | {"Referer": "http://localhost" + self.page.path},
            **sent,
        )
        return self._take(response, status)

    def press_switch(self, name: str, *, status: int = 200) -> Page:
        """Press a button that sends the page’s empty form to an address of its own."""
        assert self.page is not None, "open a page first"
        button = self.page.switch(name)
        assert self.page.one(f"form#{button['form']}")["method"] == "post"
        response = self.client.post(
            str(button["formaction"]),
            follow_redirects=True,
            headers=SAME_ORIGIN | {"Referer": "http://localhost" + self.page.path},
        )
        return self._take(response, status)

    def follow(self, words: str) -> Page:
        """Follow the link that reads ``words``."""
        assert self.page is not None, "open a page first"
        for link in self.page.all("a[href]"):
            if " ".join(link.get_text(" ").split()) == words:
                return self.open(str(link["href"]))
        raise AssertionError(f"{self.page.path} has no link {words!r}")

    def _take(self, response, status: int) -> Page:
        self.page = Page(response, response.request.path)
        assert self.page.status == status, (
            f"{self.page.path}: {self.page.status}: {self.page.text[:400]}"
        )
        if self.check and response.mimetype == "text/html":
            check_page(self.page)
        return self.page


def pressed(form: Tag, button: str) -> Tag | None:
    """The button of a form that reads ``button``."""
    named = (b for b in form.select("button") if " ".join(b.get_text(" ").split()) == button)
    return next(named, None)


def goal(form: Tag, button: str) -> str:
    """Where a form goes when ``button`` is pressed: a button may lead elsewhere than its form."""
    found = pressed(form, button)
    return str((found and found.get("formaction")) or form.get("action") or "")


def filled(form: Tag, button: str) -> dict[str, object]:
    """What a form would send as it stands, when ``button`` is pressed."""
    data: dict[str, object] = {}
    for field in form.select("input[name], textarea[name], select[name], button[name]"):
        name, kind = str(field["name"]), str(field.get("type", "text"))
        if field.name == "button" and " ".join(field.get_text(" ").split()) != button:
            continue
        if kind in {"checkbox", "radio"} and not field.has_attr("checked"):
            continue
        if kind == "checkbox":
            data.setdefault(name, []).append(field.get("value", "y"))  # type: ignore[union-attr]
        elif field.name == "select":
            chosen = field.select_one("option[selected]") or field.select_one("option")
            data[name] = chosen.get("value", "") if chosen else ""
        elif field.name == "textarea":
            data[name] = field.get_text().removeprefix("\n")
        elif kind == "hidden" and name in data:
            data[name] = [*_listed(data[name]), field.get("value", "")]
        else:
            data[name] = field.get("value", "")
    return data


def _listed(value: object) -> list[object]:
    return value if isinstance(value, list) else [value]


def check_page(page: Page) -> None:
    """Hold a page against the house's page rules."""
    html, where = page.html, page.path
    heading = page.title
    assert heading, f"{where}: the h1 is empty"
    title = " ".join(page.one("head > title").get_text().split())
    assert heading in title, f"{where}: title {title!r} does not repeat h1 {heading!r}"
    ids = [tag["id"] for tag in html.select("[id]")]
    assert len(ids) == len(set(ids)), (
        f"{where}: ids twice: {sorted({i for i in ids if ids.count(i) > 1})}"
    )
    assert not html.select("[style], style"), f"{where}: inline style"
    for script in html.select("script:not([src])"):
        assert script.get("type") == "application/ld+json", f"{where}: inline script"
    handlers = [t.name for t in html.find_all(True) if any(a.startswith("on") for a in t.attrs)]
    assert not handlers, f"{where}: inline handlers on {handlers}"
    for image in html.select("img"):
        assert image.has_attr("alt"), f"{where}: image without alt {image}"
        assert {"width", "height"} <= set(image.attrs), f"{where}: image without size {image}"
    check_fields(page)
    check_forms(page)
    check_links(page)


def check_fields(page: Page) -> None:
    """Every field a person fills has a label."""
    labelled = {label.get("for") for label in page.all("label[for]")}
    for field in page.all("input, textarea, select"):
        if field.get("type") in {"hidden", "submit", "button"}:
            continue
        named = field.get("id") in labelled or field.get("aria-label") or field.find_parent("label")
        assert named, f"{page.path}: no label for {field}"


def check_forms(page: Page) -> None:
    """Every form says where it goes, and every POST carries a token unless it may be cached."""
    for form in page.all("form:not(#keeping)"):
        assert form.has_attr("action"), f"{page.path}: form without action"
        if form.get("method", "get").lower() == "post" and not form.select_one("[name=csrf_token]"):
            assert form["action"] in CACHED_FORMS, f"{page.path}: no csrf_token in {form['action']}"


def check_links(page: Page) -> None:
    """No page loads anything from another host, and no link runs a script."""
    for tag in page.all(
        "script[src], img[src], link[href][rel~=stylesheet], iframe[src], source[srcset]"
    ):
        target = str(tag.get("src") or tag.get("href") or tag.get("srcset"))
        assert not re.match(r"(https?:)?//(?!localhost)", target), f"{page.path}: loads {target}"
    for link in page.all("a[href]"):
        assert not str(link["href"]).lower().startswith("javascript:"), f"{page.path}: {link}"
