"""Searching stories: what was typed, put right where needed, and the page of what was found.

The index holds the published stories and nothing else. Whatever is typed is taken as words, so no
operator of either database's query language is left in it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from markupsafe import Markup

from .. import templating
from ..extensions import db
from ..paging import PAGE_SIZE, Paged
from . import ranking, spelling
from .analysing import stem, stems_of, telling, words_of
from .cleaning import plain, without_controls
from .excerpting import excerpt
from .indexing import article_of
from .listing import texts_of
from .models import Article
from .ranking import Filters, Matches
from .spelling import Known

MOST_WORDS = 12
LONGEST_TYPED = 1_000  # characters
NOTHING = Filters()
# Of a story's words those that are asked for like ones: not in its text alone, not in every one.
COMMON = 2_000
ALIKE = 12


@dataclass(frozen=True)
class Found:
    """A story that was found, and the place where its text has the words."""

    article: Article
    snippet: Markup


@dataclass(frozen=True)
class Results(Paged[Found]):
    """A page of what was found; its ``total`` are those that can be paged through.

    ``instead`` are the words that were looked for, by those that were typed and no story has;
    with ``is_some`` no story has all of the words.
    """

    matches: Matches = field(default_factory=Matches)
    instead: dict[str, str] = field(default_factory=dict)
    is_some: bool = False


def search(words: str, number: int = 1, filters: Filters = NOTHING) -> Results:
    """Page ``number`` of the stories with all the words, or with any when none has all."""
    typed = terms(words)
    if not typed:
        return Results([], number, 0)
    known, instead = _put_right(typed)
    stems = list(dict.fromkeys(known[each].stem if each in known else each for each in typed))
    matches, is_some = _matches(stems, list(known.values()), filters)
    ids = matches.ranked[(number - 1) * PAGE_SIZE : number * PAGE_SIZE]
    return Results(
        items=_found([article_of(docid) for docid in ids], set(stems)),
        number=number,
        total=len(matches.ranked),
        matches=matches,
        instead=instead,
        is_some=is_some,
    )


def latest(words: str, limit: int) -> list[int]:
    """The ids of the stories with all the words that were published last, whatever their rank."""
    stems = list(terms(words))
    connection = db.session.connection()
    if not stems or len(spelling.known(connection, stems)) < len(stems):
        return []
    return [article_of(docid) for docid in ranking.newest_with(connection, stems, limit)]


def alike(article: Article, limit: int = ALIKE) -> list[int]:
    """The ids of the stories that share the rarest words of a headline and standfirst."""
    connection = db.session.connection()
    words = stems_of(without_controls(f"{article.headline} {article.standfirst}"))
    known = spelling.known(connection, words)
    telling_words = [each for each in known.values() if 1 < each.stories <= COMMON]
    found = ranking.likest(connection, telling_words, limit + 1, templating.today().date())
    return [id_ for docid in found if (id_ := article_of(docid)) != article.id][:limit]


def terms(words: str) -> dict[str, str]:
    """The words among what was typed by their stems, at most as many as make sense."""
    typed = telling(words_of(without_controls(words[:LONGEST_TYPED])))
    found: dict[str, str] = {}
    for word in typed[:MOST_WORDS]:
        found.setdefault(stem(word), word)
    return found


def _put_right(typed: dict[str, str]) -> tuple[dict[str, Known], dict[str, str]]:
    """What is known of each stem, or of the one that was meant; and the words put right."""
    connection = db.session.connection()
    known = spelling.known(connection, list(typed))
    better = spelling.corrections(connection, [each for each in typed if each not in known])
    return known | better, {typed[each]: meant.word for each, meant in better.items()}


def _matches(
    stems: Sequence[str], known: Sequence[Known], filters: Filters
) -> tuple[Matches, bool]:
    """The stories with all stems, or else with some, and whether it is so."""
    connection, today = db.session.connection(), templating.today().date()
    found = ranking.with_all(connection, stems, filters, today)
    if found.stories or len(stems) == 1 or not known:
        return found, False
    return ranking.with_some(connection, known, filters, today), True


def _found(ids: Sequence[int], stems: set[str]) -> list[Found]:
    """The stories with these ids, in their order, each with its excerpt."""
    if not ids:
        return []
    stories = {story.id: story for story in db.session.scalars(texts_of(ids))}
    return [Found(stories[each], _snippet(stories[each], stems)) for each in ids if each in stories]


def _snippet(story: Article, stems: set[str]) -> Markup:
    """The place of the standfirst or the text that has the words."""
    return excerpt(f"{story.standfirst} {plain(story.body)}".strip(), stems)
