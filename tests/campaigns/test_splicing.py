"""A letter put together from its pieces says what was written, in lines that travel as they are."""

from __future__ import annotations

import quopri

from hypothesis import example, given
from hypothesis import strategies as st

from webapp.campaigns.splicing import LONGEST, Slot, pieces_of, placeholder, spliced
from webapp.mail.wire import with_dots

TEXTS = st.text(".a =é\n", max_size=200)
TOKEN = "x" * (LONGEST - 1) + ".y"  # broken before its dot


@given(TEXTS, TEXTS, TEXTS)
@example(TOKEN, TOKEN, TOKEN)
@example("x" * LONGEST + ".", "x" * (LONGEST - 1) + ".", "...and more\n...\n.")
def test_no_line_is_too_long_or_begins_with_a_dot(before, own, after):
    pieces = pieces_of(f"{before}{placeholder('own')}{after}")
    body = b"".join(spliced(own) if isinstance(one, Slot) else one for one in pieces)
    written = f"{before}{own}{after}".replace("\n", "\r\n")
    assert quopri.decodestring(body).decode() == written
    lines = body.split(b"\r\n")
    assert max(map(len, lines)) <= LONGEST
    assert not any(line.startswith(b".") for line in lines)
    assert with_dots(body).startswith(body)
