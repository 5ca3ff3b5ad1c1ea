"""Storing the files of imports: each upload in a folder of its own below the instance.

They name people, so they are kept only as long as somebody may still have a use for them.
"""

from __future__ import annotations

import hashlib
import re
import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from flask import current_app
from werkzeug.utils import secure_filename

from ...outcomes import Outcome
from .prepared import Prepared

BLOCK = 1024 * 1024
LONGEST_NAME = 100  # characters
NAMELESS = "file.csv"
UPLOAD, PREPARED = "upload", "prepared.sqlite"
KEY = re.compile(r"[0-9a-f]{32}")


class NoLongerKept(Outcome):
    """The files of an import were removed, as their time was over."""

    status = 410
    title = "The file is no longer here"
    sentence = "Files of imports are removed after some time; choose the file once more."


@dataclass(frozen=True)
class Kept:
    """An upload in its folder."""

    key: str
    name: str
    sha256: str
    size: int  # bytes


def keep(file: IO[bytes], name: str) -> Kept:
    """Copy an upload into a folder of its own."""
    key, digest = secrets.token_hex(16), hashlib.sha256()
    folder = _folder(key)
    folder.mkdir(mode=0o700, parents=True)
    with (folder / UPLOAD).open("wb") as copy:
        while block := file.read(BLOCK):
            digest.update(block)
            copy.write(block)
        size = copy.tell()
    return Kept(key, readable(name), digest.hexdigest(), size)


def readable(name: str) -> str:
    """A file’s name that can stand in a sentence and in a path."""
    return secure_filename(name)[-LONGEST_NAME:] or NAMELESS


@contextmanager
def upload(key: str) -> Iterator[IO[bytes]]:
    """The upload, to be read. Raises NoLongerKept."""
    try:
        file = (_folder(key) / UPLOAD).open("rb")
    except FileNotFoundError:
        raise NoLongerKept from None
    with file:
        yield file


def prepared_path(key: str) -> Path:
    """Where the prepared rows of an upload stand, or will."""
    return _folder(key) / PREPARED


def prepared(key: str) -> Prepared:
    """The prepared rows. Raises NoLongerKept."""
    path = prepared_path(key)
    if not path.exists():
        raise NoLongerKept
    found = Prepared(path)
    found.complete()
    return found


def forget(key: str) -> None:
    """Remove the files of an import."""
    shutil.rmtree(_folder(key), ignore_errors=True)


def _folder(key: str) -> Path:
    if not KEY.fullmatch(key):
        raise NoLongerKept
    instance: Path = current_app.config["INSTANCE"]
    return instance / "imports" / key
