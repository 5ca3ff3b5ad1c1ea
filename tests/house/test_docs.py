"""The guide for operators: every command in it is run, in its order, on an empty instance."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys

import pytest

from tests.house.source import ROOT
from webapp.cli import masthead, wire

GUIDE = (ROOT / "docs" / "operating.md").read_text(encoding="utf-8")
README = (ROOT / "README.md").read_text(encoding="utf-8")
STAYING_UP = {"serve", "web", "worker"}  # tested by the journeys, which start them
COMMANDS = re.findall(r"^    (masthead .+)$", GUIDE, re.MULTILINE)


@pytest.fixture
def folder(tmp_path):
    """A working folder with the files that the guide names."""
    (tmp_path / "subscribers.csv").write_text(
        "email,confirmed_at\nperson@example.net,2024-05-01T08:00:00Z\n"
    )
    (tmp_path / "letter.html").write_text("<p>Good morning.</p>")
    (tmp_path / "notice.html").write_text("<p>What we keep, and for how long.</p>")
    return tmp_path


def test_every_command_of_the_guide_does_what_it_says(folder):
    settings = os.environ | {"MASTHEAD_INSTANCE": str(folder / "instance"), "PYTHONPATH": str(ROOT)}
    run = [command for command in COMMANDS if shlex.split(command)[1] not in STAYING_UP]
    assert len(run) > 8
    for command in run:
        words = [sys.executable, "-m", "webapp", *shlex.split(command)[1:]]
        done = subprocess.run(
            words, cwd=folder, env=settings, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, f"{command}: {done.stderr}"
    assert '"sent": 1' in done.stdout, "the guide ends with one letter sent"


def test_every_noun_of_the_command_line_is_in_the_guide():
    wire()
    for name in masthead.commands:
        assert f"masthead {name}" in GUIDE + README, f"masthead {name} is documented nowhere"


def test_every_link_of_the_documents_leads_to_a_file():
    for path in [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *ROOT.glob("docs/**/*.md")]:
        for target in re.findall(r"\]\(([^)#]+)\)", path.read_text(encoding="utf-8")):
            assert target.startswith("https://") or (path.parent / target).exists(), (
                f"{path.name}: {target}"
            )


def test_every_package_is_on_the_map_of_the_readme():
    for package in (ROOT / "webapp").glob("*/__init__.py"):
        if package.parent.name != "migrations":
            assert f"`webapp/{package.parent.name}/`" in README
