import pytest

from webapp.reading.cleaning import clean_body, clean_line, plain


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        (
            "<p>A <em>b</em> <strong>c</strong><br>d</p><hr>",
            "<p>A <em>b</em> <strong>c</strong><br>d</p><hr>",
        ),
        (
            "<h2>A</h2><h3>B</h3><blockquote>C</blockquote>",
            "<h2>A</h2><h3>B</h3><blockquote>C</blockquote>",
        ),
        ("<ul><li>A</li></ul><ol><li>B</li></ol>", "<ul><li>A</li></ul><ol><li>B</li></ol>"),
        (
            '<blockquote class="pull-quote">A</blockquote><small>B</small>',
            "<blockquote>A</blockquote><small>B</small>",
        ),
        ("<h1>A</h1><div class=x>B</div>", "AB"),
        ("<p style=color:red onclick=x id=a class=b>A</p>", "<p>A</p>"),
        ("<script>alert(1)</script><style>p{}</style><p>A</p>", "<p>A</p>"),
        ("<img src=x onerror=alert(1)><svg onload=x><p>A", "<p>A</p>"),
        ("<iframe src=//evil.example></iframe>A", "A"),
        ("A < B & C", "A &lt; B &amp; C"),
    ],
)
def test_only_the_tags_of_a_newspaper_stay(typed, kept):
    assert clean_body(typed) == kept


def test_links_stay_and_cannot_reach_back():
    assert (
        clean_body('<a href="https://example.org/">x</a>')
        == '<a href="https://example.org/" rel="noopener">x</a>'
    )
    assert 'href="/submit/"' in clean_body('<a href="/submit/">x</a>')


@pytest.mark.parametrize(
    "address",
    [
        "javascript:alert(1)",
        "JaVaScRiPt:alert(1)",
        "java&#10;script:alert(1)",
        "data:text/html,x",
        "vbscript:x",
        " \x01javascript:x",
    ],
)
def test_links_that_run_something_lose_their_address(address):
    assert "href" not in clean_body(f'<a href="{address}">x</a>')


def test_cleaning_twice_changes_nothing():
    once = clean_body("<p>A & <a href=https://example.org/?a=1&b=2>b</a> <b>c</b> &amp;lt;")
    assert clean_body(once) == once


def test_one_line_stays_one_line_without_what_cannot_be_seen():
    assert clean_line(" A\r\n\tB\x00\x1b\u202e\ud800 ") == "A B"


def test_the_words_of_a_body_are_read_without_its_tags():
    assert plain("<p>One<br>two</p><p>th<em>re</em>e &amp; four</p>") == "One two three & four"
