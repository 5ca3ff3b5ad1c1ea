"""Inviting readers from outside: a QR code of a list’s sign-up page, a form for other sites."""

from __future__ import annotations

from io import BytesIO

import segno
from flask import render_template

from ..subscriptions import links
from ..subscriptions.models import MailingList
from ..subscriptions.wording import ELSEWHERE
from ..templating import public_url

TYPES = {"svg": "image/svg+xml", "png": "image/png"}
PIXELS = {"svg": 8, "png": 24}  # a module; a page on a poster needs a large PNG
# Dark on white in dark mode and in print alike: not every camera reads it the other way round.
COLOURS = {"dark": "#14212B", "light": "#FFFFFF"}


def sign_up_address(mailing_list: MailingList) -> str:
    """The page on which the list is ticked; of a private one the invitation."""
    if not mailing_list.is_public:
        return links.invitation_url(mailing_list)
    return public_url("subscriptions.subscribe", lists=mailing_list.slug)


def sign_up_code(mailing_list: MailingList, kind: str) -> bytes:
    """The same as a picture: ``kind`` is svg or png."""
    picture = BytesIO()
    code = segno.make(sign_up_address(mailing_list), error="m", micro=False)
    code.save(picture, kind=kind, scale=PIXELS[kind], **COLOURS)
    return picture.getvalue()


def form_for_other_sites(mailing_list: MailingList) -> str:
    """Plain HTML that another site puts on its page: no script, no picture, no style of ours."""
    goal = public_url("subscriptions.subscribe")
    shown = {"mailing_list": mailing_list, "goal": goal, "wording": ELSEWHERE}
    return render_template("newsroom/lists/form_elsewhere.html", **shown).strip() + "\n"
