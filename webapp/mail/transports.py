"""How a message leaves: through a mail server, or into the built-in mailbox.

The only module that speaks SMTP (RFC 5321).
"""

from __future__ import annotations

import mailbox
import smtplib
import ssl
from pathlib import Path
from types import TracebackType
from typing import Protocol, Self
from urllib.parse import unquote, urlsplit

from flask import current_app

CONNECT_SECONDS = 30
FOR_GOOD = 5  # the first digit of a reply that says never (RFC 5321, 4.2.1)
PORTS = {"smtp": 25, "smtp+starttls": 587, "smtps": 465}


class TemporaryFailure(Exception):
    """The message was certainly not taken, and trying again later may help (a 4xx reply)."""


class Refused(Exception):
    """The message was certainly not taken, and never will be (a 5xx reply)."""


class Uncertain(Exception):
    """The connection broke after the final dot was sent: the server may have taken the message."""


class Transport(Protocol):
    """One way out, opened for several messages in a row."""

    def send(self, sender: str, recipient: str, message: bytes) -> str:
        """Hand one message over and return the server's words.

        Raises Refused, TemporaryFailure or Uncertain, each carrying the server's words.
        """

    def __enter__(self) -> Self: ...

    def __exit__(
        self,
        kind: type[BaseException] | None,
        value: BaseException | None,
        trace: TracebackType | None,
    ) -> None: ...


def open_transport() -> Transport:
    """The transport the settings name."""
    if url := current_app.config["SMTP_URL"]:
        return SmtpTransport(url)
    return MailboxTransport(mailbox_folder())


def mailbox_folder() -> Path:
    """Where the built-in mailbox keeps its messages."""
    folder: Path = current_app.config["INSTANCE"] / "mailbox"
    return folder


class MailboxTransport:
    """The built-in mailbox: a Maildir in the instance, shown at /mailbox/."""

    def __init__(self, folder: Path) -> None:
        self.maildir = mailbox.Maildir(folder, create=True)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.maildir.close()

    def send(self, sender: str, recipient: str, message: bytes) -> str:
        """Keep the message, with its envelope in two headers as a mail server would add them."""
        envelope = f"Return-Path: <{sender}>\r\nDelivered-To: {recipient}\r\n"
        self.maildir.add(envelope.encode() + message)
        return "250 kept in the built-in mailbox"


class SmtpTransport:
    """One connection to a mail server, opened at the first message and kept."""

    def __init__(self, url: str) -> None:
        self.url = urlsplit(url)
        self.connection: smtplib.SMTP | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self.connection is not None:
            try:
                self.connection.quit()
            except (smtplib.SMTPException, OSError):
                self.connection.close()
            self.connection = None

    def send(self, sender: str, recipient: str, message: bytes) -> str:
        """See Transport.send."""
        connection = self._connected()
        try:
            _expect(connection.mail(sender, ["BODY=8BITMIME"]), 250)
            _expect(connection.rcpt(recipient), 250, 251)
            code, words = connection.docmd("DATA")
            _expect((code, words), 354)
        except (smtplib.SMTPException, OSError) as problem:
            self._drop()
            raise TemporaryFailure(_words(problem)) from problem
        except (Refused, TemporaryFailure):
            self._reset()
            raise
        return self._finish(connection, message)

    def _finish(self, connection: smtplib.SMTP, message: bytes) -> str:
        """Send the text and the final dot; from here on a broken connection leaves doubt."""
        try:
            connection.send(_with_dots(message))
            reply = connection.getreply()
        except (smtplib.SMTPException, OSError) as problem:
            self._drop()
            raise Uncertain(_words(problem)) from problem
        try:
            return _expect(reply, 250)
        except (Refused, TemporaryFailure):
            self._reset()
            raise

    def _connected(self) -> smtplib.SMTP:
        if self.connection is None:
            try:
                self.connection = _connect(self.url.geturl())
            except smtplib.SMTPAuthenticationError as problem:
                raise TemporaryFailure(f"sign-in refused: {_words(problem)}") from problem
            except (smtplib.SMTPException, OSError) as problem:
                raise TemporaryFailure(_words(problem)) from problem
        return self.connection

    def _reset(self) -> None:
        try:
            if self.connection is not None:
                self.connection.rset()
        except (smtplib.SMTPException, OSError):
            self._drop()

    def _drop(self) -> None:
        if self.connection is not None:
            self.connection.close()
            self.connection = None


def _connect(url: str) -> smtplib.SMTP:
    parts = urlsplit(url)
    host, port = parts.hostname or "", parts.port or PORTS[parts.scheme]
    safe = ssl.create_default_context()
    if parts.scheme == "smtps":
        connection: smtplib.SMTP = smtplib.SMTP_SSL(
            host, port, timeout=CONNECT_SECONDS, context=safe
        )
    else:
        connection = smtplib.SMTP(host, port, timeout=CONNECT_SECONDS)
    connection.ehlo()
    if parts.scheme == "smtp+starttls":
        connection.starttls(context=safe)
        connection.ehlo()
    if parts.username:
        connection.login(unquote(parts.username), unquote(parts.password or ""))
    return connection


def _expect(reply: tuple[int, bytes], *codes: int) -> str:
    """The reply's words when it has one of ``codes``, else the failure they mean (RFC 5321, 4.2)."""
    code, text = reply
    words = f"{code} {text.decode('utf-8', 'replace')}".strip()[:500]
    if code in codes:
        return words
    raise (Refused if code // 100 == FOR_GOOD else TemporaryFailure)(words)


def _with_dots(message: bytes) -> bytes:
    """The message as DATA carries it: CRLF lines, leading dots doubled, final dot (RFC 5321, 4.5.2)."""
    lines = message.replace(b"\r\n", b"\n").rstrip(b"\n").split(b"\n")
    return (
        b"\r\n".join(b"." + line if line.startswith(b".") else line for line in lines)
        + b"\r\n.\r\n"
    )


def _words(problem: Exception) -> str:
    return f"{type(problem).__name__}: {problem}"[:500]
