"""A wheel built from the checkout, in an environment of its own, serves the demo newspaper."""

from __future__ import annotations

import os
import subprocess
import sys
import sysconfig
import venv
import zipfile

import pytest

from tests.bench import server
from tests.house.source import ROOT


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    """The wheel, built as `make wheel` builds it."""
    folder = tmp_path_factory.mktemp("wheel")
    command = [
        sys.executable,
        "-m",
        "hatchling",
        "build",
        "--target",
        "wheel",
        "--directory",
        folder,
    ]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    return next(folder.glob("*.whl"))


@pytest.fixture(scope="module")
def environment(wheel, tmp_path_factory):
    """An environment with the wheel and what it requires, and without the checkout.

    The requirements are those already installed here: only Masthead itself is put in anew.
    """
    folder = tmp_path_factory.mktemp("environment")
    venv.create(folder, with_pip=False)
    packages = folder / "lib" / f"python{sysconfig.get_python_version()}" / "site-packages"
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(packages)
    (packages / "requirements.pth").write_text(sysconfig.get_path("purelib") + "\n")
    return folder / "bin" / "python"


def test_the_wheel_carries_templates_bundle_migrations_and_demo(wheel):
    names = set(zipfile.ZipFile(wheel).namelist())
    for wanted in (
        "webapp/templates/base.html",
        "webapp/static/dist/site.css",
        "webapp/static/dist/newsroom.css",
        "webapp/migrations/versions/0001_first_tables.py",
        "webapp/migrations/alembic.ini",
        "webapp/demo/newspaper.toml",
    ):
        assert wanted in names
    assert not any(name.startswith(("tests/", "instance/")) for name in names)


def test_the_installed_wheel_serves_the_demo_newspaper(environment, tmp_path):
    settings = {k: v for k, v in os.environ.items() if not k.startswith(("MASTHEAD_", "PYTHON"))}
    settings["MASTHEAD_INSTANCE"] = str(tmp_path / "instance")
    for word in ("init", "demo"):
        command = [environment, "-m", "webapp", word]
        subprocess.run(command, cwd=tmp_path, env=settings, check=True, capture_output=True)
    port = str(server.free_port())
    command = [environment, "-m", "webapp", "web", "--port", port]
    where = {"cwd": tmp_path, "env": settings}
    process = subprocess.Popen(
        command, **where, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        server.wait_for(f"http://127.0.0.1:{port}/", process)
        page = server.read(f"http://127.0.0.1:{port}/")
    finally:
        process.terminate()
        process.wait(30)
    assert "The Apple’s First" in page
    assert "/static/dist/site.css?v=" in page
    assert "v=missing" not in page
