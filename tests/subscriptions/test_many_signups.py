"""A hundred people subscribe at once over thirty-two connections, and every one gets a mail."""

from __future__ import annotations

import http.client
import threading
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import urlencode

import pytest
from werkzeug.serving import make_server

PEOPLE = 100
CONNECTIONS = 32


@pytest.fixture
def port(app):
    """The application, served on loopback with a thread for each connection."""
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield server.port
    server.shutdown()
    thread.join()
    server.server_close()


def sign_up(port, number):
    body = urlencode({"email": f"person{number}@example.org", "lists": "the-week"})
    headers = {
        "Content-Type": "application/x-www-form-urlencoded",
        "Sec-Fetch-Site": "same-origin",
    }
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    try:
        connection.request("POST", "/subscribe/", body, headers)
        answer = connection.getresponse()
        answer.read()
        return answer.status
    finally:
        connection.close()


def test_nobody_is_lost(port, lists, outbox):
    with ThreadPoolExecutor(CONNECTIONS) as pool:
        statuses = list(pool.map(lambda number: sign_up(port, number), range(PEOPLE)))
    assert statuses == [200] * PEOPLE
    assert {mail.recipient for mail in outbox()} == {
        f"person{number}@example.org" for number in range(PEOPLE)
    }
    assert {mail.kind for mail in outbox()} == {"subscriptions/confirm"}
