"""A mailing list’s life, and the staff who keep it."""

from tests.makers import make_list

WELCOME = {
    "sender_name": "Dana of Rivers",
    "welcome_subject": "Welcome",
    "welcome_body": "<p>One river a month.</p>",
    "welcomes": "y",
}
WORDS = {"name": "Rivers", "slug": "rivers", "promise": "One river a month."}


def test_a_list_is_made_changed_offered_and_closed(keeper, browser, acts):
    assert "There is no" not in keeper.open("/newsroom/lists/").text
    keeper.open("/newsroom/lists/new/")
    keeper.press("Save list", **WORDS, **WELCOME, cadence="Mondays, 08:00")
    keeper.press("Send test")
    assert keeper.press("Launch the list").title == "Rivers"
    assert "One river a month." in browser.open("/subscribe/").text

    keeper.follow("Edit")
    keeper.press("Save list", promise="Two rivers a month.")
    assert "Two rivers a month." in browser.open("/subscribe/").text

    keeper.follow("Edit")
    keeper.follow("Close this list")
    assert "Closed" in keeper.press("Close the list").one("tbody").get_text()
    assert "Two rivers" not in browser.open("/subscribe/").text
    page = keeper.open("/newsroom/lists/1/")
    assert "Write to this list" not in page.text
    assert [act for _, act, _ in acts()] == [
        *("made list", "sent test", "launched list", "edited list", "closed list")
    ]


def test_a_private_list_is_not_offered(keeper, browser):
    keeper.open("/newsroom/lists/new/")
    keeper.page.one("[name=is_public]").decompose()
    keeper.press("Save list", **WORDS, **WELCOME)
    keeper.press("Send test")
    keeper.press("Launch the list")
    assert "One river a month." not in browser.open("/subscribe/").text


REFUSED = [
    ({"slug": "the-week"}, "Another list has this short name; choose a different one."),
    ({"slug": "The Week"}, "Use small letters a to z, figures and hyphens"),
    ({"name": ""}, "Give the list a name."),
    ({"promise": ""}, "Say in one sentence what a subscriber gets."),
    ({"reply_to": "nobody"}, "Write the address in full, like name@example.com."),
    ({"position": "first"}, "Write a whole number, like 3."),
    ({"position": "-1"}, "Write a number from 0 to 999."),
]


def test_what_is_refused_says_why_and_loses_nothing(keeper, filled, acts):
    with filled():
        make_list("the-week", "The Week")
    for sent, sentence in REFUSED:
        keeper.open("/newsroom/lists/new/")
        page = keeper.press("Save list", status=422, **(WORDS | {"cadence": "Mondays"} | sent))
        assert sentence in page.text
        assert page.one("[name=cadence]")["value"] == "Mondays"
    assert not acts()


def test_a_list_takes_no_name_that_another_one_has_by_an_edit(keeper, filled):
    with filled():
        make_list("the-week", "The Week")
        make_list("roads", "Roads")
    keeper.open("/newsroom/lists/2/edit/")
    page = keeper.press("Save list", status=422, slug="the-week", name="Roads and paths")
    assert "Another list has this short name" in page.text
    assert page.one("[name=name]")["value"] == "Roads and paths"
    assert keeper.open("/newsroom/lists/2/").title == "Roads"


def test_a_closed_list_takes_nobody_and_sends_nothing(keeper, filled):
    with filled():
        make_list().close()
    for path in ("close/", "add/", "import/"):
        page = keeper.open(f"/newsroom/lists/1/{path}", status=409)
        assert page.title == "This list is closed"
    keeper.open("/newsroom/lists/1/export/")
    assert "No list to write to yet" in keeper.open("/newsroom/campaigns/new/").text
