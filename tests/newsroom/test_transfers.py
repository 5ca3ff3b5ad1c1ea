"""A list given out as a file."""

import csv
import io

import pytest

from tests.newsroom.membership import list_with_members
from webapp.accounts.models import Role


@pytest.fixture
def keeper(at_desk, filled):
    """A list manager, and a list with a member and one who left."""
    with filled():
        list_with_members()
    return at_desk(Role.LISTS)


@pytest.mark.parametrize(
    ("who", "addresses"),
    [
        ("confirmed", {"member@example.org"}),
        ("all", {"member@example.org", "left@example.org"}),
    ],
)
def test_a_list_is_given_out_as_csv_and_that_is_noted(keeper, acts, who, addresses):
    keeper.open("/newsroom/lists/1/export/")
    answer = keeper.press("Download", who=who).response
    assert answer.mimetype == "text/csv"
    assert answer.headers["Content-Disposition"].startswith('attachment; filename="the-week-')
    assert answer.headers["Cache-Control"] == "no-store"
    rows = list(csv.DictReader(io.StringIO(answer.get_data(as_text=True))))
    assert {row["email"] for row in rows} == addresses
    assert acts() == [("lists@example.com", "exported subscribers", "The Week")]


def test_looking_at_the_export_page_is_no_export(keeper, acts):
    keeper.open("/newsroom/lists/1/export/")
    keeper.press("Download", status=422, who="everybody")
    assert not acts()
