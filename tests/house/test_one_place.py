"""One place each: the clock, signing, SMTP, the environment, the commit, the request."""

from __future__ import annotations

import ast

from tests.house.source import WEBAPP, modules

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


def offenders(rule, *, allowed=()):
    """The modules that break a rule, but for those where it has its one place."""
    return [module.name for module in modules() if module.name not in allowed and rule(module)]


def is_view(module):
    """Whether the file holds views."""
    return "views" in module.path.relative_to(WEBAPP).with_suffix("").parts


def test_the_clock_is_asked_in_one_place():
    assert not offenders(lambda m: m.calls() & CLOCK, allowed={"clock.py"})


def test_signing_happens_in_one_place():
    def signs(module):
        return any(name.startswith("itsdangerous") for name in module.imports())

    assert not offenders(signs, allowed={"tokens.py"})


def test_only_the_mail_package_speaks_smtp():
    def speaks(module):
        return module.package != "mail" and module.imports() & {"smtplib", "aiosmtplib"}

    assert not offenders(speaks)


def test_only_config_reads_the_environment():
    def reads(module):
        return "os.environ" in module.text or "os.getenv" in module.text

    assert not offenders(reads, allowed={"config.py"})


def test_only_views_commands_and_jobs_commit():
    """A behaviour leaves the commit to whoever called it; a job is its own caller."""

    def commits(module):
        if is_view(module) or module.package == "cli":
            return []
        return [
            node.name
            for node in ast.walk(module.tree)
            if isinstance(node, ast.FunctionDef)
            and "db.session.commit()" in ast.unparse(node)
            and not any("job(" in ast.unparse(d) for d in node.decorator_list)
        ]

    assert not offenders(commits, allowed=WORKERS)


def test_only_views_and_web_look_at_the_request():
    def looks(module):
        return not is_view(module) and module.imports() & {
            "flask.request",
            "flask.session",
            "flask.g",
        }

    assert not offenders(looks, allowed=SHARED_WITH_REQUEST)
