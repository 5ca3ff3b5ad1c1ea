"""Well-known addresses: security.txt and the way to change a password."""

from __future__ import annotations

import pytest
import time_machine

from tests.shared.routes import check_headers
from webapp import create_app
from webapp.extensions import db

FILE = "/.well-known/security.txt"
PAPER = "https://paper.example"


def test_without_a_contact_there_is_no_file(stranger):
    answer = stranger.get(FILE)
    assert answer.status_code == 404
    check_headers(answer)


@pytest.fixture
def told(settings, tmp_path):
    """What the file of a paper with some settings says."""

    def read(**own):
        app = create_app(tmp_path / "told", settings | {"PUBLIC_URL": PAPER} | own)
        answer = app.test_client().get(FILE, base_url=PAPER)
        with app.app_context():
            db.engine.dispose()
        assert answer.status_code == 200
        assert answer.headers["Content-Type"] == "text/plain; charset=utf-8"
        return answer.text

    return read


@time_machine.travel("2026-11-27T12:00:00Z", tick=False)
def test_it_names_whom_to_tell_until_when_and_where_it_stands(told):
    contact = "security@paper.example https://paper.example/security/"
    assert told(SECURITY_CONTACT=contact, SECURITY_POLICY="https://paper.example/policy") == (
        "Contact: mailto:security@paper.example\n"
        "Contact: https://paper.example/security/\n"
        "Expires: 2027-05-26T00:00:00Z\n"
        "Preferred-Languages: en\n"
        "Canonical: https://paper.example/.well-known/security.txt\n"
        "Policy: https://paper.example/policy\n"
    )


def test_where_there_is_no_https_nothing_is_canonical(settings, tmp_path):
    app = create_app(tmp_path / "plain", settings | {"SECURITY_CONTACT": "a@paper.example"})
    assert "Canonical" not in app.test_client().get(FILE).text
    with app.app_context():
        db.engine.dispose()


def test_password_managers_find_the_page_that_changes_a_password(owner, stranger):
    answer = stranger.get("/.well-known/change-password")
    assert (answer.status_code, answer.headers["Location"]) == (302, "/account/password/")
    assert owner.get("/.well-known/change-password", follow_redirects=True).status_code == 200
    probe = "/.well-known/resource-that-should-not-exist-whose-status-code-should-not-be-200"
    assert stranger.get(probe).status_code == 404
