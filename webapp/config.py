"""Settings: the table, read once at the start from the environment and instance/config.toml.

A wrong setting stops the start with one sentence that names it. This is the only module that
reads the environment.
"""

from __future__ import annotations

import os
import secrets
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from .setting_table import PREFIX, SETTINGS, Setting

MEGABYTE = 1024 * 1024
LARGEST_FORM = 2 * MEGABYTE  # all that is sent, where no file is taken
LARGEST_UPLOAD = 25 * MEGABYTE
KEY_FILE = "secret_key"
ADDRESS_KEY_FILE = "address_key"


class SettingError(Exception):
    """A setting is wrong; the message is one sentence that names it and says what is expected."""


def load(
    instance: Path,
    given: Mapping[str, Any] | None = None,
    environ: Mapping[str, str] | None = None,
) -> dict[str, Any]:
    """Read every setting: as given, else the environment, instance/config.toml, the default.

    What is given beyond our own names is Flask's and passes through. Raises SettingError for the
    first setting that cannot be read or is not known.
    """
    given = given or {}
    environ = os.environ if environ is None else environ
    instance.mkdir(parents=True, exist_ok=True)
    written = _read_file(instance / "config.toml")
    _refuse_unknown(written, environ)
    found = {}
    for setting in SETTINGS:
        value = environ.get(setting.variable, written.get(setting.name.lower()))
        found[setting.name] = _read(setting, given.get(setting.name, value))
    others = {name: value for name, value in given.items() if name not in found}
    return found | _derived(found, instance) | others


def instance_folder(environ: Mapping[str, str] | None = None) -> Path:
    """The folder of all state: MASTHEAD_INSTANCE, or ``instance`` in the working folder."""
    environ = os.environ if environ is None else environ
    return Path(environ.get(PREFIX + "INSTANCE", "instance")).resolve()


def serve_at(url: str) -> None:
    """Make ``url`` the public address of this process and of those it starts, if none is set."""
    if "public_url" not in _read_file(instance_folder() / "config.toml"):
        os.environ.setdefault(PREFIX + "PUBLIC_URL", url)


def _read_file(path: Path) -> dict[str, Any]:
    if not path.exists():
        return {}
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as problem:
        raise SettingError(f"{path.name} in the instance cannot be read: {problem}.") from None


def _refuse_unknown(written: Mapping[str, Any], environ: Mapping[str, str]) -> None:
    known = {s.name for s in SETTINGS}
    for name in written:
        if name.upper() not in known:
            raise SettingError(f"config.toml names {name}, which is not a setting of Masthead.")
    reserved = {PREFIX + "INSTANCE", PREFIX + "CHROMIUM"}
    for variable in environ:
        if variable.startswith(PREFIX) and variable not in reserved:
            name = variable.removeprefix(PREFIX)
            if name not in known and not name.startswith("TEST_"):
                raise SettingError(f"{variable} is not a setting of Masthead.")


def _read(setting: Setting, value: Any) -> Any:
    if value is None or value == "":
        return setting.read(setting.default) if setting.default != "" else ""
    try:
        return setting.read(value)
    except ValueError as expected:
        raise SettingError(f"{setting.variable} must be {expected}, not {value!r}.") from None


def _derived(found: Mapping[str, Any], instance: Path) -> dict[str, Any]:
    """What Flask and its extensions want, computed from our settings."""
    keys = found["SECRET_KEY"] or [_kept_key(instance / KEY_FILE)]
    https = found["PUBLIC_URL"].startswith("https:")
    url = found["DATABASE_URL"] or f"sqlite:///{instance / 'masthead.sqlite'}"
    return {
        "INSTANCE": instance,
        "SECRET_KEY": keys[0],
        "ADDRESS_KEY": found["ADDRESS_KEY"] or _kept_key(instance / ADDRESS_KEY_FILE),
        "SECRET_KEY_FALLBACKS": keys[1:],
        "DATABASE_URL": url,
        "SQLALCHEMY_DATABASE_URI": url,
        "BOUNCE_DOMAIN": found["BOUNCE_DOMAIN"] or found["MAIL_FROM"].partition("@")[2],
        "SESSION_COOKIE_NAME": "__Host-masthead" if https else "masthead",
        "SESSION_COOKIE_SECURE": https,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "MAX_CONTENT_LENGTH": LARGEST_FORM,
        "MAX_FORM_MEMORY_SIZE": LARGEST_FORM,
        "WTF_CSRF_TIME_LIMIT": None,
        "WTF_CSRF_CHECK_DEFAULT": False,
    }


def _kept_key(path: Path) -> str:
    """A key of the instance’s own, made at first use and readable by its owner only."""
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text(encoding="ascii").strip()
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        file.write(secrets.token_urlsafe(48))
    return path.read_text(encoding="ascii").strip()
