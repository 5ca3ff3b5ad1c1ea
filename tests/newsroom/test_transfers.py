"""People in by a file, and out into one."""

import csv
import io

import pytest

from tests.makers import make_list, make_subscriber, make_subscription
from webapp import clock
from webapp.accounts.models import Role
from webapp.extensions import db
from webapp.subscriptions.models import Suppression

ROWS = """email,name,confirmed_at
new@example.org,Aliya,2024-05-01T08:00:00Z
asked@example.org,,
member@example.org,,2024-05-01T08:00:00Z
new@example.org,,2024-05-01T08:00:00Z
left@example.org,,2024-05-01T08:00:00Z
stopped@example.org,,2024-05-01T08:00:00Z
not an address,,2024-05-01T08:00:00Z
late@example.org,,yesterday
"""
REASONS = {
    "5": "The same address stands on an earlier line.",
    "6": "This person left; only they can join again.",
    "7": "This address must not be mailed.",
    "8": "This is not an e-mail address.",
    "9": "confirmed_at is not a time like 2026-11-24T10:02:00Z.",
}


@pytest.fixture
def keeper(at_desk, filled):
    """A list manager, and a list with a member and one who left."""
    with filled():
        weekly = make_list("the-week", "The Week")
        make_subscription(weekly, make_subscriber("member@example.org"))
        make_subscription(weekly, make_subscriber("left@example.org")).end(
            "preferences", clock.now()
        )
        db.session.add(Suppression(email="stopped@example.org", reason="complaint"))
    return at_desk(Role.LISTS)


def read(keeper, text=ROWS, name="people.csv", **options):
    """Give the page a file, as it comes: only to look."""
    keeper.open("/newsroom/lists/1/import/")
    return keeper.press("Read the file", file=(io.BytesIO(text.encode()), name), **options)


def figures(page):
    return {
        one.select_one("dt").get_text(): one.select_one("dd").get_text()
        for one in page.all(".figure-row__one")
    }


def test_the_difference_is_shown_first_and_nothing_is_changed(keeper, acts):
    page = read(keeper)
    assert figures(page) == {
        "New": "2", "Changed": "0", "Unchanged": "1", "Refused": "5", "All rows": "8",
    }  # fmt: skip
    rows = [[cell.get_text() for cell in row.select("th, td")] for row in page.all("tbody tr")]
    assert {line: reason for line, _, reason in rows} == REASONS
    assert "1 of them without proof" in page.text
    assert not acts()
    assert figures(keeper.open("/newsroom/lists/1/"))["All addresses"] == "2"


def test_the_file_that_was_looked_at_is_taken_in_by_one_button_once(keeper, acts):
    page = read(keeper)
    sent = page.form("Import these 2").select("[name]")
    taken = keeper.press("Import these 2")
    assert "8 rows: 2 new, 0 changed, 5 refused" in taken.text
    assert figures(taken)["Confirmed"] == "2"
    assert figures(taken)["Awaiting confirmation"] == "1"
    assert acts() == [("lists@example.com", "imported subscribers", "The Week")]
    proof = keeper.follow("new@example.org").text
    assert "import, lists@example.com" in proof
    assert "people.csv, line 2: confirmed at 2024-05-01T08:00:00+00:00" in proof
    again = {field["name"]: field["value"] for field in sent}
    answer = keeper.client.post("/newsroom/lists/1/import/", data=again)
    assert answer.status_code == 410


def test_a_file_may_be_taken_in_at_once_and_nobody_comes_twice(keeper):
    for new in ("2 new", "0 new"):
        keeper.open("/newsroom/lists/1/import/")
        keeper.page.one("[name=dry_run]").decompose()
        file = (io.BytesIO(ROWS.encode()), "people.csv")
        assert new in keeper.press("Read the file", file=file).text


UNREADABLE = [
    ("", "The first line must name the columns"),
    ("name\nAliya\n", "one of them must be “email”"),
    ("PK\x03\x04 a spreadsheet", "save it as CSV and import that"),
    ('email\n"open', "The file cannot be read as CSV"),
]


def test_a_file_that_cannot_be_read_is_refused_on_the_form(keeper, acts):
    for text, sentence in UNREADABLE:
        assert sentence in read(keeper, text, status=422).text
    assert not acts()


def test_no_file_and_a_held_file_that_is_not_ours_are_refused(keeper):
    keeper.open("/newsroom/lists/1/import/")
    assert "Choose a CSV file." in keeper.press("Read the file", status=422).text
    for key in ("../../secret_key", "0" * 32):
        keeper.open("/newsroom/lists/1/import/")
        page = keeper.press("Read the file", status=410, held=key)
        assert page.title == "The file is no longer here"


@pytest.mark.parametrize(
    ("who", "addresses"),
    [
        ("confirmed", {"member@example.org"}),
        ("all", {"member@example.org", "left@example.org"}),
    ],
)
def test_a_list_is_given_out_as_csv_and_that_is_noted(keeper, acts, who, addresses):
    keeper.open("/newsroom/lists/1/export/")
    answer = keeper.press("Download CSV", who=who).response
    assert answer.mimetype == "text/csv"
    assert answer.headers["Content-Disposition"].startswith('attachment; filename="the-week-')
    assert answer.headers["Cache-Control"] == "no-store"
    rows = list(csv.DictReader(io.StringIO(answer.get_data(as_text=True))))
    assert {row["email"] for row in rows} == addresses
    assert acts() == [("lists@example.com", "exported subscribers", "The Week")]


def test_looking_at_the_export_page_is_no_export(keeper, acts):
    keeper.open("/newsroom/lists/1/export/")
    keeper.press("Download CSV", status=422, who="everybody")
    assert not acts()
