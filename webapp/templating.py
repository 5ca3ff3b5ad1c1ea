"""What every template can use: the publication, its sections, dates in its zone."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from flask import Flask, current_app

from . import clock

WEEK = dt.timedelta(days=7)


@dataclass(frozen=True)
class Publication:
    """The paper as its settings describe it."""

    name: str
    tagline: str
    contact_email: str
    copyright_since: int
    copyright_until: int
    social: list[tuple[str, str]]
    public_url: str
    time_zone: str


def publication() -> Publication:
    """The publication this application serves."""
    config = current_app.config
    return Publication(
        name=config["NAME"],
        tagline=config["TAGLINE"],
        contact_email=config["CONTACT_EMAIL"],
        copyright_since=config["COPYRIGHT_SINCE"],
        copyright_until=today().year,
        social=config["SOCIAL"],
        public_url=config["PUBLIC_URL"],
        time_zone=config["TIME_ZONE"],
    )


def local(moment: dt.datetime) -> dt.datetime:
    """The moment in the paper's own zone."""
    return clock.in_zone(moment, current_app.config["TIME_ZONE"])


def today() -> dt.datetime:
    """Now, in the paper's own zone."""
    return local(clock.now())


def byline_date(moment: dt.datetime) -> str:
    """As in the byline: 6 October 2015."""
    return f"{local(moment):%-d %B %Y}"


def long_date(moment: dt.datetime) -> str:
    """As above the nameplate: Tuesday, 24 November 2026."""
    return f"{local(moment):%A, %-d %B %Y}"


def date_time(moment: dt.datetime) -> str:
    """24 November 2026, 09:40."""
    return f"{local(moment):%-d %B %Y, %H:%M}"


def clock_time(moment: dt.datetime) -> str:
    """09:40."""
    return f"{local(moment):%H:%M}"


def second_time(moment: dt.datetime) -> str:
    """09:40:25."""
    return f"{local(moment):%H:%M:%S}"


def short_time(moment: dt.datetime) -> str:
    """As in tables: 24 Nov 2026, 09:40."""
    return f"{local(moment):%-d %b %Y, %H:%M}"


def short_day(moment: dt.datetime) -> str:
    """As in tables: 24 Nov 2026."""
    return f"{local(moment):%-d %b %Y}"


def month(moment: dt.datetime) -> str:
    """November 2026."""
    return f"{local(moment):%B %Y}"


def iso(moment: dt.datetime) -> str:
    """Machine-readable, for the datetime attribute of <time>."""
    return local(moment).isoformat(timespec="seconds")


def rail_time(moment: dt.datetime) -> str:
    """As in the rail of recent stories: the hour today, the day this week, else day and month."""
    shown, now = local(moment), today()
    if shown.date() == now.date():
        return f"{shown:%H:%M}"
    if now.date() - shown.date() < WEEK:
        return f"{shown:%a}"
    return f"{shown:%-d %b}"


def update_time(moment: dt.datetime) -> str:
    """As in the mark of an updated story: 11:20 today, 23 Nov, 11:20 this year, else the day."""
    shown, now = local(moment), today()
    if shown.date() == now.date():
        return f"{shown:%H:%M}"
    return f"{shown:%-d %b, %H:%M}" if shown.year == now.year else short_day(moment)


def counted(number: int) -> str:
    """A whole number as people read it: 48,212."""
    return f"{number:,}"


FILTERS = (
    *(byline_date, long_date, date_time, clock_time, second_time, short_time, short_day),
    *(month, iso, rail_time, update_time, counted),
)


def init_app(app: Flask) -> None:
    """Register filters and globals."""
    app.jinja_env.trim_blocks = True
    app.jinja_env.lstrip_blocks = True
    for function in FILTERS:
        app.add_template_filter(function)
    app.add_template_global(public_url)

    @app.context_processor
    def shared() -> dict[str, Any]:
        return {"publication": publication(), "today": today()}


def public_url(endpoint: str, **values: Any) -> str:
    """The absolute address of a page, for mails and feeds: never taken from the Host header."""
    parts = urlsplit(current_app.config["PUBLIC_URL"])
    site = current_app.url_map.bind(
        parts.netloc, script_name=parts.path or "/", url_scheme=parts.scheme
    )
    return site.build(endpoint, values, force_external=True)
