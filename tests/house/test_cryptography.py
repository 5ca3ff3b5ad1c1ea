"""What is signed, hashed and drawn at random: by which means, as docs/cryptography.md lists them."""

from __future__ import annotations

import hashlib

import pytest
from flask_wtf.csrf import generate_csrf
from itsdangerous import URLSafeTimedSerializer
from itsdangerous.encoding import base64_decode

from tests.house.source import modules
from webapp import create_app
from webapp.accounts.factors.enciphering import CannotDecipher, decipher, encipher
from webapp.outcomes import LinkInvalid
from webapp.tokens import Purpose

KEY = "a-key-for-tests-only"
SHA_1_OF_STOLEN_PASSWORDS = {"accounts/passwords/breaches.py"}  # what their lists are made of
GUESSABLE = {"random", "uuid"}
WEAK = {"hashlib.md5", "hashlib.sha1", "hashlib.new"}


@pytest.fixture(scope="module")
def app(tmp_path_factory):
    folder = tmp_path_factory.mktemp("instance")
    return create_app(folder, {"SECRET_KEY": KEY, "LOG_LEVEL": "WARNING"})


def signature_of(token: str) -> bytes:
    """The last part of what itsdangerous signed."""
    return base64_decode(token.rpartition(".")[2])


def test_nothing_that_must_not_be_guessed_comes_from_a_guessable_source():
    drawing = [m for m in modules() if m.package != "demo"]
    assert not [m.name for m in drawing if GUESSABLE & {n.split(".")[0] for n in m.imports()}]


def test_no_weak_hash_is_used_but_to_ask_for_stolen_passwords():
    assert {m.name for m in modules() if m.calls() & WEAK} == SHA_1_OF_STOLEN_PASSWORDS


def test_ciphers_and_key_pairs_are_used_where_the_page_says():
    using = {m.name for m in modules() if any(n.startswith("cryptography") for n in m.imports())}
    signing = {f"mail/dkim/{name}.py" for name in ("keys", "publishing", "signing")}
    assert using == {
        "accounts/factors/enciphering.py",
        "subscriptions/attesting.py",
        *signing,
    }


def test_links_cookies_and_forms_are_signed_with_sha_256(app):
    with app.test_request_context():
        link = Purpose("tests.link", None).sign(account=1)
        form = generate_csrf()
        cookie = app.session_interface.get_signing_serializer(app).dumps({"a": 1})
    size = hashlib.sha256().digest_size
    assert [len(signature_of(token)) for token in (link, form, cookie)] == [size] * 3


def test_a_signature_of_the_librarys_own_kind_opens_nothing(app):
    """Nobody can choose a weaker algorithm for us: a token does not say by which it was signed."""
    weaker = {"digest_method": hashlib.sha1, "key_derivation": "django-concat"}
    signer = URLSafeTimedSerializer(KEY, salt="masthead.tests.link", signer_kwargs=weaker)
    with app.app_context(), pytest.raises(LinkInvalid):
        Purpose("tests.link", None).read(signer.dumps({"account": 1}))


def test_what_was_enciphered_and_altered_is_refused(app):
    with app.app_context():
        enciphered = encipher("a secret")
        assert decipher(enciphered) == "a secret"
        other = "A" if enciphered[20] != "A" else "B"
        with pytest.raises(CannotDecipher):
            decipher(enciphered[:20] + other + enciphered[21:])
