"""Reading a file: encoding, delimiter and header are found, and a broken row breaks only itself."""

import datetime as dt
import tracemalloc

import pytest

from tests.subscriptions.files import read, refused, taken, workbook
from webapp.subscriptions.bulk import moment
from webapp.subscriptions.importing.rows import ColumnsUnknown, FileRefused

NAMES = {
    "utf-8": "Әйгерім Тест",
    "utf-8-sig": "Әйгерім Тест",
    "utf-16": "Әйгерім Тест",
    "utf-32": "Әйгерім Тест",
    "cp1251": "Наталья Петрова",
    "koi8-r": "Наталья Петрова",
    "cp1252": "José Núñez – Müller",
    "latin-1": "José Núñez",
}


@pytest.mark.parametrize(("encoding", "name"), NAMES.items())
def test_the_alphabet_is_found(encoding, name):
    text = "email;name\n" + "".join(f"r{n}@example.org;{name}\n" for n in range(50))
    lines = read(text.encode(encoding))
    assert {line.name for line in lines} == {name}
    assert len(lines) == 50


def test_a_slip_in_utf8_spoils_neither_the_file_nor_the_row():
    text = "email,name\na@example.org,Әйгерім\nb@example.org,Жан\nc@example.org,X".encode()
    lines = read(text + b"\xffY\n")
    assert [line.name for line in lines] == ["Әйгерім", "Жан", "X Y"]


def test_an_address_that_cannot_be_decoded_is_refused():
    text = "email,name\na@example.org,Әйгерім\n".encode() + b"b\xff@example.org,\n"
    assert refused(text) == {3: "invalid"}


@pytest.mark.parametrize(
    "text",
    [
        "email;name\na@example.org;Doe, Jane\n",
        "email\tname\na@example.org\tDoe, Jane\n",
        "email|name\na@example.org|Doe, Jane\n",
        'email,name\na@example.org,"Doe, Jane"\n',
        'email, name\na@example.org, "Doe, Jane"\n',
        "sep=;\nemail;name\na@example.org;Doe, Jane\n",
        '"email";"name"\n"a@example.org";"Doe, Jane"\n',
    ],
)
def test_the_delimiter_is_what_makes_rows_even(text):
    [line] = read(text)
    assert (line.email, line.name) == ("a@example.org", "Doe, Jane")


def test_titles_above_the_header_are_passed_over():
    [line] = read("Our readers,,\n2026,,\n,,\nName,E-Mail Address,\nJane,a@example.org,\n")
    assert (line.line, line.email, line.name) == (5, "a@example.org", "Jane")


def test_a_broken_row_is_refused_and_the_next_one_read():
    text = (
        "email,name\n"
        'a@example.org,"said " twice"\n'
        "b@example.org,Jane\n"
        'c@example.org,"never closed\n'
        "d@example.org,Jane\n"
        "e@example.org,Jane\n"
    )
    assert taken(text) == ["b@example.org", "d@example.org", "e@example.org"]
    assert refused(text) == {2: "invalid", 4: "invalid"}
    assert {line.reason for line in read(text) if line.kind} == {
        "The quotation marks of this row do not match, so its cells cannot be told apart."
    }


def test_one_open_quotation_mark_does_not_swallow_a_long_file():
    rows = "".join(f"r{n}@example.org,x\n" for n in range(3000))
    text = 'email,name\nfirst@example.org,"open\n' + rows
    assert len(taken(text)) == 3000
    assert refused(text) == {2: "invalid"}


def test_line_numbers_count_lines_of_the_file_not_rows():
    text = 'email,name\n"a@example.org","two\nlines"\n\nnobody,\n'
    assert refused(text) == {5: "invalid"}


def test_whom_any_line_calls_gone_no_other_line_brings_in():
    text = "email,status\na@example.org,subscribed\nb@example.org,active\nA@example.org,cleaned\n"
    assert taken(text) == ["b@example.org"]
    assert refused(text) == {2: "unsubscribed", 4: "unsubscribed"}


