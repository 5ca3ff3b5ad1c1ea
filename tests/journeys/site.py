"""A whole Masthead for a journey: web, worker and a real mail server, as a newcomer starts them."""

from __future__ import annotations

import email
import email.policy
import os
import re
import socket
import subprocess
import sys
import threading
import time
import urllib.request
from contextlib import contextmanager
from email.message import EmailMessage
from pathlib import Path
from urllib.error import URLError

from aiosmtpd.controller import Controller

from tests.journeys.gates import Gate
from tests.passes import pass_of
from webapp import create_app
from webapp.extensions import db

PATIENCE = 60  # seconds for anything to happen on a busy machine
STAFF = "desk@example.com"
STAFF_PASSWORD = "seven quiet editors at one desk"


class Letterbox:
    """A real SMTP server that keeps what it takes; it may be slow, or refuse what it is told to."""

    def __init__(self) -> None:
        self.messages: list[tuple[str, EmailMessage]] = []
        self.gates: dict[str, Gate] = {}  # by domain
        self.refusals: dict[str, str] = {}  # what is answered instead of taking, by address
        self.arrived = threading.Condition()
        self.controller = Controller(self, hostname="127.0.0.1", port=free_port())

    async def handle_DATA(self, _server, _session, envelope):  # noqa: N802 (aiosmtpd's name)
        """Take one message for each recipient."""
        message = email.message_from_bytes(envelope.content, policy=email.policy.default)
        address = envelope.rcpt_tos[0]  # each letter has one
        if gate := self.gates.get(address.partition("@")[2]):
            await gate.wait()
        if refusal := self.refusals.get(address):
            return refusal
        with self.arrived:
            self.messages += [(recipient, message) for recipient in envelope.rcpt_tos]
            self.arrived.notify_all()
        return "250 taken"

    def to(self, address: str) -> list[EmailMessage]:
        """Everything that came for ``address``."""
        return [message for recipient, message in self.messages if recipient == address]

    def wait_for(self, address: str, subject: str = "") -> EmailMessage:
        """The newest mail to ``address`` whose subject contains ``subject``, once it is there."""
        deadline = time.monotonic() + PATIENCE
        with self.arrived:
            while time.monotonic() < deadline:
                found = [m for m in self.to(address) if subject in str(m["Subject"])]
                if found:
                    return found[-1]
                self.arrived.wait(0.5)
        subjects = [str(m["Subject"]) for m in self.to(address)]
        raise AssertionError(f"no mail {subject!r} to {address}; there are {subjects}")


def link_in(message: EmailMessage, part: str) -> str:
    """The first link of the mail's text that contains ``part``."""
    text = message.get_body(("plain",)).get_content()
    for link in re.findall(r"https?://\S+", text):
        if part in link:
            return link
    raise AssertionError(f"no link with {part} in: {text}")


class Site:
    """A running Masthead: its address, its instance and its letterbox."""

    def __init__(self, folder: Path, **settings: str) -> None:
        self.letterbox = Letterbox()
        self.port = free_port()
        self.url = f"http://localhost:{self.port}"  # a name: passkeys are bound to one
        self.instance = folder / "instance"
        self.log = folder / "serve.log"
        self.environment = os.environ | {
            "MASTHEAD_INSTANCE": str(self.instance),
            "MASTHEAD_PUBLIC_URL": self.url,
            "MASTHEAD_LINK_CHECK": "false",  # nothing here asks beyond this machine
            "MASTHEAD_SMTP_URL": f"smtp://127.0.0.1:{self.letterbox.controller.port}",
            **settings,
        }

    def command(self, *words: str, given: str = "") -> str:
        """Run a `masthead` command on this instance and return what it prints."""
        done = subprocess.run(
            [sys.executable, "-m", "webapp", *words],
            env=self.environment,
            input=given,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, f"masthead {' '.join(words)}: {done.stderr}"
        return done.stdout

    @contextmanager
    def running(self):
        """Serve until the block ends."""
        self.letterbox.controller.start()
        command = [sys.executable, "-m", "webapp", "serve", "--port", str(self.port)]
        with self.log.open("wb") as log:
            process = subprocess.Popen(command, env=self.environment, stdout=log, stderr=log)
        try:
            self._wait_until_ready(process)
            yield self
        finally:
            process.terminate()
            process.wait(PATIENCE)
            self.letterbox.controller.stop()

    def _wait_until_ready(self, process: subprocess.Popen[bytes]) -> None:
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline and process.poll() is None:
            try:
                with urllib.request.urlopen(self.url + "/readyz", timeout=2) as answer:
                    if answer.status == 200:
                        return
            except (URLError, OSError):
                time.sleep(0.1)
        raise AssertionError(f"the site did not start: {self.log.read_text()[-3000:]}")


def enter(tab, site: Site, address: str = STAFF) -> None:
    """Be signed in with two factors in a tab, without going through the forms."""
    app = create_app(site.instance)
    name, value = pass_of(app, address)
    with app.app_context():
        db.engine.dispose()
    tab.context.add_cookies([{"name": name, "value": value, "url": site.url}])


def free_port() -> int:
    """A port of the loopback that nobody listens at."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]
