"""What the tests need of the machine: look for it, else get it, else say so in one sentence."""

from __future__ import annotations

import fcntl
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar

ROOT = Path(__file__).resolve().parent.parent
T = TypeVar("T")


class Missing(Exception):
    """The machine lacks something; the message is one sentence that says what and how to get it."""


def find_or_get(find: Callable[[], T | None], *ways: Callable[[], None], otherwise: str) -> T:
    """What ``find`` finds, if need be after each way of getting it, tried in order.

    Only one process at a time gets things: the others wait and then find them. Raises Missing
    with the sentence ``otherwise`` when no way helped.
    """
    found = find()
    if found is not None:
        return found
    with _one_at_a_time():
        for way in (lambda: None, *ways):
            try:
                way()
            except Missing as reason:
                print(reason, file=sys.stderr, flush=True)
            found = find()
            if found is not None:
                return found
    raise Missing(otherwise)


def apt(*packages: str, answers: str = "") -> Callable[[], None]:
    """A way to get Debian packages, open to root only; ``answers`` to what they ask (debconf)."""

    def install() -> None:
        if os.geteuid() != 0 or shutil.which("apt-get") is None:
            raise Missing(f"Not installing {' '.join(packages)}: that takes root and apt.")
        quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        get = ["apt-get", "--yes", "--quiet", "--option", "DPkg::Lock::Timeout=300"]
        run([*get, "update"], env=quiet)
        if answers:
            subprocess.run(["debconf-set-selections"], check=True, input=answers, text=True)
        run([*get, "install", "--no-install-recommends", *packages], env=quiet)

    return install


def wheel(requirements: str) -> Callable[[], None]:
    """A way to get a program that comes as a wheel, pinned in a requirements file of ours."""

    def install() -> None:
        pip = [sys.executable, "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
        run([*pip, "--require-hashes", "--requirement", str(ROOT / requirements)])

    return install


def run(command: list[str], env: dict[str, str] | None = None) -> None:
    """Run a command whose output matters only when it fails; raises Missing with its last line."""
    print("Getting it:", " ".join(command), flush=True)
    done = subprocess.run(
        command,
        check=False,
        env=env,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    if done.returncode:
        last = (done.stdout.strip().splitlines() or ["no output"])[-1]
        raise Missing(f"“{' '.join(command)}” failed: {last}")


def first_line(*command: str | Path) -> str | None:
    """The first line a command prints, usually its version; None if it does not run."""
    try:
        done = subprocess.run(command, check=True, capture_output=True, text=True, timeout=60)
    except (OSError, subprocess.SubprocessError):
        return None
    return (done.stdout.strip().splitlines() or [""])[0]


@contextmanager
def _one_at_a_time() -> Iterator[None]:
    folder = os.open(ROOT, os.O_RDONLY)
    try:
        fcntl.flock(folder, fcntl.LOCK_EX)
        yield
    finally:
        os.close(folder)


def main(packages: list[str]) -> None:
    """Install Debian packages from a shell script: ``python -m tests.machine PACKAGE…``."""
    try:
        apt(*packages)()
    except Missing as sentence:
        sys.exit(str(sentence))


if __name__ == "__main__":
    main(sys.argv[1:])
