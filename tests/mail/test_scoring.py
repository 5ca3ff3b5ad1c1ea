"""SpamAssassin is asked as a program: whatever becomes of it, there is a sentence."""

from __future__ import annotations

import pytest

from webapp.mail import scoring


@pytest.fixture
def program(tmp_path, monkeypatch):
    """Have another program answer by the name of SpamAssassin."""
    monkeypatch.setenv("PATH", str(tmp_path))

    def put(script):
        file = tmp_path / scoring.PROGRAM
        file.write_text(f"#!/bin/sh\n{script}\n")
        file.chmod(0o700)

    return put


def sentence():
    """What is said instead of a score."""
    with pytest.raises(scoring.NoScore) as refused:
        scoring.scores([b"Subject: News\r\n\r\nGood morning.\r\n"])
    return refused.value.sentence


def test_without_it_that_is_said(program):
    assert sentence() == "Spam words were not looked for: SpamAssassin is not installed here."


def test_one_that_fails_is_not_waited_for(program):
    program("exit 3")
    assert "returned non-zero exit status 3" in sentence()


def test_one_that_hangs_is_ended(program, monkeypatch):
    monkeypatch.setattr(scoring, "LONGEST", 1)
    program("exec sleep 600")
    assert sentence() == "SpamAssassin took more than 1 seconds; try again later."


def test_one_that_answers_anything_else_gave_no_score(program):
    program("cat")
    assert "spamassassin --lint" in sentence()
