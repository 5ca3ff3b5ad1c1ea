"""Figures and pull quotes within a text: what is kept of them, and how readers get them."""

import pytest

from tests.makers import make_article, make_section
from webapp import clock
from webapp.extensions import db
from webapp.reading import picturing, publishing, searching
from webapp.reading.cleaning import clean_body
from webapp.reading.illustrating import illustrated, snippet
from webapp.reading.models import Image

KEY = "0123456789abcdef" * 2
SRC = f"/pictures/{KEY}/card.jpg"
FIGURE = f'<figure><img src="{SRC}" alt="A river"><figcaption>Low <em>water</em> <small>Us</small></figcaption></figure>'  # fmt: skip
QUOTE = '<aside class="pull-quote"><p>A wild stand is a library.</p></aside>'
KEPT = [
    FIGURE,
    f'<figure><img src="{SRC}" alt=""></figure>',
    QUOTE,
    f"<p>A</p>{FIGURE}<p>B</p>{QUOTE}{FIGURE}",
    f'<figure><img src="{SRC}" alt="&quot; onerror=&quot;x &gt;"></figure>',
]
CHANGED = {
    "another site’s": (
        '<figure><img src="https://example.org/a.jpg" alt="A"><figcaption>B</figcaption></figure>',
        "B",
    ),
    "a picture drawn inline": ('<figure><img src="data:image/png;base64,AA"></figure>', ""),
    "no picture of ours": ('<figure><img src="/pictures/0/card.jpg"></figure>', ""),
    "another host’s": (f'<figure><img src="//example.org{SRC}"></figure>', ""),
    "a way out of the folder": (f'<figure><img src="/pictures/{KEY}/../x.jpg"></figure>', ""),
    "a handler": (
        f'<figure onclick=x><img src="{SRC}" onerror=x style=x srcset=x></figure>',
        f'<figure><img src="{SRC}" alt=""></figure>',
    ),
    "another rendition": (
        f'<figure><a href="https://example.org/"><img src="/pictures/{KEY}/800.webp"></a></figure>',
        f'<figure><img src="{SRC}" alt=""></figure>',
    ),
    "a figure in a figure": (f"<figure><figure>A</figure>{FIGURE}</figure>", f"A{FIGURE}"),
    "another site’s in a link": (
        '<p>A<a href="/x"><img src="https://example.org/a.jpg"></a></p>',
        "<p>A</p>",
    ),
    "a caption alone": ("<figcaption>A</figcaption>", "A"),
    "two pictures": (
        f'<figure><img src="{SRC}" alt="A"><img src="{SRC}" alt="B">C</figure>',
        f'<figure><img src="{SRC}" alt="A"></figure>C',
    ),
    "another class": (
        '<aside class="pull-quote story__rail">A</aside><aside class="x">B</aside>',
        '<aside class="pull-quote">A</aside>B',
    ),
}


IMG, PLACED = f'<img src="{SRC}" alt="A">', f'<figure><img src="{SRC}" alt="A"></figure>'
UNFRAMED = {
    "alone in a paragraph": (f"<p>{IMG}</p>", PLACED),
    "in a link to itself": (
        f'<p><a href="/x/1.jpg" class="y">{IMG}</a></p><p>B</p>',
        f"{PLACED}<p>B</p>",
    ),
    "before the words": (f"<p>{IMG} B</p>", f"{PLACED}<p>B</p>"),
    "after the words": (f"<p>B<br>{IMG}</p>", f"<p>B<br></p>{PLACED}"),
    "among the words": (f"<p>B {IMG}<em>C</em></p>", f"<p>B <em>C</em></p>{PLACED}"),
    "two in a paragraph": (f"<p>{IMG}\n{IMG}</p>", PLACED * 2),
    "in a box": (f"<p>B</p><div>{IMG}</div>", f"<p>B</p>{PLACED}"),
    "first of all": (f"<div>{IMG} {IMG}</div>B", f"{PLACED * 2}B"),
    "in a quotation": (
        f"<blockquote><p>{IMG}</p></blockquote>",
        f"<blockquote>{PLACED}</blockquote>",
    ),
    "in a paragraph of a figure": (
        f"<figure><p>{IMG}</p><figcaption>C</figcaption></figure>",
        f'<figure><img src="{SRC}" alt="A"><figcaption>C</figcaption></figure>',
    ),
}


