"""Holding an uploaded file between the look at what it would change and the word to do it."""

from __future__ import annotations

import re
import shutil
from pathlib import Path
from typing import IO
from uuid import uuid4

from flask import current_app
from werkzeug.utils import secure_filename

from .. import clock
from ..outcomes import Outcome

KEY = re.compile(r"[0-9a-f]{32}")
KEPT_FOR = 24 * 3600  # seconds
LONGEST_NAME = 100  # characters
NAMELESS = "file.csv"


class NoLongerHeld(Outcome):
    """The file was used already, or a day went by."""

    status = 410
    title = "The file is no longer here"
    sentence = "It was imported already or waited longer than a day; choose the file once more."


def hold(file: IO[bytes], name: str) -> str:
    """Keep a copy of an upload under its name, and return the key to it.

    Those that waited too long are forgotten.
    """
    _forget_old()
    key = uuid4().hex
    folder = _folder() / key
    folder.mkdir(mode=0o700)
    with (folder / (secure_filename(name)[-LONGEST_NAME:] or NAMELESS)).open("wb") as copy:
        shutil.copyfileobj(file, copy)
    return key


def held(key: str) -> Path:
    """The file with a key. Raises NoLongerHeld."""
    found = list((_folder() / key).glob("*")) if KEY.fullmatch(key) else []
    if not found:
        raise NoLongerHeld
    return found[0]


def let_go(key: str) -> None:
    """Remove what is not needed any more."""
    shutil.rmtree(held(key).parent)


def _forget_old() -> None:
    for old in _folder().iterdir():
        if old.stat().st_mtime < clock.now().timestamp() - KEPT_FOR:
            shutil.rmtree(old, ignore_errors=True)


def _folder() -> Path:
    folder: Path = current_app.config["INSTANCE"] / "imports"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder
