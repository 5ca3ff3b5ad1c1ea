"""What every staff screen does with its address: the page asked for, words to look for."""

from __future__ import annotations

from typing import TypeVar

from flask import abort, request
from sqlalchemy import Select

from ...reading.addressing import page_number
from ...reading.paging import Paged, page_of

Row = TypeVar("Row")
ROWS = 50


def asked_page(query: Select[Row], size: int = ROWS) -> Paged[Row]:
    """The page of ``query`` that the address asks for; 404 when there is none."""
    number = page_number(request.args.get("page"))
    page = page_of(query, number or 1, size)
    if number is None or not page.exists:
        abort(404)
    return page


def asked_words(name: str = "q") -> str:
    """The words of a search field, white space folded, at most 200 characters."""
    return " ".join(request.args.get(name, "").replace("\0", "").split())[:200]
