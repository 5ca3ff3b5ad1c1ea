"""Cleaning what goes into a story: HTML to a newspaper’s few tags, lines to one line."""

from __future__ import annotations

import html
import re

import nh3

TAGS = {
    *("p", "h2", "h3", "blockquote", "ul", "ol", "li", "a", "em", "strong"),
    *("figure", "figcaption", "br", "hr"),
}
SCHEMES = {"http", "https", "mailto"}
# What neither XML 1.0 nor PostgreSQL's text can hold, and what turns the direction of a page.
FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u202a-\u202e\u2066-\u2069\ufffe\uffff]")
SURROGATES = re.compile("[\ud800-\udfff]")
BLOCKS = re.compile(r"</?(?:p|h2|h3|blockquote|ul|ol|li|figure|figcaption|br|hr)\b[^>]*>")
ANY_TAG = re.compile(r"<[^>]*>")


def clean_body(typed: str) -> str:
    """HTML with nothing in it that runs, loads or leads astray."""
    return nh3.clean(
        without_controls(typed),
        tags=TAGS,
        attributes={"a": {"href"}},
        url_schemes=SCHEMES,
        link_rel="noopener",
    ).strip()


def clean_line(typed: str) -> str:
    """Text of one line: white space folded, nothing invisible."""
    return " ".join(without_controls(typed).split())


def without_controls(typed: str) -> str:
    """The text without characters that cannot be stored, sent as XML or seen."""
    return SURROGATES.sub("", FORBIDDEN.sub("", typed))


def plain(body: str) -> str:
    """The words of a clean body, without its tags."""
    return " ".join(html.unescape(ANY_TAG.sub("", BLOCKS.sub(" ", body))).split())
