"""Taking what a browser kept before its reader signed in."""

from __future__ import annotations

import datetime as dt
from typing import Any

from flask import abort, jsonify, request
from flask.typing import ResponseReturnValue
from flask_login import current_user

from ... import clock
from ...accounts.guards import signed_in
from ...extensions import db
from ...marks import from_cached_page
from ...web import LARGEST_ROW_NUMBER
from .. import saving
from ..blueprint import bp


@bp.post("/account/saved/take/")
@from_cached_page
@signed_in
def take_saved() -> ResponseReturnValue:
    """Move stories into the account, those there already excepted; 422 for what is no list."""
    wanted = _wanted(request.get_json(silent=True))
    if wanted is None:
        abort(422)
    taken = saving.take(current_user.id, wanted)
    db.session.commit()
    return jsonify(taken=taken)


def _wanted(said: Any) -> dict[int, dt.datetime] | None:
    """Ids with times; None when a script of ours would not say it so."""
    stories = said.get("stories") if isinstance(said, dict) else None
    if not isinstance(stories, list) or len(stories) > saving.MOST_TAKEN:
        return None
    if not all(isinstance(story, dict) and _is_row(story.get("id")) for story in stories):
        return None
    return {story["id"]: _moment(story.get("at")) for story in stories}


def _is_row(said: Any) -> bool:
    return type(said) is int and 0 < said <= LARGEST_ROW_NUMBER


def _moment(said: Any) -> dt.datetime:
    """When it was kept, as the browser says; now, when it says nothing sensible."""
    try:
        moment = dt.datetime.fromisoformat(str(said))
    except ValueError:
        return clock.now()
    return moment if moment.tzinfo else clock.now()
