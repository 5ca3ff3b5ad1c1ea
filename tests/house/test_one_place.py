"""One place each: the clock, signing, SMTP, the environment, the commit, the request."""

from __future__ import annotations

import ast
import re

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
SHARED_WITH_REQUEST = {"web.py", "edges.py", "logs.py"}


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


def test_where_to_go_next_is_read_in_one_place():
    """``web.safe_next`` asks whether it is on this site."""

    def reads(module):
        sources = r"(args|values|form|data|json|get_json\(\))"
        return re.search(sources + r"""(\.get(list)?\(|\[)["']next["']|\.next\.data""", module.text)

    assert not offenders(reads, allowed={"web.py"})


def test_the_host_of_a_request_is_read_in_one_place():
    """Nothing is built from it: ``hosts`` compares it, ``web`` with what a browser says of itself."""

    def reads(module):
        asked = (
            r"request\.(host|url|base_url|url_root|root_url|host_url)\b|\b_external=True|HTTP_HOST"
        )
        return re.search(asked, module.text)

    assert not offenders(reads, allowed={"web.py", "reading/edition/serving.py"})


def test_the_log_is_written_in_one_place():
    """docs/logging.md is true only if nobody opens a second log, or prints."""
    second = {"print", "logging.getLogger", "logging.FileHandler", "structlog.get_logger"}
    assert not offenders(lambda m: m.calls() & second, allowed={"logs.py"})


def test_entries_of_the_audit_log_are_only_added():
    def changes(module):
        return {c for c in module.calls() if c.endswith(("delete", "update"))} and (
            "delete(AuditEntry" in module.text or "update(AuditEntry" in module.text
        )

    assert not offenders(changes)
    adding = {m.name for m in modules() if "AuditEntry" in m.calls() and m.package != "cli"}
    assert adding == {"newsroom/auditing.py"}
