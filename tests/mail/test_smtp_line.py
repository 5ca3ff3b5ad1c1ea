"""One connection to a mail server: what is sent, and what each answer means."""

from __future__ import annotations

import asyncio

import pytest

from tests.mail.servers import HANG_UP, Script, Server, free_port
from webapp.mail.letters import Fate, Letter, LineLost
from webapp.mail.transports import Way

TEXT = b"Subject: a letter\r\n\r\nGood morning.\r\n"


class Notes:
    """Keeps what it is told, in order."""

    def __init__(self):
        self.fates = {}
        self.order = []

    def about_to_send(self, letter):
        self.order.append(("about to", letter.key))

    def settled(self, letter, fate, reply):
        assert letter.key not in self.fates, "settled twice"
        self.order.append((fate, letter.key))
        self.fates[letter.key] = (fate, reply)


def letters(*recipients, text=TEXT):
    return iter(
        [
            Letter(number, f"bounce+{number}@example.com", recipient, lambda: text)
            for number, recipient in enumerate(recipients, 1)
        ]
    )


def send(url, some, watch=None, tmp_path="/nowhere"):
    """Send letters over one line; the notes, and why the line was lost if it was."""
    watch = watch or Notes()

    async def run():
        line = await Way(url, "paper.example", tmp_path).open()
        try:
            await line.send(some, watch)
        finally:
            await line.close()

    try:
        asyncio.run(run())
    except LineLost as problem:
        return watch, str(problem)
    return watch, None


OFFERS = [("PIPELINING", "SMTPUTF8"), ("8BITMIME",)]


@pytest.fixture(params=OFFERS, ids=["pipelined", "one by one"])
def server(request):
    with Server(Script(offers=request.param)) as server:
        yield server


def addresses(number):
    return [f"reader{n}@example.com" for n in range(1, number + 1)]


def test_many_letters_share_a_connection_and_each_arrives_once(server):
    notes, lost = send(server.url, letters(*addresses(20)))
    assert lost is None
    assert list(server.counts().values()) == [1] * 20
    assert server.connections == 1
    assert {fate for fate, _ in notes.fates.values()} == {Fate.SENT}
    assert [t.sender for t in server.taken] == [f"bounce+{n}@example.com" for n in range(1, 21)]


def test_the_text_arrives_byte_for_byte(server):
    text = b".leading dot\r\n\r\n..two\r\n.\r\n" + b"x" * 998 + "\r\nӘлем\r\n".encode()
    send(server.url, letters("reader@example.com", text=text))
    assert server.taken[0].raw == text


def test_a_text_without_a_last_line_end_gets_one(server):
    send(server.url, letters("reader@example.com", text=b"Subject: x\r\n\r\nend"))
    assert server.taken[0].raw == b"Subject: x\r\n\r\nend\r\n"


def test_a_letter_is_announced_before_its_text_and_settled_after(server):
    notes, _ = send(server.url, letters(*addresses(3)))
    assert notes.order == [
        ("about to", 1), (Fate.SENT, 1), ("about to", 2), (Fate.SENT, 2), ("about to", 3), (Fate.SENT, 3),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("point", "reply", "fate"),
    [
        ("rcpt", "450 4.2.1 busy", Fate.DEFERRED),
        ("rcpt", "550 5.1.1 nobody here", Fate.REFUSED),
        ("data", "451 4.3.0 not now", Fate.DEFERRED),
        ("data", "554 5.7.1 no", Fate.REFUSED),
        ("dot", "452 4.2.2 mailbox full", Fate.DEFERRED),
        ("dot", "550 5.7.26 not aligned", Fate.REFUSED),
    ],
)
def test_a_refusal_counts_for_its_own_letter_only(server, point, reply, fate):
    second = addresses(3)[1]
    server.script.at[point, second] = [reply]
    notes, lost = send(server.url, letters(*addresses(3)))
    assert lost is None
    assert notes.fates[2] == (fate, reply)
    assert notes.fates[1][0] == notes.fates[3][0] == Fate.SENT
    assert server.counts() == {addresses(3)[0]: 1, addresses(3)[2]: 1}
    assert server.connections == 1


def test_a_refused_sender_does_not_spoil_the_next(server):
    server.script.at["mail", "*"] = ["451 4.3.0 slow down"]
    notes, _ = send(server.url, letters(*addresses(2)))
    assert [notes.fates[1][0], notes.fates[2][0]] == [Fate.DEFERRED, Fate.SENT]


