"""A Chromium for the tests: the machine's own, or else apt's, or else Playwright's.

``python -m tests.chromium`` finds or gets it and says which it is.
"""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

from tests.machine import Missing, apt, find_or_get, first_line, run

NAMES = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome")
# Nothing of the browser itself may ask the network: tests speak to loopback only.
QUIET = (
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-gpu",
    "--disable-quic",
    "--disable-sync",
    "--no-first-run",
)


@cache
def chromium() -> Path:
    """The browser's program. Raises Missing if there is none and none can be had."""
    return find_or_get(
        _find,
        apt("chromium"),
        lambda: run([sys.executable, "-m", "playwright", "install", "chromium"]),
        otherwise="No Chromium found: install it, or name its program in MASTHEAD_CHROMIUM.",
    )


def launch_options() -> dict[str, Any]:
    """What Playwright's ``chromium.launch`` takes; root cannot use Chromium's own sandbox."""
    sandbox = ["--no-sandbox"] if os.geteuid() == 0 else []
    return {"executable_path": str(chromium()), "args": [*QUIET, *sandbox]}


def _find() -> Path | None:
    named = os.environ.get("MASTHEAD_CHROMIUM")
    if named:
        if first_line(named, "--version"):
            return Path(named)
        raise Missing(f"MASTHEAD_CHROMIUM names {named}, which does not run.")
    return next((path for path in _candidates() if first_line(path, "--version")), None)


def _candidates() -> Iterator[Path]:
    yield from (Path(found) for name in NAMES if (found := shutil.which(name)))
    default = Path.home() / ".cache" / "ms-playwright"
    downloads = Path(os.environ.get("PLAYWRIGHT_BROWSERS_PATH", default))
    yield from sorted(downloads.glob("chromium-*/chrome-*/chrome"), reverse=True)


def main() -> None:
    """Find or get the browser, and say which it is."""
    try:
        path = chromium()
    except Missing as sentence:
        sys.exit(str(sentence))
    print(f"Chromium: {first_line(path, '--version')} ({path})")


if __name__ == "__main__":
    main()
