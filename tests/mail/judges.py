"""What programs of other people make of a message: opendkim, Perl’s MIME::Parser, mutt."""

from __future__ import annotations

import fcntl
import mailbox
import os
import pty
import re
import select
import struct
import subprocess
import termios
import time

from tests.mailtools import mail_tool, perl_with_mime_parser
from webapp.mail.dkim import publishing

PATIENCE = 120  # seconds; a busy machine may need many of them
RESULT = re.compile(r"dkim=(\w+).*?header\.a=([\w-]+)", re.DOTALL)
# Says for each file what is in it, and all that the parser was not content with.
PARSE = """
use MIME::Parser;
for my $file (@ARGV) {
    my $parser = MIME::Parser->new;
    $parser->output_to_core(1);
    $parser->tmp_to_core(1);
    $parser->ignore_errors(0);
    my $found = eval { $parser->parse_open($file) };
    my @troubles = ($parser->results->errors, $parser->results->warnings, $@ || ());
    my @types = $found ? map { $_->effective_type } $found->parts_DFS : ();
    print join("|", @types, map { s/\\s+/ /gr } @troubles), "\\n";
}
"""
ROWS, COLUMNS = 400, 400  # a screen on which every mail has room, no line of it broken
KEYS = (
    *("set charset=utf-8", "unset markers", "set quit=yes", "set folder=/dev/null"),
    *("set pager_format='opened %P'", "push <display-message>"),
)
ESCAPES = re.compile(r"\x1b(?:\[[0-9;?]*[a-zA-Z]|[()][A-Z0-9]|[=>78A-Z])|[\x00-\x08\x0e-\x1a]")
CLEARED = "\x1b[2J"


def parts_of(folder, messages):
    """The types that MIME::Parser finds in each message, and whatever it complains of."""
    files = [folder / f"{number}.eml" for number in range(len(messages))]
    for file, message in zip(files, messages, strict=True):
        file.write_bytes(message)
    command = [str(perl_with_mime_parser()), "-e", PARSE, *map(str, files)]
    done = subprocess.run(command, capture_output=True, check=True, text=True, timeout=PATIENCE)
    return [line.split("|") for line in done.stdout.splitlines()]


def opendkim_results(folder, message, pair, domain="astanatimes.example"):
    """What opendkim, which is told what the DNS would say, finds of each signature, by algorithm."""
    keys, settings, file = folder / "keys", folder / "opendkim.conf", folder / "signed.eml"
    records = publishing.records(pair, domain)
    keys.write_text("".join(f"{one.name} {one.text}\n" for one in records))
    settings.write_text(f"Mode v\nSyslog no\nTestPublicKeys {keys}\n")
    file.write_bytes(message)
    command = [str(mail_tool("opendkim")), "-x", str(settings), "-vv", "-t", str(file)]
    done = subprocess.run(command, capture_output=True, check=True, text=True, timeout=PATIENCE)
    return {algorithm: result for result, algorithm in RESULT.findall(done.stdout)}


def mutt_shows(folder, message):
    """What mutt has on its screen once it has opened a message."""
    maildir = mailbox.Maildir(folder / "maildir")
    maildir.clear()
    maildir.add(message)
    keys = [word for key in KEYS for word in ("-e", key)]
    options = ["-n", "-F", os.devnull, "-R", "-f", str(folder / "maildir")]
    with _Terminal([str(mail_tool("mutt")), *keys, *options], folder) as terminal:
        terminal.read_until(lambda seen: "opened" in seen)
        terminal.press("\x0c")  # paint all of it anew
        painted = terminal.read_until(lambda seen: "opened" in seen.rpartition(CLEARED)[2])
        terminal.press("qx")
    return ESCAPES.sub("", painted.rpartition(CLEARED)[2])


class _Terminal:
    """A program in a terminal of its own; when it is left, the program has ended."""

    def __init__(self, command, home) -> None:
        around = {"HOME": str(home), "LC_ALL": "C.UTF-8", "PATH": os.defpath, "TERM": "vt100"}
        self.ours, theirs = pty.openpty()
        fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", ROWS, COLUMNS, 0, 0))
        self.process = subprocess.Popen(
            command, stdin=theirs, stdout=theirs, stderr=theirs, env=around, start_new_session=True
        )
        os.close(theirs)
        self.seen = b""

    def __enter__(self):
        return self

    def __exit__(self, *_problem):
        self.process.kill()
        self.process.wait()
        os.close(self.ours)

    def press(self, keys):
        os.write(self.ours, keys.encode())

    def read_until(self, is_there):
        """All that was written so far, once it is there."""
        end = time.monotonic() + PATIENCE
        while not is_there(seen := self.seen.decode("utf-8", "replace")):
            assert time.monotonic() < end, seen
            if select.select([self.ours], [], [], 1)[0]:
                self.seen += os.read(self.ours, 65536)
        return seen
