"""Running a scanner for a visitor, within a time, and with no way to anything but loopback."""

from __future__ import annotations

import os
import subprocess
import time
from pathlib import Path

from tests.scan import sqlmap, wapiti
from tests.scan.judging import Finding
from tests.scan.visitors import Visitor

SCANNERS = {"wapiti": wapiti, "sqlmap": sqlmap}
LONGEST = 3600  # seconds for one scanner and one visitor: wapiti takes most of it for the newsroom
# Both send what is not for this machine to a proxy that does not exist.
LOOPBACK_ONLY = {
    **dict.fromkeys(
        ("http_proxy", "https_proxy", "HTTP_PROXY", "HTTPS_PROXY"), "http://127.0.0.1:9"
    ),
    **dict.fromkeys(("no_proxy", "NO_PROXY"), "localhost,127.0.0.1"),
}


class Spoiled(Exception):
    """A scan that says nothing; the message says why."""


def run(name: str, url: str, visitor: Visitor, folder: Path, database: str) -> list[Finding]:
    """What a scanner finds as a visitor; its log stays in the folder. Raises Spoiled."""
    scanner = SCANNERS[name]
    folder.mkdir(parents=True, exist_ok=True)
    log, began = folder / f"{name}.log", time.monotonic()
    home = {"HOME": str(folder), "XDG_DATA_HOME": str(folder)}
    with log.open("w") as output:
        try:
            subprocess.run(
                scanner.command(url, visitor, folder, database),
                env=os.environ | LOOPBACK_ONLY | home,
                cwd=folder,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                timeout=LONGEST,
                check=False,
            )
        except subprocess.TimeoutExpired:
            raise Spoiled(f"{name} as {visitor.name} did not end in {LONGEST} s: {log}") from None
    print(f"  {name}: {time.monotonic() - began:.0f} s", flush=True)
    try:
        return list(scanner.findings(folder))
    except FileNotFoundError:
        end = log.read_text("utf-8", "replace")[-500:]
        raise Spoiled(f"{name} as {visitor.name} left no report: {end}") from None
