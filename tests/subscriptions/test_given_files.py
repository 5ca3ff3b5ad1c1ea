"""Real exports and broken tables, where they lie beside the project: every row has its place."""

import json

import pytest

from tests.subscriptions.files import DATA, file_of, read
from webapp import addresses
from webapp.subscriptions.importing.preparing import survey
from webapp.subscriptions.importing.rows import FileRefused
from webapp.subscriptions.importing.words import plain

SUBSCRIBERS, MALFORMED = DATA / "subscribers", DATA / "csv-malformed"
EXPECTED = SUBSCRIBERS / "expected.jsonl"
given = pytest.mark.skipif(not EXPECTED.is_file(), reason="the given files are not here")
# Words and answers that say a person gets nothing, however a program puts it.
GONE = {"unsubscribed", "cleaned", "blocklisted", "disabled", "inactive", "bounced"}


def expectations():
    lines = EXPECTED.read_text(encoding="utf-8").splitlines() if EXPECTED.is_file() else []
    return [json.loads(line) for line in lines]


def mapping_for(expected):
    """What a person would say of a file whose columns nobody knows."""
    path = SUBSCRIBERS / expected["file"]
    if survey(file_of(path)).taken:
        return None
    return {plain(expected["email_column"]): "email"}


@given
@pytest.mark.parametrize("expected", expectations(), ids=lambda one: one["file"].split("/")[-1])
def test_every_row_of_a_real_export_is_taken_or_refused_with_a_reason(expected):
    lines = read(SUBSCRIBERS / expected["file"], mapping_for(expected))
    assert len(lines) == expected["data_rows"]
    assert all(line.reason.endswith(".") and line.line > 1 for line in lines if line.kind)
    well_formed = [line for line in lines if line.kind != "invalid" or "@" in line.email]
    assert len(well_formed) == expected["well_formed_emails"]
    took = [line.email for line in lines if not line.kind]
    assert len(took) == len(set(took)) <= expected["distinct_lowercase"]
    for address in took:
        assert addresses.normalise(address) == address


@given
@pytest.mark.parametrize("expected", expectations(), ids=lambda one: one["file"].split("/")[-1])
def test_whoever_is_gone_in_a_real_export_is_not_taken(expected):
    lines = read(SUBSCRIBERS / expected["file"], mapping_for(expected))
    took = sum(not line.kind for line in lines)
    status = expected["status"] or {}
    if set(status) & GONE:
        assert took == sum(n for word, n in status.items() if word not in GONE)
    if "false" in status:  # answers to whether somebody gets letters
        doubtful = {"", "null"}
        assert took == sum(n for word, n in status.items() if word in {"true", *doubtful})
    if "email_disabled" in status:
        assert took == status["email_disabled"]["false"]


@pytest.mark.skipif(not MALFORMED.is_dir(), reason="the given files are not here")
@pytest.mark.parametrize(
    "path", sorted(MALFORMED.rglob("*.?sv")), ids=lambda path: "/".join(path.parts[-2:])
)
def test_a_broken_table_is_read_or_refused_in_one_sentence(path):
    """None of these lists people, so whoever maps a column gets every row back with its reason."""
    outcome = attempted(lambda: survey(file_of(path)))
    if not isinstance(outcome, FileRefused) and outcome.unknown:
        first = outcome.told()["columns"][0]["word"]
        outcome = attempted(lambda: read(path, {first: "email"}))
    reasons = (
        [outcome.sentence]
        if isinstance(outcome, FileRefused)
        else [line.reason for line in outcome]
        if isinstance(outcome, list)
        else []
    )
    assert all(reason.endswith(".") for reason in reasons)


def attempted(attempt):
    """What comes of it, refusals included."""
    try:
        return attempt()
    except FileRefused as problem:
        return problem
