from __future__ import annotations

import pytest
from click.testing import CliRunner
from sqlalchemy import select

from webapp.cli import pages
from webapp.extensions import db
from webapp.reading.furnishing import furnish
from webapp.reading.models import Page


@pytest.fixture
def put(app, tmp_path):
    """Run the command with a text."""

    def run(slug, text, *options):
        file = tmp_path / "page.html"
        file.write_text(text, encoding="utf-8")
        with app.app_context():
            return CliRunner().invoke(pages.page, ["put", slug, str(file), *options])

    with app.app_context():
        furnish()
        db.session.commit()
    return run


@pytest.fixture
def row(app):
    """A page as it is now."""

    def read(slug):
        with app.app_context():
            return db.session.scalars(select(Page).where(Page.slug == slug)).one()

    return read


def test_a_new_text_with_a_new_version_is_on_the_page(put, row, browser):
    done = put("privacy-policy", "<p>New <script>x</script>words.</p>", "--version", "2027-01-15")
    assert done.output == "privacy-policy is changed. Its version is 2027-01-15 now.\n"
    assert row("privacy-policy").body == "<p>New words.</p>"
    assert "version 2027-01-15" in browser.open("/privacy-policy/").text


def test_a_slip_put_right_keeps_the_version(put, row):
    before = row("privacy-policy").version
    assert put("privacy-policy", "<p>Words.</p>").exit_code == 0
    assert row("privacy-policy").version == before


def test_an_unknown_page_is_refused_in_one_sentence(put):
    done = put("no-such-page", "<p>x</p>")
    assert done.exit_code == 1
    assert "There is no page no-such-page." in done.output
