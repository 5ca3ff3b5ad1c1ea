"""wrk against one address, and what it measured."""

from __future__ import annotations

import re
import subprocess
from dataclasses import dataclass
from pathlib import Path

from tests.load_tools import load_tool

SIGN_UP = Path(__file__).with_name("sign_up.lua")
UNITS = {"us": 0.001, "ms": 1.0, "s": 1000.0, "m": 60_000.0}


@dataclass(frozen=True)
class Load:
    """Requests a second, the slowest of 99 in 100 in milliseconds, and answers other than 2xx/3xx."""

    rate: float
    p99: float
    failed: int


def run(
    url: str,
    seconds: int,
    connections: int = 32,
    script: Path | None = None,
    header: str | None = None,
) -> Load:
    """Ask ``url`` as often as it answers, for so many seconds."""
    command = [load_tool("wrk"), "--latency", "-t2", f"-c{connections}", f"-d{seconds}s"]
    command += ["-s", str(script)] if script else []
    command += ["-H", header] if header else []
    printed = subprocess.run([*command, url], capture_output=True, text=True, check=True).stdout
    rate = float(re.search(r"Requests/sec:\s+([\d.]+)", printed)[1])
    number, unit = re.search(r"99%\s+([\d.]+)(us|ms|s|m)", printed).groups()
    failed = re.search(r"Non-2xx or 3xx responses: (\d+)", printed)
    return Load(rate, float(number) * UNITS[unit], int(failed[1]) if failed else 0)
