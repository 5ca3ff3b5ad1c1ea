from sqlalchemy import func, select

from tests.makers import make_section
from webapp.extensions import db
from webapp.reading.furnishing import furnish
from webapp.reading.models import Page, Section


def count(model):
    return db.session.scalar(select(func.count()).select_from(model))


def test_an_empty_paper_gets_the_sections_and_pages_of_the_model_once(context):
    furnish()
    furnish()
    assert (count(Section), count(Page)) == (18, 3)


def test_a_paper_with_sections_of_its_own_keeps_them(context):
    make_section(slug="own", name="Own")
    furnish()
    assert list(db.session.scalars(select(Section.slug))) == ["own"]


def test_the_standing_pages_are_there_and_link_to_where_they_say(browser, furnished):
    titles = {"about-us": "About Us", "privacy-policy": "Privacy Policy", "contact": "Contact"}
    for slug, title in titles.items():
        page = browser.open(f"/{slug}/")
        assert page.title == title
        for link in page.all(".prose a[href^='/']"):
            browser.open(link["href"])
            browser.page = page


def test_the_privacy_page_tells_the_truth_about_cookies(browser, furnished):
    page = browser.open("/privacy-policy/")
    assert "set no cookie while you only read" in page.text
    for path in ("/", "/all-stories/", "/search/?q=x", "/about-us/", "/category/nation/", "/feed/"):
        assert "Set-Cookie" not in browser.client.get(path).headers
