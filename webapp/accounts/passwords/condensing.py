"""Condensing: a list of stolen passwords as one small file of the instance.

The list of Have I Been Pwned is text, a line “SHA-1:count” for each of about a thousand million
passwords, sorted by hash. Of each hash six bytes are kept, one after the other, so that a question
is a search by halves in a file mapped into memory: thirty looks, and the processes share its pages.

Six bytes of twenty name some passwords that were never stolen: one in 280,000 with a list of 10⁹,
fewer with a shorter one (its length divided by 2⁴⁸). Whoever meets that chooses another.
"""

from __future__ import annotations

import mmap
import os
import re
import tempfile
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from ...outcomes import Outcome

FILE = "stolen-passwords"
KEPT = 6  # bytes of a hash
LINE = re.compile(rb"([0-9A-Fa-f]{40})(?::(\d+))?\s*")
AT_ONCE = 1 << 16  # lines between two looks at the progress

_opened: dict[Path, tuple[tuple[int, int, int], mmap.mmap | None]] = {}


class NotAList(Outcome):
    """The file is not what condensing reads."""

    title = "That is no list of stolen passwords"


def take(
    lines: Iterable[bytes], instance: Path, *, least: int, watch: Callable[[int], None]
) -> int:
    """Make the instance’s file of the lines whose count is ``least`` or more; how many those are.

    It takes the place of an older one whole, or not at all. ``watch`` is told how many bytes were
    read since it was told last. Raises NotAList at the first line that is wrong.
    """
    kept = 0
    with tempfile.NamedTemporaryFile(dir=instance, prefix=FILE, delete=False) as file:
        try:
            for start in _starts(lines, least, watch):
                file.write(start)
                kept += 1
            file.flush()
            os.fsync(file.fileno())
        except BaseException:
            Path(file.name).unlink()
            raise
    Path(file.name).replace(instance / FILE)
    return kept


def _starts(lines: Iterable[bytes], least: int, watch: Callable[[int], None]) -> Iterator[bytes]:
    """The first bytes of every hash, each once. Raises NotAList."""
    before, read, last = b"", 0, b""
    for number, line in enumerate(lines, 1):
        found = LINE.fullmatch(line)
        if found is None:
            raise NotAList(f"Line {number} is not a SHA-1 hash with a count: {line[:60]!r}.")
        digest = bytes.fromhex(found[1].decode())
        if digest < before:
            raise NotAList(f"Line {number} is not in order; take the list that is sorted by hash.")
        before, read = digest, read + len(line)
        if int(found[2] or least) >= least and digest[:KEPT] != last:
            last = digest[:KEPT]
            yield last
        if number % AT_ONCE == 0:
            watch(read)
            read = 0
    watch(read)


def has(instance: Path, digest: bytes) -> bool:
    """Whether the instance’s file has the password with that SHA-1; False without a file."""
    kept = _mapped(instance / FILE)
    if kept is None:
        return False
    wanted, low, high = digest[:KEPT], 0, len(kept) // KEPT
    while low < high:
        middle = (low + high) // 2
        if kept[middle * KEPT : (middle + 1) * KEPT] < wanted:
            low = middle + 1
        else:
            high = middle
    return kept[low * KEPT : (low + 1) * KEPT] == wanted


def _mapped(path: Path) -> mmap.mmap | None:
    """The file in memory, mapped anew when another took its place."""
    try:
        now = path.stat()
    except FileNotFoundError:
        return None
    version = (now.st_ino, now.st_mtime_ns, now.st_size)
    known, kept = _opened.get(path, ((0, 0, 0), None))
    if known != version:
        with path.open("rb") as file:
            size = os.fstat(file.fileno()).st_size
            kept = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) if size else None
        _opened[path] = version, kept
    return kept
