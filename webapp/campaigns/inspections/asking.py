"""Asking links whether they answer: a few at a time, each for a few seconds, and nothing kept.

HTTP/1.1 is spoken here by hand (RFC 9112), since the connection has to go to the address that the
guard looked at, at every redirect anew, and only the head of an answer is read.
"""

from __future__ import annotations

import asyncio
import contextlib
import re
import ssl
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from urllib.parse import quote, urljoin, urlsplit

from .guarding import PORTS, Guard, NotAsked, Place

AT_ONCE = 8
EACH, ALL = 10, 90  # seconds
HOPS = 5  # redirects that are followed
HEAD = 64 * 1024  # bytes of an answer's head, at most
SAFE = "/%:@!$&'()*+,;=~?-._"  # in a path and a query (RFC 3986, 3.3)
STATUS = re.compile(rb"HTTP/1\.[01] ([1-5]\d\d)(?: [^\r\n]*)?\r?\n")
LOCATION = re.compile(rb"\nlocation:[ \t]*([^\r\n]*)", re.IGNORECASE)
REDIRECTS = {301, 302, 303, 307, 308}
GONE, ERROR, TROUBLE = {404, 410}, 400, 500
SHUT_TO_MACHINES = {401, 403, 429}


@dataclass(frozen=True)
class Answer:
    """The head of an answer."""

    status: int
    location: str = ""


async def ask_all(
    urls: Iterable[str], guard: Guard, agent: str, is_over: Callable[[], bool]
) -> dict[str, str]:
    """What is wrong with each address, as a sentence; nothing where it answers.

    Those there was no time for are missing, as is the rest once ``is_over``.
    """
    free, answers = asyncio.Semaphore(AT_ONCE), dict[str, str]()

    async def ask_one(url: str) -> None:
        async with free:
            if not is_over():
                answers[url] = await fault_of(url, guard, agent)

    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout(ALL), asyncio.TaskGroup() as tasks:
            for url in urls:
                tasks.create_task(ask_one(url))
    return answers


async def fault_of(url: str, guard: Guard, agent: str) -> str:
    """What is wrong with one address, as a sentence that says what to do; empty when it answers."""
    try:
        async with asyncio.timeout(EACH):
            status = await _followed(url, guard, agent)
    except NotAsked as refused:
        return str(refused)
    except TimeoutError:
        return f"No answer within {EACH} seconds; open it yourself, or take it out."
    except ssl.SSLError:
        return "Its certificate does not hold, and browsers warn of it; use another address."
    except (OSError, asyncio.IncompleteReadError, asyncio.LimitOverrunError):
        return "No connection to its server; open it yourself, or take it out."
    return _sentence(status)


def _sentence(status: int) -> str:
    if status < ERROR:
        return ""
    if status in GONE:
        return f"Nothing is there any more ({status}); correct the address, or take it out."
    if status in SHUT_TO_MACHINES:
        return f"It lets no machine in ({status}); open it yourself to see whether it works."
    if status >= TROUBLE:
        return f"Its server has trouble ({status}); look again later, or take it out."
    return f"It answers with an error ({status}); open it yourself, or take it out."


async def _followed(url: str, guard: Guard, agent: str) -> int:
    """The last status behind all redirects, each of which the guard looks at."""
    for _ in range(HOPS + 1):
        answer = await _asked(await guard.place_of(url), agent)
        if answer.status not in REDIRECTS or not answer.location:
            return answer.status
        url = urljoin(url, answer.location)
    raise NotAsked(f"It leads on more than {HOPS} times; use the address at its end.")


async def _asked(place: Place, agent: str) -> Answer:
    """HEAD; and GET where that is no good answer, as many servers know no HEAD."""
    answer = await _exchange("HEAD", place, agent)
    return answer if answer.status < ERROR else await _exchange("GET", place, agent)


async def _exchange(method: str, place: Place, agent: str) -> Answer:
    reader, writer = await _connection(place)
    try:
        writer.write(_request(method, place, agent))
        await writer.drain()
        while (answer := _read(await reader.readuntil(b"\r\n\r\n"))).status < 200:  # noqa: PLR2004
            pass  # a word in advance (RFC 9110, 15.2)
        return answer
    finally:
        writer.transport.abort()


async def _connection(place: Place) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
    """A connection to the first of its addresses that takes one, spoken to by its name."""
    is_https = place.parts.scheme == "https"
    context = ssl.create_default_context() if is_https else None
    name = place.host if is_https else None
    problem: OSError = ConnectionError()
    for address in place.addresses:
        try:
            return await asyncio.open_connection(
                address, place.port, ssl=context, server_hostname=name, limit=HEAD
            )
        except ssl.SSLError:
            raise
        except OSError as failed:
            problem = failed
    raise problem


def _request(method: str, place: Place, agent: str) -> bytes:
    query = f"?{place.parts.query}" if place.parts.query else ""
    target = quote(f"{place.parts.path or '/'}{query}", safe=SAFE)
    host = f"[{place.host}]" if ":" in place.host else place.host
    named = host if place.port == PORTS[place.parts.scheme] else f"{host}:{place.port}"
    lines = (
        f"{method} {target} HTTP/1.1",
        f"Host: {named}",
        f"User-Agent: {agent}",
        "Accept: */*",
        "Connection: close",
    )
    return "\r\n".join((*lines, "", "")).encode()


def _read(head: bytes) -> Answer:
    found, location = STATUS.match(head), LOCATION.search(head)
    if found is None:
        raise ConnectionError("no HTTP")
    goal = location[1].decode("utf-8", "replace").strip() if location else ""
    return Answer(int(found[1]), urlsplit(goal)._replace(fragment="").geturl() if goal else "")
