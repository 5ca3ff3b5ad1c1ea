"""One place each: the clock, signing, SMTP, the environment, the commit, the request."""

from __future__ import annotations

import ast

import pytest

from tests.house.source import modules

CLOCK = {
    "datetime.now",
    "dt.datetime.now",
    "dt.datetime.utcnow",
    "datetime.utcnow",
    "dt.date.today",
}
CLOCK |= {"time.time", "date.today"}
# They settle one mail or one batch at a time, so that no lock is held while a server thinks.
WORKERS = {"mail/outbox.py", "campaigns/sending.py"}
SHARED_WITH_REQUEST = {"web.py", "logs.py"}


def is_view(module):
    """Whether the file holds views."""
    return "views" in module.path.relative_to(module.path.parents[2]).parts or (
        module.path.stem == "views"
    )


@pytest.mark.parametrize("module", modules(), ids=lambda m: m.name)
def test_the_clock_is_asked_in_one_place(module):
    assert module.name == "clock.py" or not module.calls() & CLOCK


@pytest.mark.parametrize("module", modules(), ids=lambda m: m.name)
def test_signing_happens_in_one_place(module):
    signs = any(name.startswith("itsdangerous") for name in module.imports())
    assert module.name == "tokens.py" or not signs


@pytest.mark.parametrize("module", modules(), ids=lambda m: m.name)
def test_only_the_mail_package_speaks_smtp(module):
    speaks = module.imports() & {"smtplib", "aiosmtplib"}
    assert module.package == "mail" or not speaks


@pytest.mark.parametrize("module", modules(), ids=lambda m: m.name)
def test_only_config_reads_the_environment(module):
    reads = "os.environ" in module.text or "os.getenv" in module.text
    assert module.name == "config.py" or not reads


@pytest.mark.parametrize("module", modules(), ids=lambda m: m.name)
def test_only_views_commands_and_jobs_commit(module):
    """A behaviour leaves the commit to whoever called it; a job is its own caller."""
    if is_view(module) or module.package in {"cli", "demo"} or module.name == "health.py":
        return
    for node in ast.walk(module.tree):
        if isinstance(node, ast.FunctionDef) and "db.session.commit()" in ast.unparse(node):
            is_job = any("job(" in ast.unparse(d) for d in node.decorator_list)
            assert is_job or module.name in WORKERS, f"{module.name}: {node.name} commits"


@pytest.mark.parametrize("module", modules(), ids=lambda m: m.name)
def test_only_views_and_web_look_at_the_request(module):
    looks = module.imports() & {"flask.request", "flask.session", "flask.g"}
    allowed = is_view(module) or module.name in SHARED_WITH_REQUEST
    assert allowed or not looks, f"{module.name} imports {looks}"
