"""Maps of people: a bit for each, by which PostgreSQL tells of a whole list who meets a condition.

Left to itself it makes a table in memory of one set, and looks each of the other up there: of a
hundred thousand people that table is larger than a processor’s cache, and of more it is written to
disk. The map of a million people has 125 kB. It is drawn once, for the smaller set, and the list is
read off its index and counted where a bit is set.
"""

from __future__ import annotations

from sqlalchemy import CTE, BigInteger, LargeBinary, ScalarSelect, Select, func, literal, select
from sqlalchemy.dialects.postgresql import aggregate_order_by

from ...extensions import db, is_postgresql
from ...subscriptions import counting
from ...subscriptions.models import Subscriber
from .narrowing import Condition, began

SHIFT, WORD = 6, 64  # bits of a word, and the power of two that they are
SPARSEST = 16  # bits of a map for each person: more are not worth drawing


def are_worth_it() -> bool:
    """Whether this database draws maps, and the numbers of people lie close enough together."""
    if not is_postgresql():
        return False
    last = db.session.scalar(select(func.max(Subscriber.id))) or 0
    return last <= SPARSEST * counting.everybody()


def number(people: Select[int], large: Condition, less: Condition | None) -> Select[int]:
    """How many of some people meet a condition, on PostgreSQL, but for those who meet another.

    Every id is one of ``subscribers``, as keys and triggers see to: no map is too short for it.
    """
    drawn = select(_map_of(people).label("bits")).cte("map")
    found = _marked(drawn, large)
    return select(found - _marked(drawn, less) if less else found)


def _marked(drawn: CTE, condition: Condition) -> ScalarSelect[int]:
    """How many who meet a condition have a bit in the map."""
    bits = select(drawn.c.bits).scalar_subquery()
    # The eight bytes of a word begin with its highest bits, and those of a byte with the lowest.
    is_set = func.get_bit(bits, condition.person.bitwise_xor(WORD - 8)) == 1
    met = began(condition, []).where(is_set).subquery()
    return select(func.count()).select_from(met).scalar_subquery()


def _map_of(people: Select[int]) -> ScalarSelect[bytes]:
    """Words of 64 bits one after another, an empty one where there is nobody."""
    id_ = people.subquery().c.id
    bit = literal(1, BigInteger).bitwise_lshift(id_.bitwise_and(WORD - 1))
    place = id_.bitwise_rshift(SHIFT).label("place")
    words = select(place, func.bit_or(bit).label("bits")).group_by(place).subquery()
    last = select(func.max(Subscriber.id).bitwise_rshift(SHIFT)).scalar_subquery()
    each = func.generate_series(0, last).table_valued("place").render_derived()
    word = func.int8send(func.coalesce(words.c.bits, 0))
    whole = func.string_agg(word, aggregate_order_by(literal(b"", LargeBinary), each.c.place))
    joined = each.outerjoin(words, words.c.place == each.c.place)
    return select(whole).select_from(joined).scalar_subquery()
