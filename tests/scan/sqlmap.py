"""sqlmap: every parameter that a visitor’s pages send, tried for SQL injection.

The targets are handed over as a log of requests, with the cookies and the token that make them
good. What was found stands in a table of its own, with nothing in it when all is well.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlencode, urlsplit

from tests.machine import ROOT
from tests.scan.finding import Sent
from tests.scan.judging import Finding
from tests.scan.visitors import Visitor

PROGRAM = ROOT / ".venv" / "scan" / "bin" / "sqlmap"
LINE = "=" * 54
# Signed by us: altered ones are dropped before anything is looked up.
TOKEN, COOKIES = "csrf_token", ("masthead", "browser")
REPORT = "sqlmap.csv"


def command(url: str, visitor: Visitor, folder: Path, database: str) -> list[str]:
    """What to run for a visitor, to find the table in the folder."""
    log = folder / "requests.log"
    log.write_text("".join(logged(url, visitor)), "utf-8")
    words = [str(PROGRAM), "-l", str(log), "--batch", "--level", "2", "--risk", "1"]
    words += [
        "--dbms",
        "PostgreSQL" if database else "SQLite",
        "--skip",
        ",".join((TOKEN, *COOKIES)),
        "--drop-set-cookie",
        "--disable-coloring",
    ]
    words += ["--output-dir", str(folder / "sqlmap"), "--results-file", str(folder / REPORT)]
    return words


def logged(url: str, visitor: Visitor) -> Iterator[str]:
    """What the visitor’s pages send, as a proxy would have written it down."""
    for one in visitor.found.sent.values():
        if any(name != TOKEN for name, _ in one.fields):
            yield _logged(url, one, visitor.cookie)


def _logged(url: str, one: Sent, cookie: str) -> str:
    query, posted = "", ""
    if one.method == "GET":
        query = f"?{urlencode(one.fields)}"
    else:
        posted = urlencode(one.fields)
    head = [
        f"{one.method} {one.path.partition('?')[0]}{query} HTTP/1.1",
        f"Host: {urlsplit(url).netloc}",
        f"Origin: {url}",
        *([f"Cookie: {cookie}"] if cookie else []),
        *(["Content-Type: application/x-www-form-urlencoded"] if posted else []),
    ]
    return "\n".join([LINE, f"12:00:00  {url} [127.0.0.1]", LINE, *head, "", posted, LINE, ""])


def findings(folder: Path) -> Iterator[Finding]:
    """What the table of results holds for injections."""
    table = (folder / REPORT).read_text("utf-8")
    for row in csv.DictReader(io.StringIO(table)):
        if row["Parameter"]:
            path = urlsplit(row["Target URL"]).path
            says = f"techniques {row['Technique(s)']} {row['Note(s)']}".strip()
            yield Finding("sqlmap", "SQL Injection", row["Place"], path, row["Parameter"], says)
