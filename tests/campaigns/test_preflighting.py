"""What holds a letter, and what preflight says of its domains."""

from __future__ import annotations

import pytest

from tests.campaigns.sends import campaign, launch, make_letter
from tests.makers import make_article
from webapp import clock
from webapp.campaigns import preflighting
from webapp.campaigns.clearing import Held
from webapp.extensions import db
from webapp.mail.dkim import keys
from webapp.reading.addressing import article_url
from webapp.reading.models import ArticleState


def letter_to(story):
    """A letter with a link to a story."""
    url = article_url(story, external=True)
    return make_letter(1, body=f'<p><a href="{url}">To come</a></p>')[0]


def test_a_letter_with_a_link_to_a_story_nobody_can_see_is_held():
    story = make_article(state=ArticleState.DRAFT, published_at=None)
    campaign_id = letter_to(story)
    with pytest.raises(Held, match=r"The story behind “To come” is not published"):
        launch(campaign_id)
    db.session.rollback()
    story.state, story.published_at = ArticleState.PUBLISHED, clock.now()
    db.session.commit()
    launch(campaign_id)


def test_one_that_was_withdrawn_holds_it_too_by_whichever_address():
    story = make_article(state=ArticleState.WITHDRAWN)
    url = article_url(story, external=True).replace("https:", "http:").rstrip("/")
    campaign_id, _ = make_letter(1, body=f'<p><a href="{url}?from=letter">Gone</a></p>')
    with pytest.raises(Held, match=r"The story behind “Gone” was withdrawn"):
        launch(campaign_id)


def test_the_domains_of_sender_return_path_and_site_are_compared(context):
    context.config["PUBLIC_URL"] = "https://www.astanatimes.example"
    found = preflighting.findings(campaign(make_letter(1)[0]))
    sentences = {one.sentence: one.weight.name for one in found}
    assert sentences["Sender and links are of one domain, astanatimes.example."] == "FINE"
    assert sentences["Readers can leave by a link in HTML and in text."] == "FINE"
    context.config["BOUNCE_DOMAIN"] = "elsewhere.example"
    warned = [one.sentence for one in preflighting.findings(campaign(1)) if one.weight == 1]
    assert any("what bounces goes to elsewhere.example" in one for one in warned)
    assert any(one.startswith("Nothing signs it") for one in warned)


def test_a_letter_that_is_signed_is_said_to_be(context):
    folder = context.config["INSTANCE"] / keys.FOLDER
    keys.use(folder, keys.make(folder).name)
    found = [one.sentence for one in preflighting.findings(campaign(make_letter(1)[0]))]
    assert "DKIM signs it for astanatimes.example, the domain of its sender." in found
