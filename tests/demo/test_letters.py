from tests.makers import make_campaign, make_list
from webapp import clock
from webapp.campaigns.states import CampaignState
from webapp.extensions import db

BODY = (
    '<p><img src="http://localhost/pictures/a/card.jpg" alt="A river" width="552" height="368"></p>'
)


def test_an_archived_letter_shows_its_pictures_under_whatever_name_the_site_is_reached(
    browser, app
):
    with app.app_context():
        now = clock.now()
        mailing_list = make_list("roads")
        make_campaign(mailing_list, body=BODY, state=CampaignState.SENT, issue=1, launched_at=now)
        db.session.commit()
    image = browser.open("/newsletters/roads/1/").one(".newsletter__body img")
    assert image["src"] == "/pictures/a/card.jpg"
