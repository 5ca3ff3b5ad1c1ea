"""The kind of a list, and the letter that shows readers what it is like."""

from __future__ import annotations

from sqlalchemy import select

from tests.makers import make_campaign, make_list
from webapp.campaigns.models import Campaign
from webapp.extensions import db


def test_a_kind_is_chosen_and_shown_to_staff_and_readers(keeper, browser, filled):
    with filled():
        make_list("rivers", "Rivers")
    keeper.open("/newsroom/lists/1/edit/")
    keeper.press("Save list", kind="breaking alert")
    assert "Breaking alert" in keeper.open("/newsroom/lists/").one("tbody").get_text()
    assert "Breaking alert" in keeper.open("/newsroom/lists/1/").text
    assert "Breaking alert" in browser.open("/subscribe/").text
    keeper.open("/newsroom/lists/1/edit/")
    page = keeper.press("Save list", status=422, kind="telegram")
    assert "Choose what kind of list it is." in page.text


def test_a_sample_is_one_of_the_lists_own_letters_and_there_is_one(app, keeper, filled):
    with filled():
        rivers, roads = make_list("rivers", "Rivers"), make_list("roads", "Roads")
        for subject in ("The Ili", "The Irtysh"):
            make_campaign(rivers, subject)
        make_campaign(roads, "One lake")
    keeper.open("/newsroom/lists/1/edit/")
    offered = [option.get_text() for option in keeper.page.all("[name=sample] option")]
    assert offered == ["None", "Not sent: The Irtysh", "Not sent: The Ili"]
    for chosen in (1, 2):
        keeper.open("/newsroom/lists/1/edit/")
        keeper.press("Save list", sample=str(chosen))
        keeper.open("/newsroom/lists/1/edit/")
        assert keeper.page.one("[name=sample] option[selected]")["value"] == str(chosen)
    page = keeper.press("Save list", status=422, sample="3")
    assert "Choose one of this list’s letters, or none." in page.text


def test_a_sample_that_goes_to_another_list_is_none_there(app, keeper, filled):
    with filled():
        rivers, roads = make_list("rivers", "Rivers"), make_list("roads", "Roads")
        make_campaign(rivers, "The Ili", is_sample=True)
        make_campaign(roads, "One lake", is_sample=True)
    keeper.open("/newsroom/campaigns/1/edit/")
    keeper.press("Save letter", list_id="2")
    with app.app_context():
        assert [
            one.is_sample for one in db.session.scalars(select(Campaign).order_by(Campaign.id))
        ] == [False, True]
