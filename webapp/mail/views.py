"""The built-in mailbox at /mailbox/, there only while no mail server is set."""

from __future__ import annotations

from flask import Response, abort, current_app, make_response, render_template, request

from .. import web
from ..answer_headers import LETTER_POLICY
from ..paging import Paged
from .blueprint import bp
from .mailbox import Mailbox
from .opening import Opened, framed, opened
from .transports import way

SHOWN = 30  # messages on one page


@bp.get("/mailbox/")
def mailbox() -> Response:
    """What was sent, newest first."""
    box = the_mailbox()
    number = request.args.get("page", 1, type=int)
    names = box.names()
    shown = names[(number - 1) * SHOWN : number * SHOWN] if number > 0 else []
    if not shown and number != 1:
        abort(404)
    page = Paged([message_named(box, name) for name in shown], number, len(names), SHOWN)
    return web.keep_private(make_response(render_template("mailbox/list.html", page=page)))


@bp.get("/mailbox/<name>/")
def message(name: str) -> Response:
    """One message: its headers, its text, and its HTML in a frame."""
    found = message_named(the_mailbox(), name)
    page = render_template("mailbox/message.html", message=found)
    return web.keep_private(make_response(page))


@bp.get("/mailbox/<name>/html/")
def message_html(name: str) -> Response:
    """The HTML part alone, where nothing in it can run, send or read anything."""
    found = message_named(the_mailbox(), name)
    answer = Response(framed(found.html))
    answer.headers["Content-Security-Policy"] = LETTER_POLICY
    return web.keep_private(answer)


def the_mailbox() -> Mailbox:
    """The mailbox; 404 when mail goes to a server, or when strangers could open it.

    Its mails hold links that reset passwords: a site that others reach must never show it, nor one
    on this machine to another, nor to a page of another site whose name was made to mean this one.
    """
    is_ours_alone = web.is_for_this_machine() and web.came_from_this_machine()
    if current_app.config["SMTP_URL"] or not is_ours_alone:
        abort(404)
    return Mailbox(way().mailbox_folder)


def message_named(box: Mailbox, name: str) -> Opened:
    """The message of that name; 404 when there is none."""
    raw = box.read(name)
    if raw is None:
        abort(404)
    return opened(name, raw)
