"""Mail servers for tests: one that keeps what it takes, told beforehand how to misbehave."""

from __future__ import annotations

import email
import email.policy
import socket
import socketserver
import threading
import time
from collections import Counter
from dataclasses import dataclass, field
from email.message import EmailMessage
from typing import Self

# What a script may say besides a reply: end the connection at this point.
HANG_UP = "hang up"


@dataclass
class Taken:
    """One message the server took, or began to take."""

    sender: str
    recipient: str
    raw: bytes
    connection: int
    at: float = field(default_factory=time.monotonic)

    @property
    def message(self) -> EmailMessage:
        """The message as the standard library reads it."""
        return email.message_from_bytes(self.raw, policy=email.policy.default)


@dataclass
class Script:
    """How the server answers: a reply for a recipient at a point, else the usual one.

    ``at[("dot", "reader@example.com")] = ["451 later", HANG_UP]`` answers the first final dot
    with 451, hangs up at the second and behaves from the third on. "*" stands for any recipient.
    """

    at: dict[tuple[str, str], list[str]] = field(default_factory=dict)
    offers: tuple[str, ...] = ("PIPELINING", "8BITMIME", "SMTPUTF8")
    pause: float = 0  # seconds before the reply to the final dot

    def answer(self, point: str, recipient: str, usual: str) -> str:
        """The next reply at this point."""
        for who in (recipient, "*"):
            if waiting := self.at.get((point, who)):
                return waiting.pop(0)
        return usual


class Session(socketserver.StreamRequestHandler):
    """One connection."""

    server: Server
    disable_nagle_algorithm = True

    def handle(self) -> None:
        self.number = self.server.greet()
        self.recipient = ""
        self.sender = ""
        try:
            self.say(self.server.script.answer("greeting", "*", "220 test server"))
            while line := self.rfile.readline():
                self.obey(line.decode().strip())
        except (ConnectionError, HangUp):
            pass
        finally:
            self.server.leave()

    def say(self, reply: str) -> None:
        if reply == HANG_UP:
            self.connection.shutdown(socket.SHUT_RDWR)
            raise HangUp
        self.wfile.write(reply.encode() + b"\r\n")
        self.wfile.flush()

    def obey(self, line: str) -> None:
        script = self.server.script
        self.server.commands.append(line)
        command = line.upper()
        if command.startswith("EHLO") and (refusal := script.answer("ehlo", "*", "")):
            self.say(refusal)
        elif command.startswith("EHLO"):
            lines = ["test server", *script.offers]
            for number, offer in enumerate(lines, 1):
                self.say(f"250{' ' if number == len(lines) else '-'}{offer}")
        elif command.startswith("MAIL"):
            self.sender, self.recipient = line[line.index("<") + 1 : line.index(">")], ""
            self.say(script.answer("mail", "*", "250 sender fine"))
        elif command.startswith("RCPT"):
            asked = line[line.index("<") + 1 : line.rindex(">")]
            reply = script.answer("rcpt", asked, "250 recipient fine")
            self.recipient = asked if reply.startswith("2") else ""
            self.say(reply)
        elif command == "DATA":
            self.take() if self.recipient else self.say("503 no recipient")
        elif command == "QUIT":
            self.say("221 bye")
            raise HangUp
        else:
            self.say(script.answer("other", "*", "250 fine"))

    def take(self) -> None:
        script = self.server.script
        reply = script.answer("data", self.recipient, "354 go ahead")
        self.say(reply)
        if not reply.startswith("3"):
            return
        lines = []
        while (line := self.rfile.readline()) != b".\r\n":
            if not line:
                raise HangUp
            lines.append(line[1:] if line.startswith(b".") else line)
        time.sleep(script.pause)
        reply = script.answer("dot", self.recipient, "250 2.0.0 taken")
        # A hang-up after the dot is the worst case: the server has the message and does not say so.
        if reply == HANG_UP or reply.startswith("2"):
            self.server.keep(Taken(self.sender, self.recipient, b"".join(lines), self.number))
        self.say(reply)
        self.recipient = ""


class HangUp(Exception):
    """The connection ends here."""


class Server(socketserver.ThreadingTCPServer):
    """The server. Use it as a context manager."""

    daemon_threads = True
    allow_reuse_address = True
    request_queue_size = 100

    def __init__(self, script: Script | None = None, port: int = 0) -> None:
        self.script = script or Script()
        self.taken: list[Taken] = []
        self.commands: list[str] = []
        self.connections = 0
        self.open = 0
        self.most_open = 0
        self.lock = threading.Lock()
        super().__init__(("127.0.0.1", port), Session)
        self.url = f"smtp://127.0.0.1:{self.server_address[1]}"
        self.thread = threading.Thread(target=self.serve_forever, args=(0.02,), daemon=True)

    def __enter__(self) -> Self:
        self.thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.shutdown()
        self.server_close()
        self.thread.join()

    def greet(self) -> int:
        with self.lock:
            self.connections += 1
            self.open += 1
            self.most_open = max(self.open, self.most_open)
            return self.connections

    def leave(self) -> None:
        with self.lock:
            self.open -= 1

    def keep(self, taken: Taken) -> None:
        with self.lock:
            self.taken.append(taken)

    def to(self, address: str) -> list[Taken]:
        """Everything taken for one address."""
        return [taken for taken in self.taken if taken.recipient == address]

    def counts(self) -> Counter[str]:
        """How often each address was delivered to."""
        return Counter(taken.recipient for taken in self.taken)


def free_port() -> int:
    """A port nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
