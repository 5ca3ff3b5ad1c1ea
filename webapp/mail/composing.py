"""Building one message: templates rendered, headers set, nothing a person typed left unchecked."""

from __future__ import annotations

from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, formataddr, make_msgid

import css_inline
from flask import current_app, render_template

from .. import clock

POLICY = SMTP.clone(max_line_length=78)


def compose(kind: str, recipient: str, **context: object) -> EmailMessage:
    """The message of templates/mail/<kind>/ for one recipient.

    Subject, text and HTML come from subject.txt, body.txt and body.html; the HTML gets its styles
    inlined. A mail of this kind is written to one person on their own doing, so it is marked as
    automatic (RFC 3834) and carries no List- headers.
    """
    subject = " ".join(render_template(f"mail/{kind}/subject.txt", **context).split())
    message = EmailMessage(policy=POLICY)
    config = current_app.config
    message["From"] = formataddr((config["NAME"], config["MAIL_FROM"]))
    message["To"] = recipient
    message["Subject"] = subject
    message["Date"] = format_datetime(clock.now())
    message["Message-ID"] = make_msgid(domain=config["MAIL_FROM"].partition("@")[2])
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(render_template(f"mail/{kind}/body.txt", **context).strip() + "\n")
    html = render_template(f"mail/{kind}/body.html", **context)
    message.add_alternative(inline_styles(html), subtype="html")
    return message


def inline_styles(html: str) -> str:
    """Move rules of <style> onto the elements, as mail readers need; media queries stay rules."""
    return css_inline.CSSInliner(keep_at_rules=True, load_remote_stylesheets=False).inline(html)
