"""Describing: what a page is about, in the words of schema.org, as JSON-LD for search engines."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import Any

from markupsafe import Markup

from ..templating import iso, public_url, publication
from .addressing import article_url
from .models import Article, Author, Correction, Image, Topic
from .picturing import CARD, CARD_WIDTH
from .syndicating import picture_url

LONGEST_HEADLINE = 110  # characters, as Google reads them
# What could end the script element or be taken for markup; JSON lets every character be escaped.
ESCAPES = str.maketrans({c: f"\\u{ord(c):04x}" for c in "<>&\u2028\u2029"})

Thing = dict[str, Any]


def describe_paper() -> Markup:
    """The front page: the organisation, and its site with the search."""
    return _dumped([_organisation(), _site()])


def describe_story(article: Article, placed: Iterable[Image] = ()) -> Markup:
    """A story with the pictures placed in its text, and the way down to it."""
    section = article.section
    steps = [
        (section.name, public_url("reading.section", slug=section.slug)),
        (article.headline, article_url(article, external=True)),
    ]
    return _dumped([_news_article(article, placed), _breadcrumbs(steps)])


def describe_list(*steps: tuple[str, str]) -> Markup:
    """A list of stories: the way down to it, a name and an absolute address each."""
    return _dumped([_breadcrumbs(steps)])


def _news_article(article: Article, placed: Iterable[Image]) -> Thing:
    address = article_url(article, external=True)
    images = dict.fromkeys(filter(None, [article.image, *placed]))
    published = article.published_at
    described = {
        "@type": "NewsArticle",
        "@id": f"{address}#story",
        "mainEntityOfPage": address,
        "url": address,
        "headline": _cut(article.headline),
        "description": article.standfirst,
        "image": _pictures(list(images)),
        "datePublished": iso(published) if published else "",
        "dateModified": iso(max(article.updated_at, published)) if published else "",
        "author": [_author(article.author)],
        "publisher": _organisation(),
        "articleSection": article.section.name,
        "keywords": [topic.name for topic in article.topics],
        "about": [_about(topic) for topic in article.topics],
        "inLanguage": "en",
        "correction": [_correction(one) for one in article.corrections],
    }
    return {name: value for name, value in described.items() if value} | {
        "isAccessibleForFree": True
    }


def _pictures(images: Sequence[Image]) -> list[Thing]:
    """Each picture as JPEG for everyone, and at its widest."""
    widths = [(image, min(image.width, CARD_WIDTH), image.widths[-1]) for image in images]
    return [
        _picture(image, width, file)
        for image, card, widest in widths
        for width, file in {card: CARD, widest: image.rendition(widest)}.items()
    ]


def _picture(image: Image, width: int, file: str) -> Thing:
    described = {
        "@type": "ImageObject",
        "url": picture_url(image, file),
        "width": width,
        "height": image.height_at(width),
        "caption": image.caption or image.alt,
        "creditText": image.credit,
    }
    return {name: value for name, value in described.items() if value}


def _author(author: Author) -> Thing:
    address = public_url("reading.author", slug=author.slug)
    return {"@type": "Person", "name": author.name, "url": address}


def _correction(correction: Correction) -> Thing:
    moment = iso(correction.at)
    return {"@type": "CorrectionComment", "text": correction.text, "datePublished": moment}


def _about(topic: Topic) -> Thing:
    address = public_url("reading.topic", slug=topic.slug)
    return {"@type": "Thing", "name": topic.name, "url": address}


def _organisation() -> Thing:
    paper = publication()
    front = public_url("reading.front")
    logo = {
        "@type": "ImageObject",
        "url": public_url("reading.icon", size=512),
        "width": 512,
        "height": 512,
    }
    return {
        "@type": "Organization",
        "@id": f"{front}#paper",
        "name": paper.name,
        "slogan": paper.tagline,
        "url": front,
        "logo": logo,
        "email": paper.contact_email,
        "sameAs": [url for _, url in paper.social],
    }


def _site() -> Thing:
    front = public_url("reading.front")
    search = public_url("reading.search") + "?q={search_term_string}"
    return {
        "@type": "WebSite",
        "@id": f"{front}#site",
        "name": publication().name,
        "url": front,
        "inLanguage": "en",
        "publisher": {"@id": f"{front}#paper"},
        "potentialAction": {
            "@type": "SearchAction",
            "target": {"@type": "EntryPoint", "urlTemplate": search},
            "query-input": "required name=search_term_string",
        },
    }


def _breadcrumbs(steps: Sequence[tuple[str, str]]) -> Thing:
    whole = [(publication().name, public_url("reading.front")), *steps]
    return {
        "@type": "BreadcrumbList",
        "itemListElement": [
            {"@type": "ListItem", "position": place, "name": name, "item": address}
            for place, (name, address) in enumerate(whole, 1)
        ],
    }


def _cut(headline: str) -> str:
    """The headline, ended after a whole word where it is longer than search engines read."""
    if len(headline) <= LONGEST_HEADLINE:
        return headline
    whole = headline[:LONGEST_HEADLINE].rpartition(" ")[0] or headline[: LONGEST_HEADLINE - 1]
    return whole[: LONGEST_HEADLINE - 1].rstrip() + "…"


def _dumped(graph: Sequence[Thing]) -> Markup:
    """The things as JSON that nothing in a headline can lead out of its script element."""
    document = {"@context": "https://schema.org", "@graph": list(graph)}
    dumped = json.dumps(document, ensure_ascii=False, separators=(",", ":"))
    return Markup(dumped.translate(ESCAPES))  # noqa: S704 (escaped in this line)
