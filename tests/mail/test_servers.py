"""Several mail servers: shares by weight, and one that is down is passed over for a while."""

from __future__ import annotations

from collections import Counter

import pytest

from tests.mail.servers import Script, Server, free_port
from tests.mail.test_smtp_line import addresses, letters, send
from webapp.mail import servers
from webapp.mail.servers import Rota, servers_in


@pytest.fixture(autouse=True)
def _nothing_rests():
    servers._resting.clear()


def test_turns_follow_the_weights_and_never_come_in_a_lump():
    rota = Rota(servers_in("smtp://a?weight=3 smtp://b"))
    turns = [rota.turn()[0].url for _ in range(40)]
    assert Counter(turns) == {"smtp://a?weight=3": 30, "smtp://b": 10}
    assert turns[:4] != turns[:1] * 4


def test_a_server_that_is_down_is_passed_over_and_nothing_is_lost():
    with Server() as up:
        down = f"smtp://127.0.0.1:{free_port()}?weight=9"
        notes, lost = send(f"{down} {up.url}", letters(*addresses(3)))
        assert lost is None
        assert len(up.taken) == len(notes.fates) == 3
        rota = Rota(servers_in(f"{down} {up.url}"))
        assert [rota.turn()[0].url for _ in range(3)] == [up.url] * 3


def test_after_a_while_it_is_tried_again():
    one, other = servers_in("smtp://a?weight=9 smtp://b")
    rota = Rota([one, other])
    servers.rest(one)
    assert rota.turn()[0] == other
    servers._resting[one.url] -= servers.REST
    assert rota.turn()[0] == one


def test_a_server_that_greets_with_421_is_passed_over_too():
    with Server(Script(at={("greeting", "*"): ["421 4.3.2 busy"] * 9})) as busy, Server() as up:
        _, lost = send(f"{busy.url}?weight=9 {up.url}", letters(*addresses(2)))
        assert lost is None
        assert len(up.taken) == 2


def test_when_all_are_down_the_sentence_names_each():
    ports = free_port(), free_port()
    _, lost = send(" ".join(f"smtp://127.0.0.1:{port}" for port in ports), letters("a@example.com"))
    assert all(str(port) in lost for port in ports)


def test_a_single_server_is_tried_even_while_it_rests():
    with Server() as up:
        servers.rest(servers_in(up.url)[0])
        _, lost = send(up.url, letters("a@example.com"))
        assert lost is None
