"""The load generators of the bench: wrk for the site, postfix's smtp-sink and smtp-source for mail.

``python -m tests.load_tools`` finds or gets them and says which they are.
"""

from __future__ import annotations

import os
import shutil
import sys
from functools import cache
from pathlib import Path

from tests.machine import Missing, apt, find_or_get

# Debian keeps postfix's programs where only root's PATH looks.
FOLDERS = f"{os.environ.get('PATH', os.defpath)}:/usr/local/sbin:/usr/sbin:/sbin"
# Only its two programs are wanted: no mail server may start.
UNCONFIGURED = "postfix postfix/main_mailer_type select No configuration\n"
PACKAGES = {"wrk": "wrk", "smtp-sink": "postfix", "smtp-source": "postfix"}


@cache
def load_tool(name: str) -> Path:
    """The program ``wrk``, ``smtp-sink`` or ``smtp-source``. Raises Missing if it cannot be had."""
    package = PACKAGES[name]
    return find_or_get(
        lambda: Path(found) if (found := shutil.which(name, path=FOLDERS)) else None,
        apt(package, answers=UNCONFIGURED),
        otherwise=f"No {name} found: install the package {package} to run the bench.",
    )


def main() -> None:
    """Find or get all of them, and say where they are."""
    try:
        found = [str(load_tool(name)) for name in PACKAGES]
    except Missing as sentence:
        sys.exit(str(sentence))
    print("Load tools:", ", ".join(found))


if __name__ == "__main__":
    main()
