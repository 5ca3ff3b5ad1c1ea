"""Archives and workbooks: what they unpack to is weighed before anything is unpacked."""

import io
import struct
import time
import tracemalloc
import zipfile

import pytest

from tests.subscriptions.files import archive, packed, read, refused, taken, workbook
from webapp.subscriptions.importing import unpacking
from webapp.subscriptions.importing.preparing import survey
from webapp.subscriptions.importing.rows import FileRefused

CONTENT_TYPES = '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>'


def test_every_table_of_an_archive_is_read_with_its_name():
    data = packed({
        "export/people.csv": "email\na@example.org\nnobody\n",
        "more.xlsx": workbook(["email"], ["b@example.org"]),
        "readme.md": "email\nx@example.org\n",
        "__MACOSX/export/._people.csv": "email\ny@example.org\n",
    })  # fmt: skip
    assert taken(data) == ["a@example.org", "b@example.org"]
    [line] = [line for line in read(data) if line.kind]
    assert (line.file, line.line) == ("export/people.csv", 3)


def test_the_three_files_of_a_mailchimp_export_agree_on_who_gets_nothing():
    head = "Email Address,First Name,Last Name,OPTIN_TIME,CONFIRM_TIME"
    data = archive(
        subscribed__csv=f"{head},LEID,EUID\n"
        "a@example.org,A,A,2020-01-01 10:00:00,2020-01-01 10:05:00,1,x\n"
        "b@example.org,B,B,2020-01-01 10:00:00,2020-01-01 10:05:00,2,y\n",
        unsubscribed__csv=f"{head},UNSUB_TIME,LEID\nb@example.org,,,2020-01-01,2020-01-01,,2\n",
        cleaned__csv=f"{head},CLEAN_TIME,LEID\nc@example.org,,,2020-01-01,2020-01-01,2021-01-01,3\n",
    )
    assert taken(data) == ["a@example.org"]
    assert sorted(refused(data).values()) == ["unsubscribed"] * len(refused(data))


def test_of_an_archive_only_the_lists_of_people_are_taken():
    data = packed({
        "email_list.paper.csv": "email,active_subscription,email_disabled\na@example.org,true,false\n",
        "posts.csv": "post_id,title\n1,Bread\n",
        "posts/1.opens.csv": "post_id,timestamp,email,active_subscription\n1,2024,gone@example.org,false\n",
    })  # fmt: skip
    found = survey(io.BytesIO(data))
    assert list(found.taken) == ["email_list.paper.csv"]
    assert found.left_out == ["posts.csv", "posts/1.opens.csv"]
    assert taken(data) == ["a@example.org"]


def bomb(size):
    return packed({"people.csv": b"email\n" + b"\0" * size})


def declaring(size):
    """An archive that says one of its files is so large."""
    data = bytearray(archive(people__csv="email\na@example.org\n"))
    entry = data.index(b"PK\x01\x02")
    data[entry + 24 : entry + 28] = struct.pack("<I", size)
    return bytes(data)


def declaring_ten_gigabytes():
    """The same beyond four gigabytes, in the way of ZIP64."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as made:
        made.writestr("people.csv", "email\na@example.org\n")
        made.filelist[0].file_size = 10 * 1024**3
    return buffer.getvalue()


def protected():
    data = bytearray(archive(people__csv="email\na@example.org\n"))
    data[data.index(b"PK\x01\x02") + 8] |= 1
    return bytes(data)


REFUSED = {
    "a bomb": lambda: bomb(50 * 1024 * 1024),
    "4 GB declared": lambda: declaring(2**32 - 2),
    "10 GB declared": declaring_ten_gigabytes,
    "less declared than there is": lambda: declaring(3),
    "an archive within the archive": lambda: archive(inner__csv=archive(people__csv="email\n")),
    "no table": lambda: archive(readme__md="nothing"),
    "too many tables": lambda: packed({f"{n}.csv": "email\n" for n in range(60)}),
    "a million files": lambda: packed({str(n): "" for n in range(5001)}, zipfile.ZIP_STORED),
    "a password": protected,
    "cut off": lambda: archive(people__csv="email\na@example.org\n")[:-30],
    "a workbook of nothing": lambda: packed({"[Content_Types].xml": CONTENT_TYPES, "xl/x.xml": "x"}),
    "a workbook that is a bomb": lambda: packed(
        {"[Content_Types].xml": CONTENT_TYPES, "xl/worksheets/sheet1.xml": b" " * 50_000_000}
    ),
}  # fmt: skip


@pytest.mark.parametrize("kind", REFUSED)
def test_what_would_unpack_to_too_much_is_refused_at_once(kind):
    data = REFUSED[kind]()
    tracemalloc.start()
    began = time.process_time()
    with pytest.raises(FileRefused) as problem:
        read(data)
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert problem.value.sentence.endswith(".")
    assert most < 32 * 1024 * 1024
    assert time.process_time() - began < 2


SHEET = "xl/worksheets/sheet1.xml"


def parts_of_a_workbook():
    made = io.BytesIO(workbook(["email"], ["a@example.org"]))
    with zipfile.ZipFile(made) as opened:
        return {name: opened.read(name) for name in opened.namelist()}


def sheet(rows):
    """A workbook whose sheet holds what no program would write."""
    parts = parts_of_a_workbook()
    head, mark, _ = parts[SHEET].partition(b"<sheetData>")
    return packed(parts | {SHEET: head + mark + rows + b"</sheetData></worksheet>"})


def inline(place, text):
    return f'<c r="{place}" t="inlineStr"><is><t>{text}</t></is></c>'.encode()


def test_a_sheet_with_a_cell_at_its_far_end_is_refused_or_read_in_little_memory():
    far = inline("A1", "email") + inline("XFD1", "x")
    with pytest.raises(FileRefused, match="more than 500 columns"):
        read(sheet(b'<row r="1">' + far + b"</row>"))
    low = b'<row r="1">' + inline("A1", "email") + b"</row>"
    low += b'<row r="1000000">' + inline("A1000000", "a@example.org") + b"</row>"
    assert taken(sheet(low)) == ["a@example.org"]
    assert [line.line for line in read(sheet(low))] == [1_000_000]


def test_a_workbook_with_entities_is_refused():
    parts = parts_of_a_workbook()
    laughs = b'<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]>'
    with pytest.raises(FileRefused, match="cannot be read"):
        read(packed(parts | {SHEET: laughs + parts[SHEET]}))


def test_limits_leave_room_for_what_papers_have():
    text = "email,name\n" + "".join(f"reader{n}@example.org,Reader {n}\n" for n in range(20_000))
    assert len(taken(archive(people__csv=text))) == 20_000
    assert unpacking.LARGEST >= 10 * 60 * 1024 * 1024  # ten million rows
