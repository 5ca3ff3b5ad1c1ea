"""No link of a letter has the server ask what stands in a private network."""

from __future__ import annotations

import asyncio

import pytest

from webapp.campaigns.inspections.guarding import Guard, NotAsked, is_public

IPV4 = """
0.0.0.0 10.0.0.1 100.64.0.1 127.0.0.1 127.255.255.254 169.254.169.254 172.16.0.1 192.0.0.8
192.0.2.1 192.168.1.1 198.18.0.1 198.51.100.1 203.0.113.1 224.0.0.1 239.255.255.250 240.0.0.1
255.255.255.255
"""
IPV6 = """
:: ::1 ::ffff:127.0.0.1 ::ffff:8.8.8.8 ::7f00:1 64:ff9b::7f00:1 64:ff9b:1::1 100::1 2001::1
2001:db8::1 2002:7f00:1::1 3fff::1 5f00::1 fc00::1 fd00::7 fe80::1 fe80::1%eth0 fec0::1 ff02::1
ff0e::1
"""
NO_ADDRESSES = ["localhost", "2130706433", "0x7f.1"]
PUBLIC = ["8.8.8.8", "93.184.215.14", "2606:2800:21f:cb07:6820:80da:af6b:8b2c", "2a00:1450::1"]


@pytest.fixture(autouse=True)
def in_context():
    """Nothing here needs the application."""


def place_of(url, guard):
    return asyncio.run(guard.place_of(url))


def resolver(*addresses):
    """A resolver that knows one answer."""

    async def resolve(_host, _port):
        return list(addresses)

    return resolve


@pytest.mark.parametrize("address", [*IPV4.split(), *IPV6.split(), *NO_ADDRESSES])
def test_what_is_not_public_is_refused(address):
    assert not is_public(address)


@pytest.mark.parametrize("address", PUBLIC)
def test_what_is_public_is_not(address):
    assert is_public(address)


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1/",
        "http://[::1]/",
        "http://2130706433/",  # 127.0.0.1 as one number
        "http://0x7f.0.0.1/",
        "http://0177.0.0.1/",
        "http://127.1/",
        "https://user@127.0.0.1:443/",
        "http://localhost/",
        "http://[::ffff:127.0.0.1]/",
        "http://169.254.169.254/latest/meta-data/",
    ],
)
def test_however_it_is_written_the_resolved_address_decides(url):
    with pytest.raises(NotAsked, match=r"private network|Nobody knows"):
        place_of(url, Guard())


@pytest.mark.parametrize(
    "url",
    [
        "file:///etc/passwd",
        "gopher://127.0.0.1/",
        "ftp://paper.example/",
        "http://",
        "http:///path",
        "http://a b/",
        "http://a\\b/",
        "http://[::1/",
        "http://paper.example:99999/",
        "http://paper.example:http/",
        "//paper.example/",
    ],
)
def test_what_is_no_address_of_a_page_is_refused(url):
    with pytest.raises(NotAsked, match="no address of a page"):
        place_of(url, Guard(resolve=resolver("8.8.8.8")))


@pytest.mark.parametrize(
    "url", ["http://a.example:22/", "http://a.example:443/", "https://a.example:80/"]
)
def test_other_ports_are_refused(url):
    with pytest.raises(NotAsked, match="unusual port"):
        place_of(url, Guard(resolve=resolver("8.8.8.8")))


def test_one_private_address_among_public_ones_is_enough():
    with pytest.raises(NotAsked, match="private network"):
        place_of("http://a.example/", Guard(resolve=resolver("8.8.8.8", "10.0.0.1")))


def test_a_name_without_addresses_is_refused():
    with pytest.raises(NotAsked):
        place_of("http://a.example/", Guard(resolve=resolver()))


def test_a_public_place_is_let_through_with_its_address():
    place = place_of("https://a.example/story?x=1", Guard(resolve=resolver("8.8.8.8")))
    assert (place.host, place.port, place.addresses) == ("a.example", 443, ("8.8.8.8",))


def test_a_name_in_unicode_is_looked_up_in_ascii():
    place = place_of("https://қазақ.example/", Guard(resolve=resolver("8.8.8.8")))
    assert place.host == "xn--80aau21bd.example"


def test_only_the_place_that_the_settings_name_is_open():
    guard = Guard(frozenset({("127.0.0.1", 8025)}))
    assert place_of("http://127.0.0.1:8025/", guard).port == 8025
    for url in ("http://127.0.0.1:8026/", "http://127.0.0.2:8025/", "http://127.0.0.1/"):
        with pytest.raises(NotAsked):
            place_of(url, guard)
