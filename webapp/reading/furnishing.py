"""Furnishing: what an empty paper starts with, its sections and its standing pages."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import select

from ..extensions import db
from .cleaning import clean_body
from .models import Page, Section

PAGES = Path(__file__).parent / "pages"
# Of the privacy notice that comes with the paper; raise it when the text says something new.
VERSIONS = {"privacy-policy": "2026-11-24"}
TITLES = {"about-us": "About Us", "privacy-policy": "Privacy Policy", "contact": "Contact"}
BAR = (
    *("nation", "international", "business", "central-asia", "tourism", "opinions"),
    "kazakhstan-born-bold",
)
GOLD = ("kazakhstan-born-bold",)
STRIPS = ("nation", "business", "central-asia", "tourism")
# Slug, name and description, as the model page names them.
SECTIONS = (
    ("astana", "Astana", "The capital: its streets, its seasons and the people who keep it going."),
    ("business", "Business", "Trade, work and the things that are made, grown and carried."),
    ("central-asia", "Central Asia", "The neighbours, and what the region does together."),
    ("constitutional-referendum", "Constitutional Referendum", "How the basic law is changed."),
    ("culture", "Culture", "Music, crafts, food, books and the customs around them."),
    (
        "dialogue-of-civilisations",
        "Dialogue of Civilisations",
        "Where faiths, languages and traditions meet and talk.",
    ),
    ("editorials", "Editorials", "What the paper itself thinks."),
    ("international", "International", "Kazakhstan and the world."),
    ("kazakhstan-born-bold", "Kazakhstan Born Bold", "People and ideas that set out from here."),
    ("nation", "Nation", "Life in Kazakhstan, from the Caspian to the Altai."),
    ("national-overview", "National Overview", "The regions, one at a time."),
    ("official", "Official", "Documents and announcements, explained."),
    ("opinions", "Opinions", "Arguments, signed."),
    ("people", "People", "Portraits of work and of patience."),
    ("society", "Society", "Schools, families, health and how people live together."),
    ("sports", "Sports", "Games old and new."),
    ("state-of-the-nation", "State of the Nation", "Plans, figures and what became of them."),
    ("tourism", "Tourism", "Where to go, how to get there and what to eat."),
)


def furnish() -> None:
    """Make the sections when the paper has none, and the standing pages when it has none."""
    if db.session.scalar(select(Section.id).limit(1)) is None:
        db.session.add_all(_section(*words) for words in SECTIONS)
    if db.session.scalar(select(Page.id).limit(1)) is None:
        db.session.add_all(_page(slug, title) for slug, title in TITLES.items())
    db.session.flush()


def _section(slug: str, name: str, description: str) -> Section:
    return Section(
        slug=slug,
        name=name,
        description=description,
        bar_position=BAR.index(slug) + 1 if slug in BAR else None,
        strip_position=STRIPS.index(slug) + 1 if slug in STRIPS else None,
        is_gold=slug in GOLD,
    )


def _page(slug: str, title: str) -> Page:
    body = (PAGES / f"{slug}.html").read_text(encoding="utf-8")
    return Page(slug=slug, title=title, body=clean_body(body), version=VERSIONS.get(slug, ""))
