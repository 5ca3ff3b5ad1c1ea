"""A Chromium for the tests: the machine's own, or else apt's, or else Playwright's.

``python -m tests.chromium`` finds or gets it and says which it is.
"""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

import playwright
from playwright.sync_api import Browser, sync_playwright

from tests.machine import ROOT, Missing, apt, find_or_get, first_line, run, wheel

NAMES = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome")
NEW_ENOUGH = "if (parseInt(process.versions.node) >= 20) console.log('yes')"
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
    _choose_node()
    return find_or_get(
        _find,
        apt("chromium"),
        lambda: run([sys.executable, "-m", "playwright", "install", "chromium"]),
        otherwise="No Chromium found: install it, or name its program in MASTHEAD_CHROMIUM.",
    )


@contextmanager
def launched() -> Iterator[Browser]:
    """The browser, driven by Playwright; root cannot use Chromium's own sandbox."""
    sandbox = ["--no-sandbox"] if os.geteuid() == 0 else []
    program = str(chromium())
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=program, args=[*QUIET, *sandbox])
        yield browser
        browser.close()


def _choose_node() -> None:
    """Have Playwright run on a Node that starts: its own lacks a library on the barest machines."""
    node = find_or_get(
        _find_node,
        apt("libatomic1"),
        wheel("requirements-node.txt"),
        otherwise="Playwright’s own Node does not start: install libatomic1, or Node 20.",
    )
    os.environ["PLAYWRIGHT_NODEJS_PATH"] = str(node)


def _find_node() -> Path | None:
    own = Path(playwright.__file__).parent / "driver" / "node"
    nodes = [own, ROOT / ".venv" / "bin" / "node", Path(shutil.which("node") or own)]
    return next((node for node in nodes if first_line(node, "-e", NEW_ENOUGH)), None)


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
