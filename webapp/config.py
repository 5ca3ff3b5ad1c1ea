"""Settings: one table, read once at the start from the environment and instance/config.toml.

A wrong setting stops the start with one sentence that names it. This is the only module that
reads the environment.
"""

from __future__ import annotations

import os
import secrets
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError

PREFIX = "MASTHEAD_"
KEY_FILE = "secret_key"
SHORTEST_KEY = 16  # characters


class SettingError(Exception):
    """A setting is wrong; the message is one sentence that names it and says what is expected."""


@dataclass(frozen=True)
class Setting:
    """One row of the table: a name, its default, how to read it and what it means."""

    name: str
    default: Any
    read: Callable[[Any], Any]
    meaning: str

    @property
    def variable(self) -> str:
        """Name of the environment variable."""
        return PREFIX + self.name


def text(value: Any) -> str:
    """Any one line of text."""
    line = str(value).strip()
    if "\n" in line or "\r" in line:
        raise ValueError("one line of text")
    return line


def yes_or_no(value: Any) -> bool:
    """A switch: true, false, yes, no, on, off, 1 or 0."""
    words = {"true": True, "yes": True, "on": True, "1": True}
    words |= {"false": False, "no": False, "off": False, "0": False}
    try:
        return words[str(value).strip().lower()]
    except KeyError:
        raise ValueError("true or false") from None


def count(value: Any) -> int:
    """A whole number, zero or more."""
    number = str(value).strip()
    if not number.isdecimal():
        raise ValueError("a whole number, 0 or more")
    return int(number)


def database_url(value: Any) -> str:
    """A SQLAlchemy address of SQLite or of PostgreSQL through psycopg 3."""
    try:
        url = make_url(str(value))
    except ArgumentError:
        raise ValueError("an address like postgresql+psycopg://user@host/name") from None
    if url.drivername not in {"sqlite", "postgresql+psycopg"}:
        raise ValueError("an address that starts with sqlite:/// or postgresql+psycopg://")
    return str(value)


def address_of(*schemes: str) -> Callable[[Any], str]:
    """A reader for addresses that start with one of ``schemes``; empty is allowed."""

    def read(value: Any) -> str:
        address = text(value)
        if address and (urlsplit(address).scheme not in schemes or not urlsplit(address).netloc):
            raise ValueError(
                "an address that starts with " + " or ".join(f"{s}://" for s in schemes)
            )
        return address.rstrip("/")

    return read


def queue_url(value: Any) -> str:
    """Where jobs wait: a PostgreSQL or Redis address; empty means SQLite in the instance."""
    address = text(value)
    if address and not address.startswith(("postgresql://", "redis://", "rediss://")):
        raise ValueError("an address that starts with postgresql:// or redis://")
    return address


def time_zone(value: Any) -> str:
    """An IANA time zone name."""
    try:
        return ZoneInfo(text(value)).key
    except (OSError, ValueError):
        raise ValueError("a time zone name like Asia/Almaty") from None


def email_address(value: Any) -> str:
    """An address at which the paper can be reached."""
    address = text(value)
    if address.count("@") != 1 or address.startswith("@") or address.endswith("@"):
        raise ValueError("an e-mail address")
    return address


def secret_keys(value: Any) -> list[str]:
    """Signing keys, newest first, separated by spaces; each at least 16 characters."""
    keys = str(value).split()
    if any(len(key) < SHORTEST_KEY for key in keys):
        raise ValueError("keys of at least 16 characters each, newest first")
    return keys


def links(value: Any) -> list[tuple[str, str]]:
    """Pairs of a label and an https address: ``X=https://… Facebook=https://…``."""
    pairs = (
        value.items()
        if isinstance(value, Mapping)
        else [p.partition("=")[::2] for p in value.split()]
    )
    found = [(str(label), str(url)) for label, url in pairs]
    if any(not url.startswith("https://") for _, url in found):
        raise ValueError("pairs like Telegram=https://example.org/paper")
    return found


SETTINGS = (
    Setting(
        "DATABASE_URL", "", database_url, "Where the tables are; by default SQLite in the instance."
    ),
    Setting("QUEUE_URL", "", queue_url, "Where jobs wait; by default SQLite in the instance."),
    Setting(
        "SMTP_URL",
        "",
        address_of("smtp", "smtp+starttls", "smtps"),
        "The mail server; empty means the built-in mailbox at /mailbox/, for demo and development.",
    ),
    Setting(
        "PUBLIC_URL",
        "http://127.0.0.1:8000",
        address_of("http", "https"),
        "The site’s own address, with which every mailed link begins.",
    ),
    Setting(
        "SECRET_KEY",
        "",
        secret_keys,
        "Signing keys, newest first; empty means one made in the instance.",
    ),
    Setting(
        "RATELIMIT_ENABLED", True, yes_or_no, "Whether forms are limited; off only for load tests."
    ),
    Setting(
        "TRUSTED_PROXIES",
        0,
        count,
        "How many proxies stand in front and set X-Forwarded-For and -Proto.",
    ),
    Setting("LOG_LEVEL", "INFO", text, "DEBUG, INFO, WARNING or ERROR."),
    Setting("NAME", "The Astana Times", text, "The paper’s name."),
    Setting("TAGLINE", "Bringing Kazakhstan to the World", text, "The line under the nameplate."),
    Setting("TIME_ZONE", "Asia/Almaty", time_zone, "The zone in which the paper shows times."),
    Setting(
        "CONTACT_EMAIL",
        "info@astanatimes.example",
        email_address,
        "Where readers write to the paper.",
    ),
    Setting("MAIL_FROM", "letters@astanatimes.example", email_address, "The sender of every mail."),
    Setting("BOUNCE_DOMAIN", "", text, "The domain of return paths; by default that of MAIL_FROM."),
    Setting("COPYRIGHT_SINCE", 2010, count, "The first year in the copyright line."),
    Setting("SOCIAL", {}, links, "The paper’s pages elsewhere: a label and an https address each."),
)


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
    keys = found["SECRET_KEY"] or [_kept_key(instance)]
    https = found["PUBLIC_URL"].startswith("https:")
    url = found["DATABASE_URL"] or f"sqlite:///{instance / 'masthead.sqlite'}"
    return {
        "INSTANCE": instance,
        "SECRET_KEY": keys[0],
        "SECRET_KEY_FALLBACKS": keys[1:],
        "DATABASE_URL": url,
        "SQLALCHEMY_DATABASE_URI": url,
        "BOUNCE_DOMAIN": found["BOUNCE_DOMAIN"] or found["MAIL_FROM"].partition("@")[2],
        "SESSION_COOKIE_NAME": "__Host-masthead" if https else "masthead",
        "SESSION_COOKIE_SECURE": https,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "MAX_CONTENT_LENGTH": 2 * 1024 * 1024,
        "MAX_FORM_MEMORY_SIZE": 2 * 1024 * 1024,
        "WTF_CSRF_TIME_LIMIT": None,
        "WTF_CSRF_CHECK_DEFAULT": False,
    }


def _kept_key(instance: Path) -> str:
    """The instance’s own signing key, made at first use and readable by its owner only."""
    path = instance / KEY_FILE
    instance.mkdir(parents=True, exist_ok=True)
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text(encoding="ascii").strip()
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        file.write(secrets.token_urlsafe(48))
    return path.read_text(encoding="ascii").strip()