def test_a_server_that_wants_a_text_for_nobody_gets_an_empty_one():
    class Careless(Server):
        """Says 354 even when it refused the recipient, which RFC 2920 lets it."""

    with Careless() as server:
        server.script.at["rcpt", "reader1@example.com"] = ["250 fine"]
        server.script.at["mail", "*"] = ["550 5.1.0 not this sender"]
        notes, lost = send(server.url, letters(*addresses(2)))
    assert lost is None
    assert notes.fates[1] == (Fate.REFUSED, "550 5.1.0 not this sender")
    assert notes.fates[2][0] == Fate.SENT
    assert [t.raw for t in server.taken if t.recipient == "reader2@example.com"] == [TEXT]


@pytest.mark.parametrize("point", ["mail", "rcpt", "data"])
def test_a_connection_lost_before_the_text_leaves_no_doubt(server, point):
    server.script.at[point, "*"] = [HANG_UP]
    waiting = letters(*addresses(3))
    notes, lost = send(server.url, waiting)
    assert lost
    assert {fate for fate, _ in notes.fates.values()} == {Fate.UNTRIED}
    assert server.taken == []
    assert len(notes.fates) + len(list(waiting)) == 3


def test_a_connection_lost_after_the_dot_leaves_one_letter_in_doubt(server):
    server.script.at["dot", addresses(3)[1]] = [HANG_UP]
    waiting = letters(*addresses(3))
    notes, lost = send(server.url, waiting)
    assert lost
    assert [notes.fates[1][0], notes.fates[2][0]] == [Fate.SENT, Fate.UNKNOWN]
    assert [fate for fate, _ in notes.fates.values()].count(Fate.UNKNOWN) == 1
    assert len(notes.fates) + len(list(waiting)) == 3


@pytest.mark.parametrize("nonsense", ["hello there", "99", "354 more please"])
def test_nonsense_after_the_dot_leaves_the_letter_in_doubt(server, nonsense):
    server.script.at["dot", "reader1@example.com"] = [nonsense]
    notes, lost = send(server.url, letters(*addresses(1)))
    assert nonsense in lost
    assert notes.fates[1][0] == Fate.UNKNOWN


def test_421_blames_no_letter(server):
    server.script.at["rcpt", addresses(2)[0]] = ["421 4.3.2 shutting down"]
    notes, lost = send(server.url, letters(*addresses(1)))
    assert notes.fates[1] == (Fate.UNTRIED, "421 4.3.2 shutting down")
    assert "shutting down" in lost


def test_a_watch_that_refuses_keeps_the_letter_from_going(server):
    class DiskFull(Notes):
        def about_to_send(self, _letter):
            raise OSError("no space left")

    notes = DiskFull()
    with pytest.raises(OSError, match="no space left"):
        send(server.url, letters(*addresses(2)), notes)
    assert notes.fates[1][0] == Fate.UNTRIED
    assert server.taken == []


@pytest.mark.parametrize(
    "address", ["two@example.com>\r\nRCPT TO:<three@example.com", "a b@example.com", "a@b>c"]
)
def test_an_address_that_would_break_the_envelope_never_reaches_the_server(server, address):
    notes, lost = send(server.url, letters("one@example.com", address, "four@example.com"))
    assert lost is None
    assert notes.fates[2][0] == Fate.REFUSED
    assert set(server.counts()) == {"one@example.com", "four@example.com"}
    assert not any("three" in command for command in server.commands)


def test_an_international_domain_travels_in_ascii(server):
    send(server.url, letters("reader@пример.example"))
    assert set(server.counts()) == {"reader@xn--e1afmkfd.example"}


def test_a_name_in_another_script_needs_a_server_that_takes_it():
    with Server(Script(offers=("PIPELINING", "SMTPUTF8"))) as server:
        notes, _ = send(server.url, letters("дана@example.com"))
        assert notes.fates[1][0] == Fate.SENT
        assert any("SMTPUTF8" in command for command in server.commands if "MAIL" in command)
    with Server(Script(offers=("PIPELINING",))) as server:
        notes, _ = send(server.url, letters("дана@example.com", "reader@example.com"))
        assert [notes.fates[1][0], notes.fates[2][0]] == [Fate.REFUSED, Fate.SENT]


@pytest.mark.parametrize("greeting", ["554 5.7.1 go away", "good day", HANG_UP])
def test_a_server_that_does_not_greet_gets_nothing(greeting):
    with Server() as server:
        server.script.at["greeting", "*"] = [greeting]
        notes, lost = send(server.url, letters("reader@example.com"))
    assert lost.startswith("127.0.0.1:")
    assert notes.fates == {}
    assert server.taken == []


def test_a_server_that_is_down_is_named():
    port = free_port()
    notes, lost = send(f"smtp://127.0.0.1:{port}", letters("reader@example.com"))
    assert f"127.0.0.1:{port}" in lost
    assert notes.fates == {}
