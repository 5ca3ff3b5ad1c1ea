"""Building one message: templates rendered, headers set, nothing a person typed left unchecked."""

from __future__ import annotations

from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, make_msgid

import css_inline
from flask import current_app, render_template

from .. import clock
from ..addresses import on_the_wire

# Seven bits everywhere: any server takes it, and nothing on the way breaks a signature.
POLICY = SMTP.clone(max_line_length=76, cte_type="7bit")
# Only an address in another script needs more, and a server that says SMTPUTF8 (RFC 6531).
WIDE_POLICY = POLICY.clone(utf8=True)


def compose(kind: str, recipient: str, **context: object) -> EmailMessage:
    """The message of templates/mail/<kind>/ for one recipient.

    Subject, text and HTML come from subject.txt, body.txt and body.html; the HTML gets its styles
    inlined. A mail of this kind is written to one person on their own doing, so it is marked as
    automatic (RFC 3834) and carries no List- headers.
    """
    config = current_app.config
    address = on_the_wire(recipient)
    message = EmailMessage(policy=POLICY if address.isascii() else WIDE_POLICY)
    message["From"] = Address(config["NAME"], addr_spec=on_the_wire(config["MAIL_FROM"]))
    message["To"] = address
    message["Subject"] = one_line(render_template(f"mail/{kind}/subject.txt", **context))
    message["Date"] = format_datetime(clock.now())
    message["Message-ID"] = make_msgid(domain=config["MAIL_FROM"].partition("@")[2])
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(render_template(f"mail/{kind}/body.txt", **context).strip() + "\n")
    html = render_template(f"mail/{kind}/body.html", **context)
    message.add_alternative(inline_styles(html), subtype="html")
    return message


def one_line(text: str) -> str:
    """The text as a header can carry it."""
    return " ".join(text.split())


def inline_styles(html: str) -> str:
    """Move rules of <style> onto the elements, as mail readers need; media queries stay rules."""
    return css_inline.CSSInliner(keep_at_rules=True, load_remote_stylesheets=False).inline(html)
