"""Building one message: templates rendered, headers set, nothing a person typed left unchecked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, make_msgid

import css_inline
from flask import current_app, render_template

from .. import clock
from ..addresses import on_the_wire
from .headers import field, mailbox, one_line, prepared

# Seven bits everywhere: any server takes it, and nothing on the way breaks a signature.
POLICY = SMTP.clone(max_line_length=76, cte_type="7bit")


@dataclass(frozen=True)
class Composed:
    """A finished message."""

    subject: str
    content: bytes  # with CRLF lines


def compose(kind: str, recipient: str, **context: object) -> Composed:
    """The message of templates/mail/<kind>/ for one recipient.

    Subject, text and HTML come from subject.txt, body.txt and body.html; the HTML gets its styles
    inlined. A mail of this kind is written to one person on their own doing, so it is marked as
    automatic (RFC 3834) and carries no List- headers.
    """
    config = current_app.config
    sender = mailbox("From", config["NAME"], on_the_wire(config["MAIL_FROM"]))
    return compose_with([sender], kind, recipient, **context)


def compose_with(fields: Sequence[bytes], kind: str, recipient: str, **context: object) -> Composed:
    """The same with header fields of its own, From among them: for a mail of a list."""
    domain = on_the_wire(current_app.config["MAIL_FROM"]).partition("@")[2]
    subject = one_line(render_template(f"mail/{kind}/subject.txt", **context))
    head = [
        *fields,
        prepared("To", on_the_wire(recipient)),
        field("Subject", subject),
        prepared("Date", format_datetime(clock.now())),
        prepared("Message-ID", make_msgid(domain=domain)),
        prepared("Auto-Submitted", "auto-generated"),
    ]
    return Composed(subject, b"".join([*head, _body(kind, **context)]))


def _body(kind: str, **context: object) -> bytes:
    """Both parts with their MIME headers, text first (RFC 2046, 5.1.4)."""
    message = EmailMessage(policy=POLICY)
    message.set_content(render_template(f"mail/{kind}/body.txt", **context).strip() + "\n")
    html = render_template(f"mail/{kind}/body.html", **context)
    message.add_alternative(inline_styles(html), subtype="html")
    return message.as_bytes()


def inline_styles(html: str) -> str:
    """Move rules of <style> onto the elements, as mail readers need; media queries stay rules."""
    return css_inline.CSSInliner(keep_at_rules=True, load_remote_stylesheets=False).inline(html)
