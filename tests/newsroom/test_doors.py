"""Who may open which staff screen."""

import pytest

from tests.makers import (
    make_article,
    make_author,
    make_campaign,
    make_list,
    make_section,
    make_subscription,
)
from webapp.accounts.models import Account, Role, account_by_email
from webapp.extensions import db
from webapp.reading.models import ArticleState, Submission

PAPER = {"stories/", "stories/new/"}
DESK = {"front-page/", "submissions/", "submissions/1/", "stories/1/", "stories/1/preview/"}
LETTERS = {
    *("campaigns/", "campaigns/new/", "campaigns/1/", "campaigns/1/edit/", "campaigns/1/send/"),
    *("campaigns/1/letter/", "lists/", "lists/new/", "lists/1/", "lists/1/edit/", "suppressed/"),
    *("lists/1/close/", "lists/1/add/", "lists/1/import/", "lists/1/export/", "subscriptions/1/"),
    *("lists/1/sign-up/", "subscribers/", "segments/", "segments/new/", "suppressed/add/"),
}
HOUSE = {"staff/", "staff/invite/", "staff/1/", "audit/"}
SCREENS = {"", *PAPER, *DESK, *LETTERS, *HOUSE}
OPEN_TO = {
    Role.OWNER: SCREENS,
    Role.EDITOR: {"", *PAPER, *DESK},
    Role.AUTHOR: {"", *PAPER},
    Role.LISTS: {"", *LETTERS},
    Role.READER: set(),
}


@pytest.fixture
def furnished(filled):
    """One of everything."""
    with filled():
        make_article(state=ArticleState.DRAFT, published_at=None)
        weekly = make_list()
        make_subscription(weekly)
        make_campaign(weekly)
        words = {"name": "A", "email": "a@example.com", "headline": "H", "text": "T"}
        db.session.add(Submission(network_address="192.0.2.1", **words))


@pytest.mark.parametrize("role", Role)
def test_a_screen_opens_for_who_may_and_is_refused_to_everybody_else(at_desk, furnished, role):
    browser = at_desk(role)
    for screen in sorted(SCREENS):
        expected = 200 if screen in OPEN_TO[role] else 403
        browser.check = not screen.endswith("letter/")
        browser.open(f"/newsroom/{screen}", status=expected)


def test_a_stranger_is_sent_to_the_sign_in_and_comes_back(browser, furnished):
    for screen in sorted(SCREENS):
        answer = browser.client.get(f"/newsroom/{screen}")
        assert answer.status_code == 302
        assert answer.headers["Location"] == f"/account/sign-in/?next=/newsroom/{screen}"


def test_the_sidebar_leads_to_what_the_role_may_open_and_to_nothing_else(at_desk, furnished):
    for role in (Role.OWNER, Role.EDITOR, Role.AUTHOR, Role.LISTS):
        browser = at_desk(role)
        links = browser.open("/newsroom/").all(".sidebar__nav a")
        for link in links:
            browser.open(str(link["href"]))
        assert len(links) == {"owner": 11, "editor": 4, "author": 2, "lists": 5}[role]


def test_what_is_posted_is_guarded_like_what_is_shown(at_desk, furnished, app):
    author = at_desk(Role.AUTHOR)
    author.open("/newsroom/stories/new/")
    token = author.page.one("main form [name=csrf_token]")["value"]
    for path in (
        *("stories/1/publish/", "stories/1/withdraw/", "submissions/1/taken/"),
        *("front-page/lead/", "front-page/lead/1/up/", "front-page/pick/1/out/"),
        *("campaigns/1/send/", "campaigns/1/try/", "lists/1/close/", "lists/1/export/"),
        *("subscriptions/1/end/", "staff/invite/", "staff/1/", "staff/1/disable/"),
        *("staff/1/enable/", "staff/invitations/1/mail/", "staff/invitations/1/withdraw/"),
    ):
        answer = author.client.post(f"/newsroom/{path}", data={"csrf_token": token})
        assert answer.status_code == 403, path


def test_an_author_meets_only_drafts_under_their_own_byline(at_desk, filled):
    author = at_desk(Role.AUTHOR, name="Aliya Nurgazy")
    with filled():
        account: Account = db.session.scalars(account_by_email("author@example.com")).one()
        own, section = make_author(account_id=account.id), make_section()
        draft = {"section": section, "state": ArticleState.DRAFT, "published_at": None}
        make_article("My own draft", author=own, **draft)
        make_article("My story that is out", author=own, section=section)
        make_article("A colleague’s draft", **draft)
    page = author.open("/newsroom/stories/")
    assert "My own draft" in page.text
    assert "My story that is out" in page.text
    assert "colleague" not in page.text
    assert "colleague" not in author.open("/newsroom/").text
    author.open("/newsroom/stories/1/")
    author.open("/newsroom/stories/2/", status=403)
    author.open("/newsroom/stories/3/", status=403)


def test_an_author_writes_under_their_own_name_whatever_is_sent(at_desk, filled, app):
    author = at_desk(Role.AUTHOR, name="Aliya Nurgazy")
    with filled():
        section, other = make_section().id, make_author(name="Somebody Else").id
    author.open("/newsroom/stories/new/")
    words = {"headline": "Under my name", "body": "<p>Text.</p>", "section": section}
    page = author.press("Save", **words, author=other, is_pick="y")
    assert "Aliya Nurgazy" in page.text
    assert "Somebody Else" not in page.text
    assert not page.all("button:-soup-contains('Publish')")
    second = author.open("/newsroom/stories/new/")
    assert "Aliya Nurgazy" in second.text


def test_a_role_that_is_taken_shuts_the_door_at_once(at_desk, filled):
    editor = at_desk(Role.EDITOR)
    editor.open("/newsroom/stories/")
    with filled():
        db.session.scalars(account_by_email("editor@example.com")).one().role = Role.READER
    editor.open("/newsroom/stories/", status=403)
