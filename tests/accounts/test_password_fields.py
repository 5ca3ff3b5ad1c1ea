"""Every field for a password: masked, named to managers, open to pasting, as long as people like."""

from __future__ import annotations

import re

import pytest

from tests.accounts.steps import READER, enter, forgot, link_in
from tests.house.source import ROOT
from webapp.accounts.passwords import LONGEST

SCRIPTS = sorted((ROOT / "static" / "js").rglob("*.js"))
CURRENT, NEW = "current-password", "new-password"


@pytest.mark.parametrize(
    ("path", "kinds"),
    [
        ("/account/register/", [NEW]),
        ("/account/sign-in/", [CURRENT]),
        ("/account/reset/", [NEW]),
        ("/account/password/", [CURRENT, NEW]),
    ],
)
def test_a_password_is_masked_and_named_to_managers(browser, reader, outbox, path, kinds):
    if path == "/account/reset/":
        forgot(browser)
        path = link_in(outbox()[0])
    if path == "/account/password/":
        enter(browser, READER)
    fields = browser.open(path).all("[name=password], [name=current_password]")
    assert sorted(str(field["autocomplete"]) for field in fields) == kinds
    for field in fields:
        assert field["type"] == "password"
        assert int(field.get("maxlength", LONGEST)) >= LONGEST
        assert not {"pattern", "readonly"} & set(field.attrs)


def test_no_script_hinders_pasting():
    hinders = re.compile(r"""["'](paste|beforeinput|drop|contextmenu)["']|clipboardData""")
    assert SCRIPTS
    assert not [p.name for p in SCRIPTS if hinders.search(p.read_text(encoding="utf-8"))]
