"""Settings: every one documented, every wrong one refused in one sentence that names it."""

from __future__ import annotations

import stat

import pytest

from tests.house.source import ROOT
from webapp import config

DOCUMENTED = (ROOT / "docs" / "settings.md").read_text(encoding="utf-8")
WRONG = {
    "DATABASE_URL": ["mysql://localhost/masthead", "nonsense", "postgresql://localhost/masthead"],
    "QUEUE_URL": ["amqp://localhost"],
    "SMTP_URL": [
        *("http://localhost", "smtp://", "localhost:25", "smtp://a smtp://"),
        *("smtp://a?weight=0", "smtp://a?heavy=1"),
    ],
    "LINK_CHECK": ["perhaps"],
    "LINK_CHECK_INSIDE": [
        *("10.0.0.7", "intranet:80", "10.0.0.0/8:80", "10.0.0.7:http", "10.0.0.7:70000"),
    ],
    "PUBLIC_URL": [
        *("example.org", "ftp://example.org", "http://a b", "https://paper.example:port"),
        *("https://me@paper.example", "https://paper.example/?a=b", "https://"),
    ],
    "SECRET_KEY": ["short", "a-key-that-is-long-enough short"],
    "ADDRESS_KEY": ["short"],
    "RATELIMIT_ENABLED": ["perhaps"],
    "BREACHED_PASSWORDS_URL": ["http://example.org/range", "https://", "example.org"],
    "TRUSTED_PROXIES": ["-1", "two", "10.0.0.1/8", "127.0.0.1, 10.0.0.0/8", "proxy.example"],
    "PAGE_MEMORY": ["a lot"],
    "TIME_ZONE": ["Mars/Olympus", "../etc/passwd"],
    "CONTACT_EMAIL": ["nobody", "@example.org"],
    "MAIL_FROM": ["letters@"],
    "COPYRIGHT_SINCE": ["long ago"],
    "SECURITY_CONTACT": ["somebody", "http://paper.example/security", "tel:1", "https://"],
    "SECURITY_POLICY": ["http://paper.example/policy", "policy"],
    "SOCIAL": ["X=http://example.org/paper"],
    "NAME": ["two\nlines"],
    "LOG_LEVEL": ["LOUD"],
    "ROLE_ADDRESSES": ["perhaps"],
    "DKIM_SIGNATURES": ["ed25519"],
    "DISPOSABLE_DOMAINS": ["refuse", "/nowhere/domains.txt", "/"],
}
CASES = [(name, value) for name, values in WRONG.items() for value in values]


@pytest.mark.parametrize("setting", config.SETTINGS, ids=lambda s: s.name)
def test_every_setting_is_documented_with_its_meaning(setting):
    assert f"`{setting.variable}`" in DOCUMENTED
    assert setting.meaning in DOCUMENTED


@pytest.mark.parametrize(("name", "value"), CASES)
def test_a_wrong_setting_is_refused_in_one_sentence_that_names_it(tmp_path, name, value):
    with pytest.raises(config.SettingError) as refusal:
        config.load(tmp_path, environ={f"MASTHEAD_{name}": value})
    sentence = str(refusal.value)
    assert f"MASTHEAD_{name}" in sentence
    assert sentence.endswith(".")


def test_an_unknown_setting_is_refused(tmp_path):
    with pytest.raises(config.SettingError, match="MASTHEAD_TIMEZONE is not a setting"):
        config.load(tmp_path, environ={"MASTHEAD_TIMEZONE": "Asia/Almaty"})


def test_an_unknown_name_in_the_file_is_refused(tmp_path):
    (tmp_path / "config.toml").write_text('timezone = "Asia/Almaty"\n')
    with pytest.raises(config.SettingError, match="timezone"):
        config.load(tmp_path, environ={})


def test_a_file_that_is_no_toml_is_refused(tmp_path):
    (tmp_path / "config.toml").write_text("name = The Astana Times")
    with pytest.raises(config.SettingError, match="cannot be read"):
        config.load(tmp_path, environ={})


def test_the_environment_wins_over_the_file(tmp_path):
    (tmp_path / "config.toml").write_text('name = "The Steppe Post"\ntagline = "From the file"\n')
    found = config.load(tmp_path, environ={"MASTHEAD_NAME": "The Lake Herald"})
    assert (found["NAME"], found["TAGLINE"]) == ("The Lake Herald", "From the file")


def test_the_key_is_made_once_and_only_its_owner_reads_it(tmp_path):
    first = config.load(tmp_path / "new", environ={})["SECRET_KEY"]
    second = config.load(tmp_path / "new", environ={})["SECRET_KEY"]
    mode = stat.S_IMODE((tmp_path / "new" / "secret_key").stat().st_mode)
    assert first == second
    assert len(first) >= 43
    assert mode == 0o600


def test_newest_key_signs_and_older_ones_are_kept(tmp_path):
    keys = "the-newest-key-of-all the-key-before-that-one"
    found = config.load(tmp_path, environ={"MASTHEAD_SECRET_KEY": keys})
    assert found["SECRET_KEY"] == "the-newest-key-of-all"
    assert found["SECRET_KEY_FALLBACKS"] == ["the-key-before-that-one"]
