"""Every route is public by a listed name or guarded, and every POST is protected."""

from __future__ import annotations

import pytest

from webapp import create_app

PUBLIC = {
    "static",
    "health.alive",
    "health.ready",
    "health.metrics",
    "well_known.security",
    "well_known.change_password",  # leads to a page that is guarded
    "mail.mailbox",
    "mail.message",
    "mail.message_html",
    "reading.front",
    "reading.section",
    "reading.all_stories",
    "reading.story",
    "reading.author",
    "reading.search",
    "reading.picks",
    "reading.page",
    "reading.feed",
    "reading.section_feed",
    "reading.author_feed",
    "reading.topic_feed",
    "reading.search_feed",
    "reading.topic",
    "reading.archive",
    "reading.story_of_day",
    "reading.story_of_archives",
    "reading.sitemap",
    "reading.sitemap_of_pages",
    "reading.sitemap_of_stories",
    "reading.sitemap_of_kind",
    "reading.news_sitemap",
    "reading.picture_sitemap",
    "reading.robots",
    "reading.manifest",
    "reading.icon",
    "reading.favicon",
    "reading.submit",
    "reading.picture",
    "reading.save",  # asks who has no account to sign in, and comes back to the story
    "reading.unsave",
    "reading.offline",
    "reading.service_worker",
    "reading.follow",
    "reading.unfollow",
    "reading.submitted",
    "accounts.register",
    "accounts.confirm",
    "accounts.sign_in",
    "accounts.ask_mail_code",
    "accounts.type_mail_code",
    "accounts.mailed_code",
    "accounts.passkey_sign_in",
    "accounts.passkey_step",
    "accounts.passkey_step_options",
    "accounts.passkey_sign_in_options",
    "accounts.forgot",
    "accounts.reset",
    "accounts.invitation",
    "accounts.check_mail",
    "accounts.second_step",  # who is half-way in; the view asks the session
    "accounts.enter_demo",  # answers only on the machine of the demo newspaper
    "accounts.confirm_address",
    "accounts.restore_address",
    "accounts.confirm_deletion",
    "campaigns.list_feed",
    "campaigns.sitemap_of_lists",
    "campaigns.sitemap_of_letters",
    "campaigns.read_letter",  # by a signed number that stands in the letter alone
    "campaigns.follow",
    "campaigns.seen",
    "subscriptions.subscribe",
    "subscriptions.confirm",
    "subscriptions.preferences",
    "subscriptions.unsubscribe",
    "subscriptions.pause",
    "subscriptions.resume",
    "subscriptions.ask_for_data",
    "subscriptions.own_data",
    "subscriptions.own_data_file",
    "subscriptions.ask_to_move",
    "subscriptions.move",
    "subscriptions.return_letters",
    "subscriptions.say_farewell",
    "subscriptions.say_farewell_by_link",
    "subscriptions.undo",
    "subscriptions.ask_to_lift",
    "subscriptions.lift",
    "subscriptions.record",
    "subscriptions.record_file",
    "subscriptions.proof_key",
    "subscriptions.send_link",
    "campaigns.newsletters",
    "campaigns.issue",
    "campaigns.list_",
    "campaigns.sample",
    "campaigns.invited",
    "campaigns.invited_sample",
}
NAMED_BY_OTHERS = {"healthz", "readyz", "metrics", "change-password"}
WITHOUT_TOKEN = {"subscriptions.unsubscribe"}  # the RFC 8058 one-click POST


@pytest.fixture(scope="module")
def app(tmp_path_factory):
    return create_app(tmp_path_factory.mktemp("instance"), {"LOG_LEVEL": "WARNING"})


def test_every_route_is_public_by_name_or_guarded(app):
    for endpoint, view in app.view_functions.items():
        guarded = getattr(view, "guarded_by", None)
        assert (endpoint in PUBLIC) != bool(guarded), (
            f"{endpoint} is public and guarded, or neither"
        )


def test_the_newsroom_is_guarded_by_staff_roles(app):
    for endpoint, view in app.view_functions.items():
        if endpoint.startswith("newsroom."):
            assert "staff" in str(view.guarded_by), endpoint


def test_only_the_one_click_post_is_exempt_from_csrf(app):
    exempt = app.extensions["csrf"]._exempt_views
    names = {
        endpoint
        for endpoint, view in app.view_functions.items()
        if f"{view.__module__}.{view.__name__}" in exempt
    }
    assert names <= WITHOUT_TOKEN
    assert not app.extensions["csrf"]._exempt_blueprints


def test_every_path_ends_in_a_slash_or_a_file_name(app):
    for rule in app.url_map.iter_rules():
        last = rule.rule.rsplit("/", 1)[1]
        assert not last or "." in last or "<" in last or last in NAMED_BY_OTHERS, rule


def test_paths_are_lower_case_words_joined_by_hyphens(app):
    for rule in app.url_map.iter_rules():
        fixed = [part for part in rule.rule.split("/") if part and "<" not in part]
        assert all(part == part.lower() and "_" not in part for part in fixed), rule
