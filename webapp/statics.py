"""Static files: an address that changes with the file, bytes packed when the bundle was built."""

from __future__ import annotations

import hashlib
from functools import cache
from mimetypes import guess_type
from pathlib import Path

from flask import Flask, Response, current_app, send_from_directory, url_for

from . import web

# What .ci/packing.mjs writes beside a text, by HTTP’s name for it; the smallest first.
PACKED = {"br": ".br", "gzip": ".gz"}
HASHED = "dist/fonts/"  # the build gave each file there a name of its own
EVERYWHERE = ("source-sans-3-wght-normal-english", "source-serif-4-opsz-normal-english")
FOR_EVER = 365 * 24 * 3600  # seconds


def init_app(app: Flask) -> None:
    """Answer for static files in Flask’s place, and give templates their addresses."""
    app.view_functions["static"] = serve
    app.add_template_global(asset)
    app.add_template_global(fonts)


@cache
def fingerprint(path: Path) -> str:
    """The first characters of a file's SHA-256: a new file, a new address."""
    return hashlib.sha256(path.read_bytes()).hexdigest()[:12] if path.is_file() else "missing"


def asset(name: str) -> str:
    """Address of a static file; it changes with the file, so it may be cached for ever."""
    return url_for("static", filename=name, v=fingerprint(folder() / name))


def fonts() -> list[str]:
    """Addresses of the fonts that every page sets its first words in.

    A browser told of them in the head has them with the style sheet; otherwise it draws the page in
    other faces first, and lines jump when these come.
    """
    return [url_for("static", filename=name) for name in _named(folder())]


@cache
def _named(folder: Path) -> list[str]:
    """The files of EVERYWHERE, by the names that the build gave them."""
    paths = [path for name in EVERYWHERE for path in folder.glob(f"{HASHED}{name}-*.woff2")]
    return [path.relative_to(folder).as_posix() for path in paths]


def folder() -> Path:
    """Where static files lie."""
    return Path(current_app.static_folder or "")


def serve(filename: str) -> Response:
    """A static file in the form that the visitor takes best; 404 where there is none."""
    packed = _packed(filename)
    encoding = web.accepted_encoding(*packed, "identity") if packed else "identity"
    is_final = _is_final(filename)
    answer = send_from_directory(
        folder(),
        packed.get(encoding, filename),
        mimetype=guess_type(filename)[0],
        max_age=FOR_EVER if is_final else 0,
    )
    answer.cache_control.immutable = is_final
    if packed:
        answer.vary.add("Accept-Encoding")
    if encoding != "identity":
        answer.content_encoding = encoding
    return answer


def _packed(filename: str) -> dict[str, str]:
    """The packed forms of a file, by encoding."""
    names = {encoding: filename + ending for encoding, ending in PACKED.items()}
    return {encoding: name for encoding, name in names.items() if (folder() / name).is_file()}


def _is_final(filename: str) -> bool:
    """Whether the address asked for never means other bytes.

    While a new version is rolled out, an old process may be asked for a file of the new one: its
    bytes must not be kept for a year under that address.
    """
    return filename.startswith(HASHED) or web.query("v") == fingerprint(folder() / filename)
