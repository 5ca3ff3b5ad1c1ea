"""Packing a copy of everything into a zip: for machines as JSON, for people as pages."""

from __future__ import annotations

import datetime as dt
import io
import json
import zipfile

from flask import render_template

from ... import clock
from ...templating import date_time
from ..models import Account
from .exporting import Filled, Value, collect, collect_by_address


def pack(account: Account) -> bytes:
    """The zip file: index.html says what each file is; each part is there as HTML and JSON."""
    return _packed(collect(account), f"the account of {account.email}")


def pack_by_address(email: str) -> bytes:
    """The same of what is kept under an address, an account or none."""
    return _packed(collect_by_address(email), f"the address {email}, an account aside")


def _packed(filled: list[Filled], about: str) -> bytes:
    buffer, made_at = io.BytesIO(), clock.now()
    shown = {"about": about, "made_at": made_at, "filled": filled, "written": written}
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("index.html", render_template("accounts/export/index.html", **shown))
        file.writestr("style.css", render_template("accounts/export/style.css"))
        for one in filled:
            page = render_template("accounts/export/part.html", **shown, one=one)
            file.writestr(f"{one.part.name}.html", page)
            file.writestr(f"{one.part.name}.json", in_json(one, made_at))
    return buffer.getvalue()


def in_json(one: Filled, made_at: dt.datetime) -> str:
    """A part as JSON; moments are in UTC (RFC 3339)."""
    content = {"about": one.part.about, "made": made_at, "entries": one.entries}
    return json.dumps(content, indent=2, ensure_ascii=False, default=dt.datetime.isoformat)


def written(value: Value) -> str:
    """A value as people read it."""
    if value is None or value == "":
        return "–"
    return date_time(value) if isinstance(value, dt.datetime) else str(value)
