"""Slugs: the words of a headline in an address, in ASCII, one story each."""

from __future__ import annotations

import re
import unicodedata

from sqlalchemy import select

from ..extensions import db
from .models import Article

LONGEST = 80  # characters
NAMELESS = "story"
# Kazakh and Russian letters as Kazakhstan’s passports and maps write them.
SINGLE = "абвгдезийклмнопрстуфыэәғқңөұүһі", "abvgdeziyklmnoprstufyeagqnouuhi"
CYRILLIC = dict(zip(*SINGLE, strict=True)) | {
    "ё": "yo",
    "ж": "zh",
    "х": "kh",
    "ц": "ts",
    "ч": "ch",
    "ш": "sh",
    "щ": "shch",
    "ю": "yu",
    "я": "ya",
    "ъ": "",
    "ь": "",
}
OTHERS = {"ß": "ss", "æ": "ae", "ø": "o", "œ": "oe", "ł": "l", "đ": "d", "ı": "i", "’": "", "'": ""}
LETTERS = str.maketrans(CYRILLIC | OTHERS)


def slugify(words: str) -> str:
    """The words as small ASCII letters, figures and hyphens; "story" when none are left."""
    latin = unicodedata.normalize("NFC", words).lower().translate(LETTERS)
    ascii_only = unicodedata.normalize("NFKD", latin).encode("ascii", "ignore").decode("ascii")
    slug = re.sub(r"[^a-z0-9]+", "-", ascii_only).strip("-")
    return _cut(slug) or NAMELESS


def free_slug(words: str, *, owner: Article | None = None) -> str:
    """The slug for these words, with the next free number when other stories have it."""
    slug = slugify(words)
    others = select(Article.slug).where(Article.slug.startswith(slug, autoescape=True))
    if owner is not None and owner.id is not None:
        others = others.where(Article.id != owner.id)
    taken = set(db.session.scalars(others))
    numbered = (f"{slug}-{number}" for number in range(2, len(taken) + 3))
    return next(free for free in (slug, *numbered) if free not in taken)


def _cut(slug: str) -> str:
    """At most LONGEST characters, ending with a whole word where there is one."""
    if len(slug) <= LONGEST:
        return slug
    whole = slug[: LONGEST + 1].rpartition("-")[0]
    return whole or slug[:LONGEST]
