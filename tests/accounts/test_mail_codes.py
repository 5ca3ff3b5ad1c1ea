from __future__ import annotations

import datetime as dt

import pytest
import time_machine
from sqlalchemy import select

from tests.accounts.mail_codes import WRONG, ask, digits_in, type_in
from tests.accounts.steps import (
    READER,
    is_signed_in,
    link_in,
    register,
    sign_in,
)
from tests.makers import make_account
from webapp import clock
from webapp.accounts.factors import mailing_codes
from webapp.accounts.models import Passkey, SecurityEvent
from webapp.extensions import db


def test_six_digits_from_a_mail_let_the_asking_browser_in(app, browser, reader, outbox, sessions):
    page = ask(browser)
    assert page.title == "Type the code"
    [mail] = outbox()
    assert (mail.kind, mail.recipient) == ("accounts/sign-in-code", READER)
    page = browser.press("Sign in", code=digits_in(mail))
    assert page.title == "My account"
    [opened] = sessions()
    assert opened.factors == "mail"
    with app.app_context():
        noted = db.session.scalars(select(SecurityEvent)).all()
        assert [(e.what, e.detail) for e in noted] == [("SIGNED_IN", "mail")]


@pytest.mark.parametrize("spelled", ["{0} {1}", " {0}-{1} ", "{0}{1}"])
def test_digits_may_be_typed_as_people_write_them(browser, reader, outbox, spelled):
    ask(browser)
    digits = digits_in(outbox()[0])
    assert type_in(browser, spelled.format(digits[:3], digits[3:])).title == "My account"


def test_the_link_shows_a_button_and_only_the_button_lets_in(browser, reader, outbox, dump):
    ask(browser)
    link, before = link_in(outbox()[0]), dump()
    page = browser.open(link)
    assert page.title == "One press, and you are in"
    assert READER in page.text
    assert dump() == before
    assert browser.press("Sign in").title == "My account"


def test_a_head_request_on_the_link_changes_nothing(browser, reader, outbox, dump):
    ask(browser)
    link, before = link_in(outbox()[0]), dump()
    assert browser.client.head(link).status_code == 200
    assert dump() == before
    browser.open(link)
    assert browser.press("Sign in").title == "My account"


def test_asked_on_a_laptop_read_on_a_telephone(browser, other_browser, reader, outbox, dump):
    laptop, telephone = browser, other_browser
    ask(laptop)
    before, page = dump(), telephone.open(link_in(outbox()[0]))
    assert page.title == "Type this code where you asked"
    assert page.one(".digits").get_text() == digits_in(outbox()[0])
    assert not page.all("main button")
    assert dump() == before
    assert not is_signed_in(telephone)
    assert type_in(laptop, page.one(".digits").get_text()).title == "My account"


def test_neither_digits_nor_link_let_another_browser_in(browser, other_browser, reader, outbox):
    ask(browser)
    mine = outbox()[0]
    ask(other_browser)
    assert WRONG in type_in(other_browser, digits_in(mine), status=422).text
    other_browser.open("/account/sign-in/code/")
    form = {"csrf_token": other_browser.page.one("main [name=csrf_token]")["value"]}
    answer = other_browser.client.post(link_in(mine), data=form)
    assert "Type this code where you asked" in answer.text
    assert not is_signed_in(other_browser)
    assert type_in(browser, digits_in(mine)).title == "My account"


def test_digits_of_another_account_let_nobody_in(app, browser, other_browser, reader, outbox):
    with app.app_context():
        make_account("someone@example.org")
        db.session.commit()
    ask(browser)
    ask(other_browser, "someone@example.org")
    assert WRONG in type_in(browser, digits_in(outbox()[1]), status=422).text


def test_known_and_unknown_addresses_get_the_same_words(browser, other_browser, reader, outbox):
    texts = []
    for one, address in ((browser, READER), (other_browser, "nobody@example.org")):
        texts.append([ask(one, address).text])
        for digits in ("000000",) * 6:
            page = type_in(one, digits, status=422)
            texts[-1].append(page.text)
    known = [text.replace(READER, "…") for text in texts[0]]
    assert known == [text.replace("nobody@example.org", "…") for text in texts[1]]
    assert [mail.recipient for mail in outbox()] == [READER]


