"""Gathering the links of a letter, with the words behind which each stands."""

from __future__ import annotations

from dataclasses import dataclass
from html.parser import HTMLParser
from urllib.parse import urlsplit

from ..models import Campaign
from ..reactions.linking import ADDRESS, BEHIND

LONGEST = 80  # characters of the words that are shown


@dataclass(frozen=True)
class Link:
    """An address in a letter, and the words a reader presses to go there."""

    url: str
    words: str


def links_of(campaign: Campaign) -> list[Link]:
    """The links and pictures of a letter, each address once, as they stand in it.

    Those of head and foot, the same in every letter, are not among them.
    """
    parser = _Links()
    parser.feed(campaign.body)
    parser.close()
    in_text = (found.rstrip(BEHIND) for found in ADDRESS.findall(campaign.text))
    found = [*parser.found, *(Link(url, url) for url in in_text)]
    first: dict[str, Link] = {}
    for link in found:
        if link.url.startswith(("http://", "https://")):
            first.setdefault(link.url, link)
    return list(first.values())


class _Links(HTMLParser):
    """Finds the links of HTML that was cleaned, and its pictures."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[Link] = []
        self._url, self._words = "", ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """A link begins, or a picture stands here."""
        said = {name: value or "" for name, value in attrs}
        if tag == "a":
            self._url, self._words = said.get("href", ""), ""
        elif tag == "img":
            shows = said.get("alt") or urlsplit(said.get("src", "")).path.rpartition("/")[2]
            self._words += f" {shows}"
            self.found.append(Link(said.get("src", ""), f"Picture: {shows}"[:LONGEST]))

    def handle_data(self, data: str) -> None:
        """Words, of a link or not."""
        self._words += data

    def handle_endtag(self, tag: str) -> None:
        """A link ends."""
        if tag == "a" and self._url:
            words = " ".join(self._words.split()) or self._url
            self.found.append(Link(self._url, words[:LONGEST]))
            self._url = ""
