"""The text twin of an HTML body."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from webapp.mail.flattening import WIDTH, to_text


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<p>Good  morning,\n Astana.</p>", "Good morning, Astana."),
        ("<h1>The Apple’s</h1><p>x</p>", "The Apple’s\n===========\n\nx"),
        ("<h2>Roads</h2>", "Roads\n-----"),
        (
            '<h2><a href="https://x.example/a/">Roads</a></h2><p>x</p>',
            "Roads\n-----\n<https://x.example/a/>\n\nx",
        ),
        (
            '<p>See <a href="https://x.example/?a=1&amp;b=2">May</a>.</p>',
            "See May <https://x.example/?a=1&b=2>.",
        ),
        ('<p><a href="https://x.example/">https://x.example/</a></p>', "https://x.example/"),
        ('<p><a href="mailto:desk@x.example">Write</a></p>', "Write <desk@x.example>"),
        ("<ul><li>One</li><li>Two</li></ul><p>End</p>", "- One\n- Two\n\nEnd"),
        ("<ol><li>One</li><li><p>Two</p></li></ol>", "1. One\n2. Two"),
        ("<ul><li>One<ul><li>In</li></ul></li></ul>", "- One\n  - In"),
        ("<blockquote><p>Words</p><p>More</p></blockquote>", "> Words\n\n> More"),
        ("<p>a<br>b</p><hr><p>c</p>", "a\nb\n\n* * *\n\nc"),
        (
            '<figure><img src="x" alt="An apple"><figcaption>In May</figcaption></figure>',
            "[An apple]\n\nIn May",
        ),
        ('<img src="x" alt="">', ""),
        ("", ""),
    ],
)
def test_a_body_reads_as_text(html, text):
    assert to_text(html) == text + "\n"


def test_lines_are_wrapped_but_addresses_are_not():
    address = "https://x.example/" + "a" * 100
    text = to_text(f'<p>{"word " * 40}<a href="{address}">there</a></p>')
    assert address in text
    assert all(len(line) <= WIDTH for line in text.splitlines() if address not in line)


@given(st.text(max_size=300))
def test_nothing_that_is_typed_breaks_it(typed):
    assert to_text(f"<p>{typed}</p><ul><li>{typed}").endswith("\n")
