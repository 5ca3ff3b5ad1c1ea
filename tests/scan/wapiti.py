"""Wapiti: what it is asked to do, and what its report says.

Nothing but loopback is spoken to: modules that need a server of Wapiti’s authors (ssrf, log4shell),
the name service (takeover) or a list from elsewhere (cms, nikto, wapp and others) stay off, and so
do bug reports; xxe looks for an answer at a port of this machine that nobody listens at.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

from tests.machine import ROOT
from tests.scan.judging import Finding
from tests.scan.visitors import Visitor

PROGRAM = ROOT / ".venv" / "scan" / "bin" / "wapiti"
MODULES = (
    *("cookieflags", "crlf", "csp", "csrf", "exec", "file", "htaccess", "http_headers", "ldap"),
    *("methods", "permanentxss", "redirect", "sql", "timesql", "upload", "xss", "xxe"),
)
NOBODY_LISTENS = "http://127.0.0.1:9/"
# What ends the visit.
AVOIDED = ("/account/sign-out/", "/account/sessions/*", "/account/delete/*/", "/mailbox/*")
# What only takes time: a feed more, a picture more.
DULL = ("*/feed/", "*/feed/atom/", "/pictures/*", "/static/*")
# A form of the desk offers every story, and each choice is attacked as a field of its own: hours.
# The same forms with the few stories that a search leaves over are attacked.
MOST_FIELDS = 50
REPORT = "wapiti.json"


def command(url: str, visitor: Visitor, folder: Path, _database: str) -> list[str]:
    """What to run for a visitor, to find the report in the folder."""
    words = [str(PROGRAM), "--url", f"{url}/", "--scope", "folder", "--depth", "1"]
    words += ["--module", ",".join(MODULES), "--no-bugreport", "--endpoint", NOBODY_LISTENS]
    words += ["--dns-endpoint", "localhost"]  # it is looked up even when nothing asks for it
    words += ["--max-parameters", str(MOST_FIELDS)]
    words += ["--skip", "csrf_token", "--cookie-value", visitor.cookie]
    # As browsers say it of a form of ours: the forms on cached pages ask for nothing else.
    words += ["--header", f"Origin: {url}", "--header", "Sec-Fetch-Site: same-origin"]
    words += ["--store-session", str(folder / "session"), "--store-config", str(folder / "config")]
    words += ["--format", "json", "--output", str(folder / REPORT), "--verbose", "1"]
    for path in visitor.found.pages.values():
        words += ["--start", url + path]
    for path in (*AVOIDED, *DULL, *sorted(visitor.found.alike)):
        words += ["--exclude", url + path]
    return words


def findings(folder: Path) -> Iterator[Finding]:
    """What the report holds for faults, and the errors that attacks made the site show."""
    read = json.loads((folder / REPORT).read_text("utf-8"))
    for part in ("vulnerabilities", "anomalies"):
        for kind, found in read[part].items():
            for one in found:
                yield Finding(
                    "wapiti",
                    kind,
                    one["method"],
                    one["path"].partition("?")[0],
                    one["parameter"] or "",
                    one["info"],
                )
