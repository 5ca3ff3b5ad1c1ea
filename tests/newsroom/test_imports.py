"""People in by a file: read, looked at, taken in, paused, taken back, all on screen."""

import csv
import io

import pytest

from tests.newsroom.membership import list_with_members
from tests.working import worker_of_newest
from webapp.accounts.models import Role
from webapp.subscriptions.importing import fetching, jobs, running
from webapp.subscriptions.importing.models import Import

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
        list_with_members()
    return at_desk(Role.LISTS)


@pytest.fixture
def worker(app):
    """Have a worker do what the newest import waits for: at most so many steps."""
    return worker_of_newest(
        app, Import, lambda newest: jobs.work_on(import_id=newest), running.work
    )


@pytest.fixture
def read(keeper, worker):
    """Give the page a file, as it comes, and see what it would do."""

    def brought(text=ROWS, name="people.csv", **options):
        keeper.open("/newsroom/lists/1/import/")
        data = text.encode() if isinstance(text, str) else text
        page = keeper.press("Read the file", file=(io.BytesIO(data), name), **options)
        assert "Being read." in page.text
        worker()
        return keeper.open(page.path)

    return brought


def figures(page):
    return {
        one.select_one("dt").get_text(): one.select_one("dd").get_text()
        for one in page.all(".figure-row__one")
    }


def test_the_difference_is_shown_first_and_nothing_is_changed(keeper, read, acts):
    page = read()
    assert figures(page) == {
        "New": "2", "Changed": "0", "Unchanged": "1", "Left": "1", "Suppressed": "1",
        "Invalid": "2", "Repeated": "1", "All rows": "8",
    }  # fmt: skip
    table = page.one("[aria-labelledby=refused]")
    rows = [[cell.get_text() for cell in row.select("th, td")] for row in table.select("tbody tr")]
    assert {line: reason for line, _, reason in rows} == REASONS
    assert "1 without proof" in page.text
    assert "new@example.org" in page.one("[aria-labelledby=some-new]").get_text()
    assert not acts()
    assert figures(keeper.open("/newsroom/lists/1/"))["All addresses"] == "2"


def test_it_is_taken_in_by_one_button_once(keeper, read, worker, acts):
    page = read()
    path = page.path
    assert "You can leave this page" in keeper.press("Import these 2").text
    worker()
    done = keeper.open(path)
    assert "Taken in." in done.text
    assert figures(done)["New"] == "2"
    assert acts() == [("lists@example.com", "imported subscribers", "The Week")]
    shown = keeper.open("/newsroom/lists/1/")
    assert figures(shown)["Awaiting confirmation"] == "1"
    proof = keeper.follow("new@example.org").text
    assert "import, lists@example.com" in proof
    assert "people.csv, line 2: confirmed at 2024-05-01T08:00:00+00:00" in proof
    assert "people.csv" in keeper.open("/newsroom/lists/1/import/").text


def test_it_is_paused_gone_on_with_and_taken_back(keeper, read, worker, monkeypatch, acts):
    monkeypatch.setattr(fetching, "STEP", 3)
    path = read().path
    keeper.press("Import these 2")
    worker(steps=1)
    keeper.open(path)
    assert "3 of 8 rows" in keeper.press("Pause").text
    worker()
    keeper.open(path)
    keeper.press("Go on")
    worker()
    assert figures(keeper.open(path))["All rows"] == "8"
    keeper.press("Undo the import")
    worker()
    page = keeper.open(path)
    assert "Taken back: 2 subscriptions ended" in page.text
    assert [act for _, act, _ in acts()] == [
        "imported subscribers", "paused import", "imported subscribers", "undid import",
    ]  # fmt: skip
    assert figures(keeper.open("/newsroom/lists/1/"))["Confirmed"] == "1"


def test_what_is_done_already_is_not_done_again(keeper, read, worker):
    path = read().path
    page = keeper.press("Import these 2")
    stale = page.form("Undo the import")
    worker()
    keeper.open(path)
    keeper.press("Undo the import")
    worker()
    token = stale.select_one("[name=csrf_token]")["value"]
    answer = keeper.client.post(stale["action"], data={"csrf_token": token})
    assert answer.status_code == 409


