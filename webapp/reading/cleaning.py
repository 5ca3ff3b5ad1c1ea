"""Cleaning what goes into a story: HTML to a newspaper’s few tags, lines to one line."""

from __future__ import annotations

import html
import re

import nh3

TAGS = {
    *("p", "h2", "h3", "blockquote", "ul", "ol", "li", "a", "em", "strong"),
    *("figure", "figcaption", "img", "small", "aside", "br", "hr"),
}
PULL_QUOTE = "pull-quote"
SCHEMES = {"http", "https", "mailto"}
# What neither XML 1.0 nor PostgreSQL's text can hold, and what turns the direction of a page.
FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u202a-\u202e\u2066-\u2069\ufffe\uffff]")
SURROGATES = re.compile("[\ud800-\udfff]")
BLOCKS = re.compile(r"</?(?:p|h2|h3|blockquote|ul|ol|li|figure|figcaption|aside|br|hr)\b[^>]*>")
ANY_TAG = re.compile(r"<[^>]*>")
# One of our pictures, by its key; the JPEG that every picture has stands for it in a body.
OWN_PICTURE = re.compile(r"/pictures/([0-9a-f]{32})/[0-9a-z]+\.[a-z]+")
IMG = re.compile(r'<img(?: [a-z]+="[^"]*")*>')
FIGURE = re.compile(r"<figure>((?:(?!</?figure>).)*)</figure>", re.DOTALL)
CAPTION = re.compile(r"<figcaption>((?:(?!</?figcaption>).)*)</figcaption>", re.DOTALL)
# What is kept as a whole: a picture of ours with its caption, and a pull quote.
SET_PIECE = re.compile(
    r'(<figure><img src="[^"]*" alt="[^"]*">(?:<figcaption>(?:(?!</?figcaption>).)*</figcaption>)?'
    rf'</figure>|<aside class="{PULL_QUOTE}">(?:(?!</?aside).)*</aside>)',
    re.DOTALL,
)
# Where WordPress leaves pictures: in links to themselves, in paragraphs, and between blocks.
LINKED = re.compile(rf"<a\b[^>]*>\s*({IMG.pattern})\s*</a>")
AFTER = "|".join(f"(?<=</{tag}>)" for tag in ("p", "h2", "h3", "ul", "ol", "blockquote", "aside"))
UNFRAMED = re.compile(
    rf"{FIGURE.pattern}|<p>((?:(?!</?p>|<figure>).)*)</p>"
    rf"|(?:\A|{AFTER}|(?<=<hr>))((?:\s*{IMG.pattern})+)",
    re.DOTALL,
)
STRAY = re.compile(rf"</?(?:figure|figcaption|aside)\b[^>]*>|{IMG.pattern}")


def clean_body(typed: str) -> str:
    """HTML with nothing in it that runs or leads astray; of pictures only ours, in figures."""
    return _set(
        nh3.clean(
            without_controls(typed),
            tags=TAGS,
            attributes={"a": {"href"}, "img": {"src", "alt"}},
            allowed_classes={"aside": {PULL_QUOTE}},
            attribute_filter=_allowed,
            url_schemes=SCHEMES,
            link_rel="noopener",
        )
    ).strip()


def _allowed(tag: str, attribute: str, value: str) -> str | None:
    """The value of an attribute; None for the address of a picture that is not ours."""
    if (tag, attribute) != ("img", "src"):
        return value
    own = OWN_PICTURE.fullmatch(value)
    return own and f"/pictures/{own[1]}/card.jpg"


def _set(cleaned: str) -> str:
    """Figures and pull quotes in the one form that the rest of the paper knows, and no others."""
    framed = UNFRAMED.sub(_framed, LINKED.sub(r"\1", cleaned))
    pieces = SET_PIECE.split(FIGURE.sub(_figure, framed))
    pieces[::2] = (STRAY.sub("", between) for between in pieces[::2])
    return "".join(pieces)


def _framed(found: re.Match[str]) -> str:
    """A paragraph beside figures of the pictures that stood in it, or pictures as figures."""
    _, paragraph, pictures = found.groups()
    if pictures:
        return _figures(pictures)
    if paragraph is None or not (figures := _figures(paragraph)):
        return found[0]
    words = IMG.sub("", paragraph).strip()
    pieces = [f"<p>{words}</p>" if plain(words) else "", figures]
    return "".join(pieces if IMG.match(paragraph.lstrip()) is None else reversed(pieces))


def _figures(cleaned: str) -> str:
    """A figure for each picture of ours."""
    return "".join(figure(p["src"], p.get("alt", "")) for p in _pictures(cleaned))


def _pictures(cleaned: str) -> list[dict[str, str]]:
    """The attributes of the pictures of ours."""
    every = (dict(re.findall(r' ([a-z]+)="([^"]*)"', img)) for img in IMG.findall(cleaned))
    return [one for one in every if "src" in one]


def _figure(found: re.Match[str]) -> str:
    """A figure of one picture and one caption; what else stood in it follows it."""
    pictures = _pictures(found[1])
    if not pictures:
        return found[1]
    picture = pictures[0]
    caption = CAPTION.search(found[1])
    rest = STRAY.sub("", CAPTION.sub("", found[1], count=1)).strip()
    words = caption and STRAY.sub("", caption[1]).strip()
    return figure(picture["src"], picture.get("alt", ""), words or "") + (
        rest if plain(rest) else ""
    )


def figure(src: str, alt: str, caption: str = "") -> str:
    """A picture in a body, with its caption; both texts are HTML."""
    words = f"<figcaption>{caption}</figcaption>" if caption else ""
    return f'<figure><img src="{src}" alt="{alt}">{words}</figure>'


def clean_line(typed: str) -> str:
    """Text of one line: white space folded, nothing invisible."""
    return " ".join(without_controls(typed).split())


def without_controls(typed: str) -> str:
    """The text without characters that cannot be stored, sent as XML or seen."""
    return SURROGATES.sub("", FORBIDDEN.sub("", typed))


def plain(body: str) -> str:
    """The words of a clean body, without its tags."""
    return " ".join(html.unescape(ANY_TAG.sub("", BLOCKS.sub(" ", body))).split())
