"""Links of letters that are counted. A GET only counts, and leads on; HEAD is a machine's."""

from __future__ import annotations

import binascii

from flask import Response, abort, request
from flask.typing import ResponseReturnValue

from ... import marks, web
from ..blueprint import bp
from . import receiving
from .judging import flaw_of

# A picture of one transparent dot (GIF89a).
DOT = binascii.unhexlify(
    "47494638396101000100800000000000ffffff21f90401000000002c00000000010001000002024401003b"
)


@bp.get("/letters/to/<mark>/", defaults={"reader": ""})
@bp.get("/letters/to/<mark>/<reader>/")
def follow(mark: str, reader: str) -> ResponseReturnValue:
    """Lead on to where a link of a letter leads, and count it."""
    link = receiving.link_of(mark)
    if not link.url:
        abort(404)
    receiving.take(link, reader, web.visit(), _flaw())
    answer = Response(status=302)
    answer.location = link.url
    return _uncached(answer)


@bp.get("/letters/seen/<mark>/", defaults={"reader": ""})
@bp.get("/letters/seen/<mark>/<reader>/")
@marks.shown_elsewhere
def seen(mark: str, reader: str) -> ResponseReturnValue:
    """The picture that tells an opening, of lists that say so."""
    receiving.take(receiving.link_of(mark), reader, web.visit(), _flaw())
    return _uncached(Response(DOT, mimetype="image/gif"))


def _flaw() -> str:
    said = (request.headers.get(name, "") for name in ("Sec-Purpose", "Purpose", "X-Moz"))
    return flaw_of(request.method, request.user_agent.string, " ".join(said))


def _uncached(answer: Response) -> Response:
    answer.headers["X-Robots-Tag"] = "noindex"
    return web.keep_private(answer)
