"""Looking among many values at once: one parameter, however many they are.

A parameter for each would make another statement of every number of them, to be planned anew.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from sqlalchemy import Boolean, ColumnElement, Text, bindparam
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement
from sqlalchemy.types import String


def is_among(column: Any, values: Iterable[int] | Iterable[str]) -> ColumnElement[bool]:
    """Whether a column of numbers or texts, which has an index, holds one of these values."""
    written = bindparam(None, json.dumps(list(values), ensure_ascii=False), type_=Text())
    return (_TextIsAmong if isinstance(column.type, String) else _NumberIsAmong)(column, written)


class _IsAmong(FunctionElement[bool]):
    type = Boolean()
    inherit_cache = True

    def self_group(self, against: Any = None) -> Any:
        """It is a condition by itself, also where truth is a number: not “… = 1” beside others."""
        return super().self_group(against) if against is None else self


class _NumberIsAmong(_IsAmong):
    inherit_cache = True


class _TextIsAmong(_IsAmong):
    inherit_cache = True


@compiles(_IsAmong, "sqlite")
def _in_json(one: _IsAmong, compiler: SQLCompiler, **how: Any) -> str:
    column, values = (compiler.process(each, **how) for each in one.clauses)
    return f"{column} IN (SELECT value FROM json_each({values}))"  # noqa: S608 (compiled already)


@compiles(_NumberIsAmong, "postgresql")
def _in_array(one: _NumberIsAmong, compiler: SQLCompiler, **how: Any) -> str:
    """PostgreSQL looks the numbers of an array up by key, one by one, and joins nothing to them.

    The planner does not see how many they are. Of thousands it would rather read a table that
    nobody counted yet from its beginning to its end, or some other index of it.
    """
    column, values = (compiler.process(each, **how) for each in one.clauses)
    return f"{column} = ANY (ARRAY(SELECT jsonb_array_elements({values}::JSONB)::BIGINT))"


@compiles(_TextIsAmong, "postgresql")
def _in_texts(one: _TextIsAmong, compiler: SQLCompiler, **how: Any) -> str:
    """As rows, which the planner takes for a hundred.

    Of an array it would look up each in the trigrams that searching has of a small table: seconds.
    """
    column, values = (compiler.process(each, **how) for each in one.clauses)
    return f"{column} IN (SELECT jsonb_array_elements_text({values}::JSONB))"
