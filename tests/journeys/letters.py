"""A list with readers and a letter to it, for journeys that send."""

from __future__ import annotations

import itertools
import uuid
from typing import NamedTuple

numbers = itertools.count(1)


class Readers(NamedTuple):
    """A live list whose readers have addresses of one domain that no other list has."""

    list_name: str
    slug: str
    domain: str
    addresses: list[str]


def make_readers(site, folder, how_many):
    """A list with that many confirmed readers, brought with proof."""
    number, domain = next(numbers), f"{uuid.uuid4().hex[:8]}.example.net"
    slug, name = f"letters-{domain.partition('.')[0]}", f"Letters {number} of {domain[:8]}"
    addresses = [f"reader{n}@{domain}" for n in range(1, how_many + 1)]
    file = folder / "readers.csv"
    rows = [f"{one},2024-05-01T08:00:00Z" for one in addresses]
    file.write_text("\n".join(["email,confirmed_at", *rows, ""]), encoding="utf-8")
    site.command("list", "create", slug, "--name", name)
    site.command("import", "subscribers", str(file), "--list", slug)
    return Readers(name, slug, domain, addresses)


def make_letter(site, folder, readers, subject):
    """A letter to the list; the path of its page."""
    letter = folder / "letter.html"
    letter.write_text("<p>The river is low, and so is the sun.</p>", encoding="utf-8")
    about = ("--list", readers.slug, "--subject", subject, "--html", str(letter))
    return f"/newsroom/campaigns/{site.command('campaign', 'create', *about).strip()}/"