@pytest.mark.parametrize(("typed", "kept"), UNFRAMED.values(), ids=UNFRAMED)
def test_a_picture_of_ours_outside_a_figure_gets_one(typed, kept):
    assert clean_body(typed) == kept
    assert clean_body(kept) == kept


@pytest.mark.parametrize("body", KEPT)
def test_pictures_of_ours_and_pull_quotes_stay_as_they_are(body):
    assert clean_body(body) == body


@pytest.mark.parametrize(("typed", "kept"), CHANGED.values(), ids=CHANGED)
def test_of_other_figures_only_the_words_stay(typed, kept):
    assert clean_body(typed) == kept
    assert clean_body(kept) == kept


def test_the_words_of_a_picture_are_text_wherever_they_stand(app, context):
    image = Image(
        key=KEY, alt='"><script>', caption="<b>A</b> & B", credit="<i>", width=9, height=9
    )
    assert clean_body(snippet(image)) == snippet(image)
    db.session.add(image)
    with app.test_request_context():
        shown = illustrated(snippet(image))
    assert 'alt="&#34;&gt;&lt;script&gt;"' in shown
    assert "&lt;b&gt;A&lt;/b&gt; &amp; B <small>&lt;i&gt;</small>" in shown


def test_a_text_without_pictures_asks_nothing(context, queries):
    with queries() as asked:
        shown = illustrated(f"<p>A</p>{QUOTE}")
    assert shown == f"<p>A</p>{QUOTE}".replace("<aside ", '<aside role="doc-pullquote" ')
    assert asked == []


def test_a_picture_that_is_gone_leaves_no_hole(context):
    assert illustrated(f"<p>A</p>{FIGURE}<p>B</p>") == "<p>A</p><p>B</p>"


@pytest.fixture
def story(filled):
    """A story with a picture in its text; returns the picture’s key."""
    with filled():
        image = picturing.store(
            picturing.Pixels.new("RGB", (900, 600)), alt="A river", caption="Low", credit="Us"
        )
        db.session.flush()
        body = clean_body(f"<p>The path leaves.</p>{snippet(image) * 2}{QUOTE}")
        make_article(slug="river", body=body, section=make_section())
        return image.key


def test_readers_get_a_picture_in_the_text_in_every_format(browser, story, queries):
    address = browser.open("/all-stories/").all("a[href*=river]")[0]["href"]
    with queries() as asked:
        page = browser.open(address)
    assert len(asked) <= 8, asked
    figures = page.all(".prose figure")
    assert len(figures) == 2
    image = figures[0].select_one("img")
    assert (image["width"], image["height"], image["loading"]) == ("900", "600", "lazy")
    assert (image["alt"], figures[0].figcaption.get_text()) == ("A river", "Low Us")
    assert [one["type"] for one in figures[0].select("source")] == ["image/avif", "image/webp"]
    assert page.one(".prose .pull-quote").get_text() == "A wild stand is a library."
    assert page.one(".prose .pull-quote")["role"] == "doc-pullquote"


@pytest.mark.parametrize("feed", ["/feed/", "/feed/atom/"])
def test_feeds_carry_the_pictures_of_a_text_as_jpeg(browser, story, feed):
    address = f"http://localhost/pictures/{story}/card.jpg"
    xml = browser.client.get(feed).text
    assert f"&lt;img src=&#34;{address}&#34; alt=&#34;A river&#34;&gt;" in xml
    assert "&lt;figcaption&gt;Low &lt;small&gt;Us&lt;/small&gt;&lt;/figcaption&gt;" in xml


def test_the_words_of_a_caption_are_found(context, furnished):
    article = make_article(body=f"<p>A</p>{FIGURE}")
    publishing.publish(article, clock.now())
    assert searching.search("water").items
