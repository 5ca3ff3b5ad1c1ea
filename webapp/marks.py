"""Marks: what a view says of itself, for what is done around every request."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

View = TypeVar("View", bound=Callable[..., Any])


def answers_any_host(view: View) -> View:
    """Mark a view that machines ask by number, and whose answer says the same to everyone."""
    view.answers_any_host = True  # type: ignore[attr-defined]
    return view


def from_cached_page(view: View) -> View:
    """Mark a view whose form stands on pages that carry no cookie, and so no CSRF token.

    Such a POST must prove by Origin or Sec-Fetch-Site that one of our pages sent it. When a token
    is sent all the same, it must be right.
    """
    view.from_cached_page = True  # type: ignore[attr-defined]
    return view


def open_to_other_sites(view: View) -> View:
    """Mark a ``from_cached_page`` view that forms on other sites may send to as well.

    Only where a stranger may do the same by hand: such a POST must act for nobody who is signed in.
    """
    view.open_to_other_sites = True  # type: ignore[attr-defined]
    return view


def shown_elsewhere(view: View) -> View:
    """Mark a view whose answer other sites may show: letters in a mail program, feed readers."""
    view.shown_elsewhere = True  # type: ignore[attr-defined]
    return view


def takes_uploads(view: View) -> View:
    """Mark a view that takes a picture or a file, and so a larger body than a form has."""
    view.takes_uploads = True  # type: ignore[attr-defined]
    return view


def takes_files(largest: int) -> Callable[[View], View]:
    """Mark a view that takes a file of up to ``largest`` bytes, which goes to disk as it comes."""

    def mark(view: View) -> View:
        view.largest_upload = largest  # type: ignore[attr-defined]
        return takes_uploads(view)

    return mark
