from tests.accounts.steps import enter
from tests.makers import make_account, make_author, make_section
from webapp.accounts.models import Role
from webapp.extensions import db


def test_an_editor_gives_a_story_topics_separated_by_commas(browser, app):
    with app.app_context():
        editor = make_account(role=Role.EDITOR).email
        fields = {"section": make_section().id, "author": make_author().id}
        db.session.commit()
    enter(browser, editor)
    browser.open("/newsroom/stories/new/")
    fields |= {"headline": "A river", "body": "<p>It runs.</p>", "topics": "Rivers, Astana,"}
    browser.press("Save", **fields)
    assert browser.page.one("#topics")["value"] == "Astana, Rivers"
    browser.press("Publish")
    assert browser.open("/tag/rivers/").one(".listed .headline").get_text(strip=True) == "A river"
    browser.open("/newsroom/stories/1/")
    browser.press("Save", topics="x" * 401, status=422)
    assert "at most 400 characters" in browser.page.text
