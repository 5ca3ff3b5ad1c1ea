"""Entering the demo newspaper as its editor, without a password, on its own machine only."""

from __future__ import annotations

from flask.typing import ResponseReturnValue

from ... import web
from ...extensions import limiter
from .. import demonstrating
from ..blueprint import bp
from ..models import Factor
from .entering import let_in


@bp.post("/demo/")
@limiter.limit("30 per minute")
def enter_demo() -> ResponseReturnValue:
    """Sign whoever sits at the demo’s machine in as its editor."""
    if not is_offered():
        raise demonstrating.NoDemo
    return let_in(demonstrating.editor(), Factor.DEMO, remember=False)


def is_offered() -> bool:
    """Whether this is the demo, served to this machine and asked for from it."""
    return demonstrating.is_demo() and web.is_for_this_machine() and web.came_from_this_machine()