def test_columns_nobody_knows_are_named_on_screen(keeper, read, worker):
    page = read("wer,wann,darf\na@example.org,2024-05-01,ja\nb@example.org,,nein\n")
    assert "Columns to be named." in page.text
    keeper.follow("Name the columns")
    assert (
        "Choose one column that holds the e-mail"
        in keeper.press("Read the file anew", status=422).text
    )
    keeper.open(f"{page.path}columns/")
    fields = {"columns-0": "email", "columns-1": "confirmed_at", "columns-2": "gets"}
    keeper.press("Read the file anew", **fields)
    worker()
    shown = keeper.open(page.path)
    assert (figures(shown)["New"], figures(shown)["Left"]) == ("1", "1")


def test_a_column_of_a_recognised_file_is_kept_before_it_is_taken_in(keeper, read, worker):
    page = read("Email Address,City,CONFIRM_TIME,LEID\na@example.org,Almaty,2024-05-01,1\n")
    assert "recognised as an export of Mailchimp" in page.text
    form = keeper.follow("Name the columns").form("Read the file anew")
    choices = [one.get_text() for one in form.select_one("[name=columns-1]").select("option")]
    assert choices[:2] == ["Left out", "Kept as an attribute"]
    keeper.press("Read the file anew", **{"columns-1": "attribute"})
    worker()
    shown = keeper.open(page.path)
    assert "recognised as an export of Mailchimp" in shown.text
    assert "city: Almaty" in shown.one("[aria-labelledby=some-new]").get_text()
    again = keeper.follow("Name the columns").form("Read the file anew")
    assert again.select_one("[name=columns-1] [selected]").get_text() == "Kept as an attribute"
    keeper.open(page.path)
    keeper.press("Import these 1")
    worker()
    found = keeper.open("/newsroom/subscribers/?attribute=city&value=Almaty")
    assert "a@example.org" in found.text
    token = form.select_one("[name=csrf_token]")["value"]
    late = {"csrf_token": token, "columns-0": "email"}
    assert keeper.client.post(f"{page.path}columns/", data=late).status_code == 409


def test_five_hundred_columns_are_named_and_a_hundred_kept(keeper, read, worker):
    names = [f"Column {n:03}" for n in range(499)]
    page = read(f"email,{','.join(names)}\na@example.org{',x' * 499}\n")
    keeper.follow("Name the columns")
    every = {f"columns-{n}": "attribute" for n in range(1, 500)}
    refused = keeper.press("Read the file anew", status=422, **every)
    assert "Keep at most 100 columns as attributes" in refused.text
    keeper.press("Read the file anew", **dict.fromkeys(list(every)[100:], ""))
    worker()
    shown = keeper.open(page.path).one("[aria-labelledby=some-new]").get_text()
    assert "column 029: x" in shown
    assert "column 030: x" not in shown


def test_refused_rows_are_given_out_with_line_and_reason(keeper, read):
    page = read(ROWS + "=1+1,,\n")
    answer = keeper.client.get(f"{page.path}refused.csv")
    assert answer.headers["Content-Disposition"] == 'attachment; filename="refused-1.csv"'
    rows = list(csv.DictReader(io.StringIO(answer.get_data(as_text=True))))
    assert {row["line"]: row["reason"] for row in rows} == REASONS | {"10": REASONS["8"]}
    assert rows[-1]["written there"] == "'=1+1"


def test_a_file_may_be_removed_before_it_changes_anything(keeper, read):
    page = read()
    left = keeper.press("Remove the file")
    assert "Nothing of it was taken in" in left.text
    assert keeper.client.get(page.path).status_code == 404


UNREADABLE = [
    (b"%PDF-1.7", "save it as CSV and import that"),
    (b"PK\x03\x04 cut off", "damaged or not a zip"),
]


@pytest.mark.parametrize(("data", "sentence"), UNREADABLE)
def test_a_file_that_cannot_be_read_says_why(keeper, read, acts, data, sentence):
    assert sentence in read(data).text
    assert not acts()


def test_without_a_file_nothing_is_read(keeper):
    keeper.open("/newsroom/lists/1/import/")
    assert "Choose a file." in keeper.press("Read the file", status=422).text


def test_the_part_that_is_fetched_anew_ends_by_itself(keeper, read, worker):
    path = read().path
    page = keeper.press("Import these 2")
    assert page.one("#progress")["hx-get"] == f"{path}?part=live"
    going = keeper.client.get(f"{path}?part=live")
    assert "HX-Refresh" not in going.headers
    worker()
    over = keeper.client.get(f"{path}?part=live")
    assert over.headers["HX-Refresh"] == "true"
    assert "hx-get" not in over.get_data(as_text=True)
