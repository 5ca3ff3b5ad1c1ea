"""The text twin of an HTML body: what a reader of plain text, or a screen reader, gets."""

from __future__ import annotations

import re
import textwrap
from html.parser import HTMLParser

WIDTH = 72
BLOCKS = {"p", "div", "h1", "h2", "h3", "h4", "blockquote", "ul", "ol", "figure", "figcaption"}
BLOCKS |= {"table", "tr", "pre", "hr", "li"}
HEADINGS = {"h1": "=", "h2": "-"}
SPACES = re.compile(r"[ \t\r\n\f]+")


def to_text(html: str) -> str:
    """Plain text of a cleaned HTML body: wrapped paragraphs, a link's address after its words."""
    flattener = Flattener()
    flattener.feed(html)
    flattener.close()
    return "\n\n".join(flattener.finished()).strip() + "\n"


class Flattener(HTMLParser):
    """Gathers the blocks of a body one after the other."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.blocks: list[str] = []
        self.words: list[str] = []
        self.indents: list[str] = []
        self.first_indent = ""
        self.after_item = False
        self.link, self.link_start = "", 0
        self.in_heading = False
        self.below: list[str] = []  # addresses of links in a heading, for under its line
        self.numbers: list[int | None] = []

    def finished(self) -> list[str]:
        """Every block of the body."""
        self._end_block()
        return self.blocks

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Begin a block, a list item, a link; note a picture."""
        given = {name: value or "" for name, value in attrs}
        if tag in BLOCKS:
            self._end_block()
        self.in_heading = self.in_heading or tag in HEADINGS
        if tag in {"ul", "ol"}:
            self.numbers.append(0 if tag == "ol" else None)
        elif tag == "li":
            self._begin_item()
        elif tag == "blockquote":
            self.indents.append("> ")
        elif tag == "hr":
            self.blocks.append("* * *")
        elif tag == "br":
            self.words.append("\n")
        elif tag == "img" and given.get("alt"):
            self.words.append(f"[{given['alt']}]")
        elif tag == "a":
            self.link, self.link_start = given.get("href", ""), len(self.words)

    def handle_endtag(self, tag: str) -> None:
        """End what its start began."""
        if tag == "a":
            self._end_link()
        if tag in HEADINGS:
            self._end_heading(HEADINGS[tag])
        elif tag in BLOCKS:
            self._end_block()
        if tag in {"ul", "ol"} and self.numbers:
            self.numbers.pop()
        if tag in {"li", "blockquote"} and self.indents:
            self.indents.pop()

    def handle_data(self, data: str) -> None:
        """Keep words; white space is folded as a browser does."""
        self.words.append(SPACES.sub(" ", data))

    def _begin_item(self) -> None:
        sign = "- "
        if self.numbers and (number := self.numbers[-1]) is not None:
            self.numbers[-1] = number + 1
            sign = f"{number + 1}. "
        self.first_indent = "".join(self.indents) + sign
        self.indents.append(" " * len(sign))

    def _end_link(self) -> None:
        words = "".join(self.words[self.link_start :]).strip()
        address = self.link.removeprefix("mailto:")
        is_worth_it = self.link.startswith(("http://", "https://", "mailto:"))
        if is_worth_it and address not in words:
            (self.below if self.in_heading else self.words).append(f" <{address}>")
        self.link = ""

    def _end_heading(self, underline: str) -> None:
        before = len(self.blocks)
        self._end_block()
        if len(self.blocks) > before:
            longest = max(len(line) for line in self.blocks[-1].splitlines())
            self.blocks[-1] += "\n" + underline * longest
            self.blocks[-1] += "".join(f"\n{address.strip()}" for address in self.below)
        self.in_heading, self.below = False, []

    def _end_block(self) -> None:
        indent, is_item = "".join(self.indents), bool(self.first_indent)
        paragraphs = [SPACES.sub(" ", line).strip() for line in "".join(self.words).split("\n")]
        self.words = []
        lines = [line for part in paragraphs if part for line in self._wrap(part, indent)]
        if not lines:
            return
        if is_item and self.after_item:  # items of a list stand close together
            self.blocks[-1] += "\n" + "\n".join(lines)
        else:
            self.blocks.append("\n".join(lines))
        self.after_item = is_item

    def _wrap(self, paragraph: str, indent: str) -> list[str]:
        first, self.first_indent = self.first_indent or indent, ""
        return textwrap.wrap(
            paragraph,
            WIDTH,
            initial_indent=first,
            subsequent_indent=indent,
            break_long_words=False,
            break_on_hyphens=False,
        )
