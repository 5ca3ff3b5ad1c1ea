"""Attack the running demo newspaper, signed out and signed in: ``python -m tests.scan``.

Exit status 1 when a scanner found something that tests/scan/false.toml does not explain, and when
a scan was worth nothing: it did not end, or ended its own session.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from pathlib import Path

from tests.journeys.site import STAFF, STAFF_PASSWORD, Site
from tests.scan import judging
from tests.scan.judging import Finding
from tests.scan.running import SCANNERS, Spoiled, run
from tests.scan.visitors import ACCOUNTS, is_good, opened, visitors


def main() -> None:
    """Scan, say what was found, and fail when any of it is unexplained."""
    asked, began = _asked(), time.monotonic()
    with tempfile.TemporaryDirectory() as name:
        found, spoiled = scan(Path(name), asked)
    listed = judging.known()
    left = judging.unexplained(found, listed)
    print(f"{len(found)} findings, {len(left)} unexplained, {time.monotonic() - began:.0f} s")
    for one in [*left, *spoiled]:
        print(" ", one)
    if (asked.visitor, asked.scanner) == (list(ACCOUNTS), list(SCANNERS)):
        for entry in judging.idle(found, listed):
            print(f"  not found this time: {entry.kind} at {entry.path}, see false.toml")
    sys.exit(1 if left or spoiled else 0)


def _asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.scan", description=__doc__)
    parser.add_argument("--visitor", choices=ACCOUNTS, action="append")
    parser.add_argument("--scanner", choices=SCANNERS, action="append")
    parser.add_argument("--keep", type=Path, help="a folder for reports and logs of the scanners")
    parser.add_argument("--database", default="", help="address of an empty PostgreSQL database")
    asked = parser.parse_args()
    asked.visitor = asked.visitor or list(ACCOUNTS)
    asked.scanner = asked.scanner or list(SCANNERS)
    return asked


def scan(folder: Path, asked: argparse.Namespace) -> tuple[list[Finding], list[Spoiled]]:
    """What was found on a demo made for it, and which scans were worth nothing."""
    settings = {"MASTHEAD_DATABASE_URL": asked.database} if asked.database else {}
    site = Site(folder, MASTHEAD_RATELIMIT_ENABLED="false", **settings)
    site.command("init")
    site.command("demo")
    site.command("staff", "add", STAFF, "--role", "owner", "--password-stdin", given=STAFF_PASSWORD)
    found: list[Finding] = []
    spoiled: list[Spoiled] = []
    with site.running(), opened(site) as app:
        for visitor in visitors(app):
            if visitor.name not in asked.visitor:
                continue
            print(visitor, flush=True)
            kept = (asked.keep or folder) / visitor.name
            for scanner in asked.scanner:
                try:
                    found += run(scanner, site.url, visitor, kept, asked.database)
                except Spoiled as problem:
                    spoiled.append(problem)
            if not is_good(app, visitor):
                spoiled.append(Spoiled(f"{visitor.name} is signed out: their own scan did it"))
    return found, spoiled


if __name__ == "__main__":
    main()
