"""What every list of stories in this package does with its page number."""

from __future__ import annotations

from typing import Any, TypeVar

from flask import abort, request
from sqlalchemy import Select

from ...paging import Paged, page_number, page_of

Row = TypeVar("Row")
Page = TypeVar("Page", bound=Paged[Any])


def asked_number() -> int:
    """The page of a list that the address asks for; 404 for what is no page number."""
    number = page_number(request.args.get("page"))
    if number is None:
        abort(404)
    return number


def existing(page: Page) -> Page:
    """The page; 404 when the list is not that long."""
    if not page.exists:
        abort(404)
    return page


def asked_page(query: Select[Row]) -> Paged[Row]:
    """The page of ``query`` that the address asks for; 404 when there is none."""
    return existing(page_of(query, asked_number()))