def test_cells_too_many_matter_where_they_could_hide_a_state():
    wide = "name,email\nAlice,a@example.org,extra\nBob,b@example.org,,\n"
    assert taken(wide) == ["a@example.org", "b@example.org"]
    text = "email,name,status\na@example.org,Doe,Jane,unsubscribed\nb@example.org,x,active,,\n"
    assert refused(text) == {2: "invalid"}
    assert taken(text) == ["b@example.org"]


def test_a_row_cut_off_before_its_state_is_refused():
    assert refused("email,status\na@example.org\nb@example.org,active\n") == {2: "invalid"}


MOMENTS = {
    "2024-05-01T10:00:00Z": (2024, 5, 1, 10),
    "2024-05-01 10:00:00": (2024, 5, 1, 10),
    "2024-05-01 10:00:00 UTC": (2024, 5, 1, 10),
    "2024-05-01T15:00+05:00": (2024, 5, 1, 10),
    "01.05.2024 10:00": (2024, 5, 1, 10),
    "2024/5/1": (2024, 5, 1, 0),
    "1714557600": (2024, 5, 1, 10),
    "1714557600000": (2024, 5, 1, 10),
    "May 1, 2024": (2024, 5, 1, 0),
    "Wed, 01 May 2024 10:00:00 +0000": (2024, 5, 1, 10),
}


@pytest.mark.parametrize(("typed", "parts"), MOMENTS.items())
def test_times_are_read_as_programs_write_them(typed, parts):
    [line] = read(f'email,confirmed_at\na@example.org,"{typed}"\n')
    assert line.confirmed_at == moment(dt.datetime(*parts, tzinfo=dt.UTC))


@pytest.mark.parametrize("typed", ["03/04/2024", "yesterday", "2999-01-01", "0001-01-01", "12"])
def test_a_time_that_could_be_another_is_no_proof(typed):
    [line] = read(f"email,confirmed_at\na@example.org,{typed}\n")
    assert line.kind == "invalid"
    assert line.reason.startswith("confirmed_at is not a time ")


def test_a_workbook_is_read_sheet_by_sheet():
    at = dt.datetime(2024, 5, 1, 10)  # noqa: DTZ001 (workbooks know no zone)
    one = [["E-mail", "Name", "Confirmed at"], ["a@example.org", "Жан", at], ["nobody", 7, None]]
    lines = read(workbook(*one))
    assert [(line.email, line.name, line.kind) for line in lines] == [
        ("a@example.org", "Жан", ""), ("nobody", "", "invalid"),
    ]  # fmt: skip
    assert lines[0].confirmed_at == "2024-05-01 10:00:00.000000"
    assert lines[1].line == 3
    both = workbook(sheets=[[["Totals"], [7]], [["email"], ["b@example.org"]]])
    [line] = read(both)
    assert (line.file, line.email) == ("Sheet1", "b@example.org")


@pytest.mark.parametrize("data", [b"", b"\n\n", b"name\nAigerim\n", b"foo,bar\n1,2\n", b"\0\0\0\0"])
def test_a_file_without_addresses_asks_what_its_columns_hold(data):
    with pytest.raises(ColumnsUnknown):
        read(data)


def test_a_bare_list_of_addresses_asks_too_and_then_counts_its_first_line():
    with pytest.raises(ColumnsUnknown):
        read("a@example.org\nb@example.org\n")
    mapped = {"column 1": "email"}
    assert taken("a@example.org\nb@example.org\n", mapped) == ["a@example.org", "b@example.org"]


@pytest.mark.parametrize(
    "data",
    [
        b"\x1f\x8b gzip", b"\xd0\xcf\x11\xe0 old workbook", b"%PDF-1.7", b"PK\x03\x04 cut off",
        b"email\n" + b"a," * 1_000_000, b"email" + b",x" * 1_000_000, b"email" + b",x" * 600,
    ],
)  # fmt: skip
def test_what_is_no_table_of_people_is_refused_at_once(data):
    tracemalloc.start()
    with pytest.raises(FileRefused) as problem:
        read(data)
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert problem.value.sentence.endswith(".")
    assert most < 32 * 1024 * 1024