def test_a_disabled_account_gets_no_code(browser, reader, outbox, change):
    change(disabled_at=clock.now())
    assert ask(browser).title == "Type the code"
    assert not outbox()


def test_only_hashes_are_kept(browser, reader, outbox, codes):
    ask(browser)
    [code] = codes()
    assert len(code.code_hash) == len(code.browser_hash) == 64
    assert digits_in(outbox()[0]) not in code.code_hash + code.browser_hash
    assert code.expires_at - code.asked_at <= mailing_codes.LASTS + dt.timedelta(seconds=5)


def test_a_key_that_was_replaced_still_opens(app, browser, reader, outbox):
    ask(browser)
    app.config["SECRET_KEY_FALLBACKS"] = [app.config["SECRET_KEY"]]
    app.config["SECRET_KEY"] = "a-newer-key-for-tests"
    assert type_in(browser, digits_in(outbox()[0])).title == "My account"


def test_the_way_back_and_staying_signed_in_are_kept(browser, reader, outbox, sessions):
    browser.open("/account/name/")
    browser.follow("Mail me a code instead")
    browser.press("Mail me a code", email=READER, remember="y")
    assert browser.press("Sign in", code=digits_in(outbox()[0])).title == "Your name"
    [opened] = sessions()
    assert opened.expires_at - opened.started_at > dt.timedelta(days=29)


def test_the_way_back_leads_nowhere_else(browser, reader, outbox):
    ask(browser, path="/account/sign-in/mail/?next=//evil.example/")
    page = browser.press("Sign in", code=digits_in(outbox()[0]))
    assert page.path == "/account/"


def test_a_second_factor_is_asked_for_all_the_same(app, browser, reader, outbox):
    with app.app_context():
        db.session.add(
            Passkey(account_id=reader, credential_id=b"1", public_key=b"2", name="Telephone")
        )
        db.session.commit()
    ask(browser)
    page = browser.press("Sign in", code=digits_in(outbox()[0]))
    assert page.title == "One more step"
    assert not is_signed_in(browser)


def test_entering_by_mail_confirms_and_ends_what_a_stranger_chose(
    app, browser, other_browser, outbox, account
):
    password = "a password the stranger knows"
    register(other_browser, password=password)
    confirmation = link_in(outbox()[0])
    ask(browser)
    page = browser.press("Sign in", code=digits_in(outbox()[1]))
    assert page.title == "My account"
    assert "The password chosen before that has ended" in page.text
    assert "None: you sign in by mail" in page.text
    assert account().confirmed_at
    assert account().password_hash == ""
    other_browser.open("/account/sign-in/")
    other_browser.press("Sign in", status=422, email=READER, password=password)
    assert not is_signed_in(other_browser)
    other_browser.open(confirmation)
    assert account().password_hash == ""


def test_a_confirmed_account_keeps_its_password(browser, other_browser, reader, outbox):
    ask(browser)
    assert "password chosen before" not in type_in(browser, digits_in(outbox()[0])).text
    assert sign_in(other_browser).title == "My account"


def test_an_account_without_password_proves_itself_by_mail(
    browser, reader, outbox, change, sessions
):
    change(password_hash="")
    with time_machine.travel(clock.now(), tick=False) as time:
        ask(browser)
        type_in(browser, digits_in(outbox()[0]))
        time.shift(dt.timedelta(minutes=11))
        page = browser.open("/account/passkeys/new/")
        assert page.title == "Is it you?"
        assert not page.all("input[type=password]")
        browser.press("Mail me a code")
        page = browser.press("Sign in", code=digits_in(outbox()[-1]))
        assert page.title == "A new passkey"
    assert len(sessions()) == 1


def test_who_asked_for_nothing_is_asked_for_an_address(browser):
    assert browser.open("/account/sign-in/code/").title == "Sign in by mail"
