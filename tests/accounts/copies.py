"""The file that a reader gets of what is kept about them, opened."""

from __future__ import annotations

import io
import json
import zipfile


def opened(archive):
    """What a zip file holds, by name."""
    with zipfile.ZipFile(io.BytesIO(archive)) as file:
        assert file.testzip() is None
        return {name: file.read(name).decode() for name in file.namelist()}


def entries(files, name):
    return json.loads(files[f"{name}.json"])["entries"]
