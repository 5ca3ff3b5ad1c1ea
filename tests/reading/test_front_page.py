import datetime as dt

from sqlalchemy import select

from tests.makers import make_article, make_author
from webapp import clock
from webapp.extensions import db
from webapp.reading.models import ArticleState, Image, Place, Placement, Section


def section(slug):
    return db.session.scalars(select(Section).where(Section.slug == slug)).one()


def picture(key):
    image = Image(key=key * 32, width=1600, height=1000, alt="A drawn river")
    db.session.add(image)
    return image


def fill_every_section(each):
    author = make_author()
    for place in db.session.scalars(select(Section)):
        for number in range(each):
            make_article(f"{place.name} story {number}", section=place, author=author)


def headlines(page, where):
    return [" ".join(tag.get_text().split()) for tag in page.all(f"{where} .headline")]


def test_an_empty_paper_says_that_its_first_edition_is_being_written(browser, furnished):
    assert "first edition is being written" in browser.open("/").text


def test_no_story_stands_twice_in_lead_seconds_picks_and_strips(browser, furnished, filled):
    with filled():
        fill_every_section(12)
        for position in (1, 2, 3):
            make_article(f"Pick {position}", section=section("nation"), pick_position=position)
    page = browser.open("/")
    shown = [
        words
        for where in (".front__lead", ".front__seconds", ".picks", ".strips", ".opinions")
        for words in headlines(page, where)
    ]
    assert len(shown) == 1 + 3 + 3 + (6 + 5 + 5 + 6) + 4
    assert len(set(shown)) == len(shown)


def test_strips_stand_in_their_order_and_show_stories_of_their_own_section(
    browser, furnished, filled
):
    with filled():
        fill_every_section(12)
    page = browser.open("/")
    titles = [tag.get_text(strip=True) for tag in page.all(".strips .strip-head__title")]
    assert titles == ["Nation", "Business", "Central Asia", "Tourism"]
    for strip, count in zip(page.all(".strip"), (6, 5, 5, 6), strict=True):
        title = strip.select_one(".strip-head__title").get_text(strip=True)
        shown = [tag.get_text(strip=True) for tag in strip.select(".headline")]
        assert len(shown) == count
        assert all(words.startswith(f"{title} story") for words in shown)


def test_the_newest_story_with_a_picture_leads(browser, furnished, filled):
    with filled():
        now = clock.now()
        make_article("Newest, without", section=section("nation"), published_at=now)
        older = now - dt.timedelta(hours=2)
        make_article(
            "Older, with", section=section("nation"), published_at=older, image=picture("a")
        )
    page = browser.open("/")
    assert headlines(page, ".front__lead") == ["Older, with"]
    assert headlines(page, ".front__seconds") == ["Newest, without"]


def test_an_opinion_never_leads(browser, furnished, filled):
    with filled():
        make_article("An opinion", section=section("opinions"), published_at=clock.now())
        make_article("News", section=section("nation"))
    page = browser.open("/")
    assert headlines(page, ".front__lead") == ["News"]
    assert headlines(page, ".opinions") == ["An opinion"]


def test_picks_stand_in_the_editors_order(browser, furnished, filled):
    with filled():
        for position in (3, 1, 2):
            make_article(f"Pick {position}", section=section("nation"), pick_position=position)
    assert headlines(browser.open("/"), ".picks") == ["Pick 1", "Pick 2", "Pick 3"]


def place(*articles, place=Place.LEAD):
    for position, article in enumerate(articles, 1):
        db.session.add(Placement(article=article, place=place, position=position))


def test_one_pinned_lead_stands_large_whatever_its_age(browser, furnished, filled):
    with filled():
        fill_every_section(2)
        old = clock.now() - dt.timedelta(days=400)
        place(make_article("Old but important", section=section("opinions"), published_at=old))
    page = browser.open("/")
    assert headlines(page, ".front__lead") == ["Old but important"]
    assert not page.all(".front__equals")
    assert len(headlines(page, ".front__seconds")) == 3
    assert "Old but important" not in headlines(page, ".opinions")


def test_two_or_three_pinned_leads_are_equals_in_the_editors_order(browser, furnished, filled):
    with filled():
        fill_every_section(6)
        stories = [make_article(f"Pinned {n}", section=section("nation")) for n in (1, 2, 3)]
        place(stories[2], stories[0], stories[1])
    page = browser.open("/")
    assert headlines(page, ".front__equals--3") == ["Pinned 3", "Pinned 1", "Pinned 2"]
    with filled():
        db.session.delete(db.session.get(Placement, 1 + 18 * 6))
    page = browser.open("/")
    assert headlines(page, ".front__equals--2") == ["Pinned 3", "Pinned 2"]


