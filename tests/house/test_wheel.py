"""What is installed is what is in the checkout: the wheel runs on its own."""

from __future__ import annotations

import os
import subprocess
import sys
import sysconfig
import venv
import zipfile
from pathlib import Path

import pytest

from tests.machine import ROOT

ASK = """
from webapp import create_app
client = create_app().test_client()
for path in ("/", "/all-stories/", "/static/dist/site.css"):
    print(path, client.get(path).status_code)
"""


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    """The wheel of this checkout."""
    folder = tmp_path_factory.mktemp("wheel")
    run(sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", folder, cwd=ROOT)
    return next(folder.glob("*.whl"))


@pytest.fixture
def python(wheel, tmp_path):
    """The Python of an environment with the wheel and its requirements, but not this checkout."""
    venv.create(tmp_path / "env", with_pip=False)
    python = tmp_path / "env" / "bin" / "python"
    run(
        sys.executable, "-m", "pip", "--python", python, "install", "--no-deps", "--no-index", wheel
    )
    site = Path(run(python, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))").strip())
    # A path added this way brings packages, but not the editable install that points here.
    (site / "requirements.pth").write_text(sysconfig.get_path("purelib"))
    return python


def test_the_wheel_carries_every_template_migration_and_built_file(wheel):
    carried = set(zipfile.ZipFile(wheel).namelist())
    for folder, inside in (("templates", "webapp/"), ("static", "webapp/"), ("webapp", "")):
        files = [path for path in (ROOT / folder).rglob("*") if path.is_file()]
        ours = {str(path.relative_to(ROOT)) for path in files if "__pycache__" not in path.parts}
        assert {inside + name for name in ours} - carried == set()
    assert "webapp/static/dist/site.css" in carried


def test_an_installed_wheel_serves_the_demo_newspaper(python, tmp_path):
    masthead = python.with_name("masthead")
    run(masthead, "init", cwd=tmp_path)
    run(masthead, "demo", cwd=tmp_path)
    answer = run(python, "-c", ASK, cwd=tmp_path)
    assert answer.split("\n")[:3] == ["/ 200", "/all-stories/ 200", "/static/dist/site.css 200"]
    assert (tmp_path / "instance").is_dir()


def run(*command, cwd=None):
    """The output of a command that must succeed, with no setting of ours in its environment."""
    clean = {k: v for k, v in os.environ.items() if not k.startswith(("MASTHEAD_", "PYTHON"))}
    done = subprocess.run(command, cwd=cwd, env=clean, check=False, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return done.stdout
