"""What we install is pinned and hashed, and no file says where one machine gets it or keeps it."""

from __future__ import annotations

import json
import re
import tomllib

import pytest

from tests.machine import ROOT

LOCKS = {
    "requirements.txt": "project",
    "requirements-build.txt": "build",
    "requirements-dev.txt": "dev",
    "requirements-node.txt": "node",
    "requirements-postgres.txt": "postgres",
    "requirements-scan.txt": "scan",
}
PIN = re.compile(r"^([a-z0-9-]+)(\[[a-z,-]+\])?==[0-9][^ ]*( ; .+?)? \\$")
HASH = re.compile(r"^    --hash=sha256:[0-9a-f]{64}( \\)?$")
# Written in two halves, so that this file does not name what it forbids.
REGISTRIES = [
    ".".join(halves)
    for halves in (
        ("pypi", "org"),
        ("pythonhosted", "org"),
        ("npmjs", "org"),
        ("npmjs", "com"),
        ("yarnpkg", "com"),
        ("deb.debian", "org"),
    )
]
MACHINE_PATH = re.compile(r"(?<![\w./<>{}-])/(?:home|root|work|Users)/[\w.]")
MADE = {"dist", "__pycache__", ".ruff_cache", ".mypy_cache", ".pytest_cache"}
FOLDERS = (".ci", "docs", "static", "templates", "tests", "webapp")


@pytest.mark.parametrize("name", LOCKS)
def test_every_requirement_is_pinned_and_hashed(name):
    lines = (ROOT / name).read_text().splitlines()
    code = [line for line in lines if not line.lstrip().startswith("#")]
    assert code
    assert [line for line in code if not PIN.match(line) and not HASH.match(line)] == []
    for line, after in zip(code, [*code[1:], ""], strict=True):
        if PIN.match(line):
            assert HASH.match(after), f"{line} has no hash"


@pytest.mark.parametrize(("name", "group"), LOCKS.items())
def test_every_wish_of_the_project_is_in_its_lock(name, group):
    declared = tomllib.loads((ROOT / "pyproject.toml").read_text())
    wishes = {**declared["dependency-groups"], "project": declared["project"]["dependencies"]}
    locked = {
        match[1] for line in (ROOT / name).read_text().splitlines() if (match := PIN.match(line))
    }
    wanted = {re.split(r"[\[<>=!~; ]", wish)[0].lower() for wish in wishes[group]}
    assert wanted - locked == set()


def test_the_browser_lock_has_hashes_and_no_download_addresses():
    packages = json.loads((ROOT / "package-lock.json").read_text())["packages"]
    assert [name for name, entry in packages.items() if "resolved" in entry] == []
    assert [name for name, entry in packages.items() if name and "integrity" not in entry] == []


def test_the_browser_lock_is_of_the_present_wishes():
    wishes = json.loads((ROOT / "package.json").read_text())
    locked = json.loads((ROOT / "package-lock.json").read_text())["packages"]
    for kind in ("dependencies", "devDependencies"):
        assert locked[""][kind] == wishes[kind]
        for name, version in wishes[kind].items():
            assert locked[f"node_modules/{name}"]["version"] == version


def test_no_file_names_a_registry_or_a_folder_of_one_machine():
    assert [fault for path in our_files() for fault in faults_in(path)] == []


def our_files():
    """Every file that belongs to the project, committed yet or not."""
    yield from (path for path in ROOT.iterdir() if path.is_file())
    for folder in FOLDERS:
        for path in (ROOT / folder).rglob("*"):
            if path.is_file() and not MADE & set(path.relative_to(ROOT).parts):
                yield path


def faults_in(path):
    """Registry hosts and machine paths in a file, each with its place; pictures have none."""
    content = path.read_bytes()
    if b"\0" in content:
        return
    for number, line in enumerate(content.decode("utf-8", "replace").splitlines(), 1):
        named = [host for host in REGISTRIES if host in line] + MACHINE_PATH.findall(line)
        if named:
            yield f"{path.relative_to(ROOT)}:{number}: {line.strip()[:80]}"