def test_what_is_pinned_twice_over_stands_once(browser, furnished, filled):
    with filled():
        fill_every_section(12)
        nation = {"section": section("nation")}
        picked = [make_article(f"Pick {n}", pick_position=n, **nation) for n in (1, 2, 3, 4)]
        place(make_article("A lead", **nation), picked[0])
        place(picked[2], place=Place.SECOND)
    page = browser.open("/")
    assert headlines(page, ".picks") == ["Pick 2", "Pick 4"]
    assert headlines(page, ".front__seconds")[0] == "Pick 3"
    parts = (".front__lead", ".front__seconds", ".picks", ".strips", ".opinions")
    shown = [words for where in parts for words in headlines(page, where)]
    assert len(set(shown)) == len(shown)
    assert not set(headlines(page, ".rail")) & set(headlines(page, ".front__lead"))


def test_a_pinned_story_that_is_not_published_leaves_its_place_to_the_newest(
    browser, furnished, filled
):
    with filled():
        make_article("The newest", section=section("nation"))
        place(make_article("A draft", section=section("nation"), state=ArticleState.DRAFT))
    assert headlines(browser.open("/"), ".front__lead") == ["The newest"]


def test_an_updated_story_says_so_on_its_card_and_in_the_rail(browser, furnished, filled):
    with filled():
        now = clock.now()
        early = now - dt.timedelta(days=3)
        for number in range(1, 7):
            make_article(f"Plain {number}", section=section("nation"), published_at=now)
        place(make_article("A lead", section=section("nation"), published_at=early, updated_at=now))
        make_article("Not pinned", section=section("nation"), published_at=early, updated_at=now)
    page = browser.open("/")
    for where in (".front__lead", ".rail"):
        mark = page.one(f"{where} .updated")
        assert mark.get_text().split() == ["Updated", f"{clock.in_zone(now, 'Asia/Almaty'):%H:%M}"]
        assert dt.datetime.fromisoformat(mark.time["datetime"]) == now.replace(microsecond=0)
    assert not page.all(".front__seconds .updated")


def test_drafts_and_withdrawn_stories_stand_nowhere(browser, furnished, filled):
    with filled():
        place = section("nation")
        make_article("A draft", section=place, state=ArticleState.DRAFT, published_at=None)
        make_article("Taken back", section=place, state=ArticleState.WITHDRAWN, pick_position=1)
    text = browser.open("/").text
    assert "A draft" not in text
    assert "Taken back" not in text


def test_the_rail_shows_the_nine_newest_that_do_not_stand_beside_it(browser, furnished, filled):
    with filled():
        fill_every_section(2)
    page = browser.open("/")
    recent = headlines(page, ".rail")
    assert len(recent) == 9
    assert not set(recent) & set(
        headlines(page, ".front__lead") + headlines(page, ".front__seconds")
    )


def test_an_anonymous_reader_gets_no_cookie(browser, furnished, filled):
    with filled():
        fill_every_section(1)
    assert "Set-Cookie" not in browser.open("/").response.headers


def test_a_search_in_wordpress_form_goes_on_to_the_search_page(browser, furnished):
    response = browser.client.get("/?s=horse+milk")
    assert response.status_code == 301
    assert response.headers["Location"] == "/search/?q=horse+milk"


def test_the_bar_and_the_footer_hold_the_sections_of_the_model_page(browser, furnished):
    page = browser.open("/")
    bar = [tag.get_text(strip=True) for tag in page.all("nav[aria-label=Sections] a")]
    assert bar == [
        "All Stories", "Nation", "International", "Business", "Central Asia", "Tourism",
        "Opinions", "Kazakhstan Born Bold",
    ]  # fmt: skip
    footer = [tag.get_text(strip=True) for tag in page.all("footer nav a")]
    assert len(footer) == 18 + 4
    assert {"All Stories", "Editor’s Picks", "Subscribe", "Submit", "Astana"} <= set(footer)


def test_every_link_of_bar_and_footer_leads_to_a_page(browser, furnished):
    page = browser.open("/")
    for link in page.all("nav[aria-label=Sections] a, footer nav a, .footer__fine a"):
        browser.open(link["href"])
