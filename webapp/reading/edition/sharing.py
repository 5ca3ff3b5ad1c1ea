"""Sharing: which pages are the same for everyone who is not signed in, and how they are named.

Two addresses that lead to the same page have one name. A query that says anything else than what
the page is known to read has none, so that no one can fill the memory with made-up addresses.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import wraps
from typing import Any, NamedTuple
from urllib.parse import parse_qsl, urlencode

from flask import Flask, Response, make_response
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import HTTPException

from ...accounts.guards import current_account
from ...extensions import db
from .pressing import press, pressed_by, switches_in

View = Callable[..., ResponseReturnValue]

LONGEST_QUERY = 1000  # characters
# What letters and other sites add to links, for programs that we do not have.
TRACKING = re.compile(r"utm_\w+|fbclid|gclid|msclkid|mc_cid|mc_eid")


def same_for_all(*parameters: str, typed: tuple[str, ...] = ()) -> Callable[[View], View]:
    """Mark a view whose page is the same for everyone who is not signed in.

    ``parameters`` are all that it reads of the query; ``typed`` are those that a reader makes up.
    A reader for whom Flask has to render it finds their switches on all the same.
    """

    def mark(view: View) -> View:
        @wraps(view)
        def shared(*args: Any, **values: Any) -> ResponseReturnValue:
            account = current_account()
            answer = view(*args, **values)
            return with_switches(answer, account.id) if account else answer

        shared.same_for_all = (*typed, *parameters)  # type: ignore[attr-defined]
        shared.typed = typed  # type: ignore[attr-defined]
        return shared

    return mark


def with_switches(answer: ResponseReturnValue, account_id: int) -> Response:
    """A page with the reader’s switches on."""
    response = make_response(answer)
    body = response.get_data()
    switches = switches_in(body)
    if switches:
        keys = frozenset(switch.key for switch in switches)
        on = pressed_by(db.session.connection(), account_id, keys)
        response.set_data(press(body, switches, on))
    return response


class Address(NamedTuple):
    """A page that is the same for all: where, by which rule, and who words its query."""

    path: str
    query: str
    rule: str
    is_typed: bool

    @property
    def name(self) -> str:
        """One name for one page."""
        return f"{self.path}?{self.query}" if self.query else self.path


class Addresses:
    """Reads addresses as the application's own routes understand them."""

    def __init__(self, app: Flask) -> None:
        self._views = app.view_functions
        self._routes = app.url_map.bind("localhost")

    def read(self, path: str, query: str) -> Address | None:
        """The page that a path and a query ask for; None when it is not the same for all."""
        if len(query) > LONGEST_QUERY:
            return None
        try:
            rule, _ = self._routes.match(path, method="GET", return_rule=True)
        except HTTPException:  # none of ours, or it leads elsewhere
            return None
        view = self._views[rule.endpoint]
        said = _straightened(query, getattr(view, "same_for_all", None))
        if said is None:
            return None
        is_typed = any(name in said for name in getattr(view, "typed", ()))
        return Address(path, urlencode(said), rule.rule, is_typed)


def _straightened(query: str, known: tuple[str, ...] | None) -> dict[str, str] | None:
    """What a query says, in the order of ``known``; None when it says anything else."""
    if known is None:
        return None
    pairs = parse_qsl(query, keep_blank_values=True, errors="replace")
    pairs = [(name, value) for name, value in pairs if not TRACKING.fullmatch(name)]
    said = dict(pairs)
    if len(said) < len(pairs) or not said.keys() <= set(known):
        return None
    return {name: said[name] for name in known if name in said}
