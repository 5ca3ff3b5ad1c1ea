"""What scanners report is read as it is meant, and nothing is explained away without a reason."""

from __future__ import annotations

import json
import re

import pytest

from tests.makers import make_account, make_article
from tests.passes import pass_of
from tests.scan import judging, sqlmap, wapiti
from tests.scan.finding import Found, Sent, find, kind_of
from tests.scan.judging import Finding, Known
from tests.scan.running import SCANNERS, Spoiled, run
from tests.scan.visitors import Visitor

URL = "http://localhost:8000"
XSS = {
    "method": "GET",
    "path": "/search/?q=%3Cscript%3E",
    "info": "XSS vulnerability found via injection in the parameter q",
    "level": 2,
    "parameter": "q",
    "referer": "",
    "module": "xss",
    "http_request": "GET /search/?q=%3Cscript%3E HTTP/1.1",
    "curl_command": "curl",
    "wstg": [],
}
BROKEN = XSS | {"method": "POST", "path": "/submit/", "parameter": "text", "info": "status 500"}
TABLE = """Target URL,Place,Parameter,Technique(s),Note(s)
http://localhost:8000/search/?q=apples,GET,q,BT,
http://localhost:8000/subscribe/,POST,,,all tested parameters do not appear to be injectable
"""


@pytest.fixture
def visitor():
    """One who met a search, a form, and a form with nothing in it but its token."""
    token = ("csrf_token", "signed")
    sent = [
        Sent("GET", "/search/", (("q", "a b"),)),
        Sent("POST", "/submit/", (token, ("name", "Dana"), ("text", "é"))),
        Sent("POST", "/account/export/", (token,)),
    ]
    pages = {("GET", "reading.front"): "/", ("GET", "reading.search", "q"): "/search/?q=a+b"}
    return Visitor("reader", Found(pages, {(one.path,): one for one in sent}), "masthead=x")


def test_a_report_of_wapiti_names_faults_and_errors(tmp_path):
    report = {"vulnerabilities": {"XSS": [XSS], "SQL": []}, "anomalies": {"Error": [BROKEN]}}
    (tmp_path / wapiti.REPORT).write_text(json.dumps(report))
    assert list(wapiti.findings(tmp_path)) == [
        Finding("wapiti", "XSS", "GET", "/search/", "q", XSS["info"]),
        Finding("wapiti", "Error", "POST", "/submit/", "text", "status 500"),
    ]


def test_a_table_of_sqlmap_names_injections_only(tmp_path):
    (tmp_path / sqlmap.REPORT).write_text(TABLE)
    found = list(sqlmap.findings(tmp_path))
    assert found == [Finding("sqlmap", "SQL Injection", "GET", "/search/", "q", "techniques BT")]
    assert str(found[0]) == "sqlmap: SQL Injection at GET /search/, q: techniques BT"


def test_a_scanner_without_report_spoils_the_scan(tmp_path, visitor, monkeypatch):
    monkeypatch.setattr(wapiti, "PROGRAM", "/bin/false")
    with pytest.raises(Spoiled, match="wapiti as reader left no report"):
        run("wapiti", URL, visitor, tmp_path, "")


def test_only_what_the_list_covers_is_explained():
    entry = Known("wapiti", "XSS", r"/search/", r"q|s", "It is shown as text.")
    covered = Finding("wapiti", "XSS", "GET", "/search/", "q", "")
    others = [
        covered._replace(tool="sqlmap"),
        covered._replace(kind="SQL"),
        covered._replace(path="/search/feed/"),
        covered._replace(parameter="section"),
    ]
    assert judging.unexplained([covered, *others, others[0]], [entry]) == others
    assert judging.idle([covered], [entry]) == []
    assert judging.idle(others, [entry]) == [entry]


def test_every_entry_of_the_list_has_a_reason_and_means_something():
    for entry in judging.known():
        assert entry.tool in SCANNERS
        assert len(entry.reason.split()) > 5, f"{entry.kind} at {entry.path}: say why"
        for pattern in (entry.path, entry.parameter):
            assert not re.fullmatch(pattern, "/no such page/ of ours"), "too wide a pattern"


def test_scanners_speak_to_loopback_only_and_leave_the_visitor_signed_in(tmp_path, visitor):
    for scanner in SCANNERS.values():
        words = scanner.command(URL, visitor, tmp_path, "")
        hosts = {host for word in words for host in re.findall(r"//([^:/]+)", word)}
        assert hosts <= {"localhost", "127.0.0.1"}
    assert {"ssrf", "log4shell", "takeover", "wapp", "nikto", "cms"}.isdisjoint(wapiti.MODULES)
    assert f"{URL}/account/sign-out/" in wapiti.command(URL, visitor, tmp_path, "")


def test_sqlmap_is_handed_every_parameter_with_what_makes_it_good(visitor):
    search, submission = sqlmap.logged(URL, visitor)
    assert "GET /search/?q=a+b HTTP/1.1\nHost: localhost:8000\n" in search
    assert "Cookie: masthead=x\n" in search
    assert "\n\ncsrf_token=signed&name=Dana&text=%C3%A9\n" in submission


def test_one_page_of_each_kind_is_found_with_its_forms(app, filled):
    with filled():
        make_account("reader@example.com")
        make_article(), make_article()
    client = app.test_client()
    client.set_cookie(*pass_of(app, "reader@example.com"))
    found = find(app, client)
    assert {kind: kind_of(app, path) for kind, path in found.pages.items()} == {
        kind: kind for kind in found.pages
    }
    stories = [path for path in found.pages.values() if "/story-" in path]
    assert len(stories) == len([path for path in found.alike if "/story-" in path]) == 1
    assert ("POST", "accounts.change_name", "csrf_token", "name") in found.sent
    assert ("GET", "reading.front", "s") in found.sent
    assert not [one for one in found.sent.values() if one.path == "/account/sign-out/"]
    assert not found.alike & set(found.pages.values())
    assert found.without(found) == Found({}, {}, found.alike)
