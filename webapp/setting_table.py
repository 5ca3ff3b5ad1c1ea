"""The table of settings: each a name, its default, how it is read and what it means."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from . import setting_kinds as kinds
from . import setting_places as places

PREFIX = "MASTHEAD_"
# The default publication is fictional down to its addresses; every paper sets its own.
SOCIAL = {
    name: f"https://{name.lower()}.example/astanatimes"
    for name in ("X", "Facebook", "Instagram", "Telegram", "YouTube", "TikTok")
}


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


SETTINGS = (
    Setting(
        "DATABASE_URL",
        "",
        places.database_url,
        "Where the tables are; by default SQLite in the instance.",
    ),
    Setting(
        "QUEUE_URL", "", places.queue_url, "Where jobs wait; by default SQLite in the instance."
    ),
    Setting(
        "SMTP_URL",
        "",
        places.mail_servers,
        "The mail server, or several; empty means the built-in mailbox at /mailbox/, for demo and "
        "development.",
    ),
    Setting(
        "SMTP_CONNECTIONS",
        8,
        kinds.count,
        "How many connections to the mail server a worker opens for one campaign.",
    ),
    Setting(
        "DKIM_SIGNATURES",
        "rsa",
        kinds.one_of("rsa", "both"),
        "What signs each mail once `masthead dkim use` named keys: rsa, or both RSA and Ed25519.",
    ),
    Setting(
        "LINK_CHECK",
        True,
        kinds.yes_or_no,
        "Whether the links of a letter to other sites are asked before it is sent; off where the "
        "machine has no way out.",
    ),
    Setting(
        "LINK_CHECK_INSIDE",
        "",
        places.places,
        "Where links may lead inside a private network and are asked all the same: addresses with "
        "their ports, like 10.0.0.7:443; empty means nowhere.",
    ),
    Setting(
        "PUBLIC_URL",
        "http://localhost:8000",
        places.site_url,
        "The site’s own address, with which every mailed link begins; by another name it is not "
        "answered; passkeys are bound to its name, and end when that changes.",
    ),
    Setting(
        "SECRET_KEY",
        "",
        kinds.secret_keys,
        "Signing keys, newest first; empty means one made in the instance.",
    ),
    Setting(
        "ADDRESS_KEY",
        "",
        kinds.lasting_key,
        "The key to the hashes of erased addresses; it must never change; empty means one made in "
        "the instance.",
    ),
    Setting(
        "RATELIMIT_ENABLED",
        True,
        kinds.yes_or_no,
        "Whether forms are limited; off only for load tests.",
    ),
    Setting(
        "TRUSTED_PROXIES",
        0,
        places.proxies,
        "Whose X-Forwarded-For and -Proto count: addresses and networks of the proxies in front, "
        "or how many there are.",
    ),
    Setting(
        "BREACHED_PASSWORDS_URL",
        "",
        places.question_url,
        "Where five digits of a new password’s hash are asked for; empty asks nowhere.",
    ),
    Setting(
        "LOG_LEVEL", "INFO", kinds.log_level, "How much is logged: DEBUG, INFO, WARNING or ERROR."
    ),
    Setting(
        "PAGE_MEMORY",
        64,
        kinds.count,
        "How many megabytes of ready pages a web process keeps; 0 renders every page anew.",
    ),
    Setting("NAME", "The Astana Times", kinds.text, "The paper’s name."),
    Setting(
        "TAGLINE", "Bringing Kazakhstan to the World", kinds.text, "The line under the nameplate."
    ),
    Setting(
        "TIME_ZONE", "Asia/Almaty", kinds.time_zone, "The zone in which the paper shows times."
    ),
    Setting(
        "CONTACT_EMAIL",
        "info@astanatimes.example",
        places.email_address,
        "Where readers write to the paper.",
    ),
    Setting(
        "MAIL_FROM",
        "letters@astanatimes.example",
        places.email_address,
        "The sender of every mail.",
    ),
    Setting(
        "BOUNCE_DOMAIN", "", kinds.text, "The domain of return paths; by default that of MAIL_FROM."
    ),
    Setting(
        "SECURITY_CONTACT",
        "",
        places.contacts,
        "Whom to tell of a weakness in the site, in /.well-known/security.txt: addresses of pages "
        "or mailboxes; empty means no such file.",
    ),
    Setting(
        "SECURITY_POLICY",
        "",
        places.address_of("https"),
        "The page that says how the paper takes such news; security.txt names it.",
    ),
    Setting(
        "ROLE_ADDRESSES",
        "allow",
        kinds.one_of("allow", "refuse"),
        "Whether the subscribe forms take addresses of an office, like info@ and admin@: allow or "
        "refuse.",
    ),
    Setting(
        "DISPOSABLE_DOMAINS",
        "",
        kinds.domains_in_file,
        "A file of domains, one a line, whose addresses the subscribe forms refuse, as they are "
        "made to be thrown away; read at the start; empty refuses none.",
    ),
    Setting("COPYRIGHT_SINCE", 2010, kinds.count, "The first year in the copyright line."),
    Setting(
        "SOCIAL",
        SOCIAL,
        places.links,
        "The paper’s pages elsewhere: a label and an https address each.",
    ),
)
