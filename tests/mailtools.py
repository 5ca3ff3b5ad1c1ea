"""Programs that judge our mails: SpamAssassin, mutt, opendkim and Perl’s MIME::Parser.

``python -m tests.mailtools`` finds or gets them and says which they are.
"""

from __future__ import annotations

import os
import shutil
import sys
from functools import cache
from pathlib import Path

from tests.machine import Missing, apt, find_or_get, first_line

# Debian keeps opendkim where only root's PATH looks.
FOLDERS = f"{os.environ.get('PATH', os.defpath)}:/usr/local/sbin:/usr/sbin:/sbin"
PACKAGES = {"spamassassin": "spamassassin", "mutt": "mutt", "opendkim": "opendkim"}
MODULE, ITS_PACKAGE = "MIME::Parser", "libmime-tools-perl"
VERSION = f"print {MODULE}->VERSION"


@cache
def mail_tool(name: str) -> Path:
    """The program ``spamassassin``, ``mutt`` or ``opendkim``. Raises Missing."""
    return find_or_get(
        lambda: Path(found) if (found := shutil.which(name, path=FOLDERS)) else None,
        apt(*PACKAGES.values(), ITS_PACKAGE),
        otherwise=f"No {name} found: install the package {PACKAGES[name]} to test the mails.",
    )


@cache
def perl_with_mime_parser() -> Path:
    """A perl that has MIME::Parser. Raises Missing."""
    return find_or_get(
        _find_perl,
        apt("perl", ITS_PACKAGE),
        otherwise=f"No perl with {MODULE} found: install {ITS_PACKAGE}, or MIME-tools from CPAN.",
    )


def _find_perl() -> Path | None:
    perl = shutil.which("perl")
    return Path(perl) if perl and first_line(perl, f"-M{MODULE}", "-e", VERSION) else None


def main() -> None:
    """Find or get all of them, and say which they are."""
    try:
        found = [str(mail_tool(name)) for name in PACKAGES]
        perl = perl_with_mime_parser()
    except Missing as sentence:
        sys.exit(str(sentence))
    version = first_line(perl, f"-M{MODULE}", "-e", VERSION)
    print(f"Mail tools: {', '.join(found)}, {MODULE} {version} ({perl})")


if __name__ == "__main__":
    main()
