"""DKIM: keys are kept from others, every mail is signed by those in use, dkimpy finds it good."""

from __future__ import annotations

import re
import stat

import pytest
import time_machine
from hypothesis import given
from hypothesis import strategies as st

from tests.campaigns.sends import launch, make_letter, send
from tests.mail.dkim import verifies
from webapp.extensions import db
from webapp.mail import outbox
from webapp.mail.dkim import keys
from webapp.mail.dkim.signing import Signer

BULK = """from to reply-to subject date message-id mime-version content-type list-id list-unsubscribe
list-unsubscribe-post list-help list-owner list-archive list-post archived-at feedback-id precedence
auto-submitted"""


@pytest.fixture
def settings(settings, server):
    return settings | {"SMTP_URL": server.url, "PUBLIC_URL": "https://paper.example"}


@pytest.fixture
def folder(context):
    return context.config["INSTANCE"] / keys.FOLDER


@pytest.fixture(scope="module")
def pair(tmp_path_factory):
    return keys.make(tmp_path_factory.mktemp("dkim"))


def signatures(message):
    """The tags of each signature, from the top."""
    head = message.partition(b"\r\n\r\n")[0].replace(b"\r\n ", b" ").decode()
    found = re.findall(r"^DKIM-Signature: (.*?)\r?$", head, re.MULTILINE)
    return [
        {k.strip(): v.strip() for k, v in (t.split("=", 1) for t in one.split(";"))}
        for one in found
    ]


def test_keys_are_readable_by_their_owner_only(folder):
    keys.make(folder)
    files = list(folder.glob("*.pem"))
    assert len(files) == 2
    assert {stat.S_IMODE(file.stat().st_mode) for file in files} == {0o600}
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700


def test_a_second_pair_on_one_day_has_a_name_of_its_own(folder):
    with time_machine.travel("2026-11-27 08:00"):
        names = [keys.make(folder).name for _ in range(3)]
    assert names == ["20261127", "20261127b", "20261127c"]


def test_keys_that_are_not_in_use_sign_nothing(folder, server):
    keys.make(folder)
    outbox.queue("accounts/deleted", "me@example.com")
    db.session.commit()
    outbox.send_due()
    assert signatures(server.taken[0].raw) == []


def test_every_header_of_a_campaign_is_signed_and_the_four_that_count_once_more(folder, server):
    pair = keys.make(folder)
    keys.use(folder, pair.name)
    campaign_id, _ = make_letter(2)
    launch(campaign_id)
    send(campaign_id)
    for taken in server.taken:
        (signed,) = signatures(taken.raw)
        names = re.split(r"\s*:\s*", signed["h"])
        assert set(BULK.split()) <= set(names)
        assert {name: names.count(name) for name in ("from", "to", "subject", "date")} == {
            "from": 2, "to": 2, "subject": 2, "date": 2,
        }  # fmt: skip
        assert signed["c"] == "relaxed/relaxed"
        assert signed["d"] == "astanatimes.example"
        assert verifies(taken.raw, pair)


def test_a_changed_or_added_header_or_body_is_found(folder, server):
    pair = keys.make(folder)
    keys.use(folder, pair.name)
    campaign_id, _ = make_letter(1)
    launch(campaign_id)
    send(campaign_id)
    raw = server.taken[0].raw
    assert verifies(raw, pair)
    assert not verifies(raw.replace(b"List-Unsubscribe: <https", b"List-Unsubscribe: <http"), pair)
    assert not verifies(raw.replace(b"One-Click", b"Two-Click"), pair)
    assert not verifies(b"From: somebody@else.example\r\n" + raw, pair)
    assert not verifies(raw.replace(b"slopes", b"slope"), pair)


def test_single_mails_are_signed_by_both_keys_if_the_setting_says_so(context, folder, server):
    context.config["DKIM_SIGNATURES"] = "both"
    pair = keys.make(folder)
    keys.use(folder, pair.name)
    outbox.queue("accounts/deleted", "me@example.com")
    db.session.commit()
    outbox.send_due()
    raw = server.taken[0].raw
    assert [one["a"] for one in signatures(raw)] == ["rsa-sha256", "ed25519-sha256"]
    assert verifies(raw, pair, which=0)
    assert verifies(raw, pair, which=1)


def test_new_keys_sign_the_next_mail_and_the_old_ones_stay_for_what_is_under_way(folder, server):
    old, new = keys.make(folder), keys.make(folder)
    for pair in (old, new):
        keys.use(folder, pair.name)
        outbox.queue("accounts/deleted", "me@example.com")
        db.session.commit()
        outbox.send_due()
    first, second = (taken.raw for taken in server.taken)
    assert verifies(first, old)
    assert verifies(second, new)
    assert not verifies(second, old)


def test_no_mail_leaves_unsigned_when_the_keys_in_use_are_gone(folder, server):
    keys.make(folder)
    (folder / keys.IN_USE).write_text("20200101")  # as on a machine that was given half of it
    outbox.queue("accounts/deleted", "me@example.com")
    db.session.commit()
    with pytest.raises(keys.NoSuchKeys, match="20200101"):
        outbox.send_due()
    assert server.taken == []


WORDS = st.text("ab. \t=\r\n", max_size=40).map(lambda t: t.replace("\r", "").replace("\n", "\r\n"))


@given(
    body=WORDS,
    subject=st.text("ab \t", max_size=30),
    repeated=st.lists(st.sampled_from("abc"), max_size=3),
)
def test_any_white_space_and_any_repeated_header_is_signed_as_dkimpy_reads_it(
    pair, body, subject, repeated
):
    extra = "".join(f"X-More: {word}\r\n" for word in repeated)
    head = (
        f"From: a@paper.example\r\nTo: b@example.org\r\nSubject: {subject}x\r\n folded\r\n{extra}"
    )
    message = f"{head}Date: Fri, 27 Nov 2026 08:00:00 +0000\r\n\r\n{body}".encode()
    signed = Signer("paper.example", pair, with_ed25519=False)(message)
    assert verifies(signed, pair, "paper.example")
    assert signed.endswith(message)
    assert max(map(len, signed[: -len(message)].split(b"\r\n"))) <= 78
