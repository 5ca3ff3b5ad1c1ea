"""The journal of a batch: written around the final dot, read when a worker died in between.

Each batch of each connection has a file of its own in instance/journals, held under a lock for as
long as its process lives. Written without fsync: docs/decisions says why that is enough.
"""

from __future__ import annotations

import contextlib
import fcntl
import os
import secrets
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Self

from ..mail.letters import Fate

BOOT_ID = Path("/proc/sys/kernel/random/boot_id")
SUFFIX, UNFINISHED = ".journal", ".new"
NAME_FILE = "name"


@dataclass(frozen=True)
class Entry:
    """What became of one delivery."""

    delivery_id: int
    fate: Fate
    reply: str


@dataclass(frozen=True)
class Told:
    """What a journal tells: the last of each delivery, and whether silence means “not begun”."""

    entries: list[Entry]
    is_complete: bool


class Journal:
    """One batch’s journal, open for writing and locked."""

    def __init__(self, folder: Path) -> None:
        self.name = f"{instance_name(folder)}.{secrets.token_hex(8)}"
        self.path = folder / (self.name + SUFFIX)
        made = folder / (self.name + UNFINISHED)
        flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_APPEND
        self.file = os.open(made, flags, 0o600)
        self.waiting = b""
        fcntl.flock(self.file, fcntl.LOCK_EX)
        try:
            self._write(f"boot {boot()}\n".encode())
        except OSError:
            os.close(self.file)
            made.unlink()
            raise
        made.rename(self.path)  # nobody sees it before it is locked

    def begin(self, delivery_id: int) -> None:
        """The text of this delivery goes out next. Raises OSError when that cannot be written."""
        self._write(self.waiting + b"> %d\n" % delivery_id)
        self.waiting = b""

    def end(self, delivery_id: int, fate: Fate, reply: str) -> None:
        """What became of it; written together with the next beginning, or by ``flush``."""
        words = " ".join(reply.split())
        self.waiting += f"= {delivery_id} {fate} {words}\n".encode()

    def flush(self) -> None:
        """Write down the last end."""
        self._write(self.waiting)
        self.waiting = b""

    def remove(self) -> None:
        """The batch is settled in the database; nothing here is needed any more."""
        self.path.unlink(missing_ok=True)
        os.close(self.file)

    def leave(self) -> None:
        """Let go of it, for recovery to read."""
        with contextlib.suppress(OSError):
            self.flush()
        os.close(self.file)

    def _write(self, line: bytes) -> None:
        if os.write(self.file, line) != len(line):
            raise OSError(f"{self.path.name} could not be written: the disk is full")


class Abandoned:
    """The journal of a process that is gone, locked so that only one recovers from it."""

    def __init__(self, path: Path, file: int) -> None:
        self.path = path
        self.file = file
        self.name = path.name.removesuffix(SUFFIX)

    @classmethod
    def take(cls, path: Path) -> Self | None:
        """The journal, unless its writer lives or somebody else is at it."""
        try:
            file = os.open(path, os.O_RDONLY)
        except FileNotFoundError:
            return None
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(file)
            return None
        if not path.exists():  # its writer finished while we reached for it
            os.close(file)
            return None
        return cls(path, file)

    def read(self) -> Told:
        """What it tells. A line cut short by a full disk says nothing."""
        lines = self.path.read_bytes().split(b"\n")[:-1]
        entries: dict[int, Entry] = {}
        for line in lines[1:]:
            sign, _, rest = line.decode("utf-8", "replace").partition(" ")
            number, _, words = rest.partition(" ")
            fate, _, reply = words.partition(" ")
            entry = Entry(int(number), Fate.UNKNOWN, "the worker ended before the reply came")
            entries[int(number)] = entry if sign == ">" else Entry(int(number), Fate(fate), reply)
        return Told(list(entries.values()), is_complete=lines[:1] == [f"boot {boot()}".encode()])

    def remove(self) -> None:
        """Everything it tells is in the database."""
        self.path.unlink(missing_ok=True)

    def close(self) -> None:
        """Let go of it."""
        os.close(self.file)


def abandoned(folder: Path) -> Iterator[Abandoned]:
    """Each journal whose writer is gone."""
    for path in sorted(folder.glob("*" + SUFFIX)):
        if journal := Abandoned.take(path):
            try:
                yield journal
            finally:
                journal.close()


def instance_name(folder: Path) -> str:
    """A name for this instance, with which every name of its journals begins."""
    path = folder / NAME_FILE
    folder.mkdir(parents=True, exist_ok=True)
    with contextlib.suppress(FileExistsError):
        file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(file, "w", encoding="ascii") as new:
            new.write(secrets.token_hex(6))
    return path.read_text(encoding="ascii")


@cache
def boot() -> str:
    """What tells this start of the machine from every other; new each time where nothing does."""
    with contextlib.suppress(OSError):
        return BOOT_ID.read_text(encoding="ascii").strip()
    with contextlib.suppress(OSError, subprocess.CalledProcessError):
        command = ["/usr/sbin/sysctl", "-n", "kern.bootsessionuuid"]
        return subprocess.check_output(command, text=True).strip()  # noqa: S603 (macOS’s own)
    return secrets.token_hex(16)
