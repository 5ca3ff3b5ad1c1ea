"""How much may be sent: beyond it a page says so, and a script gets its sentence."""

from __future__ import annotations

import io

import pytest

from tests.browser import SAME_ORIGIN
from tests.shared.routes import check_headers
from webapp.config import LARGEST_FORM, LARGEST_UPLOAD

SENTENCE = "A form may have 2 MB, with a file 25 MB; send less text or a smaller file."
MULTIPART = {"Content-Type": "multipart/form-data; boundary=part"}
TOO_MUCH = "x" * (LARGEST_FORM + 1)


@pytest.mark.parametrize("path", ["/subscribe/", "/account/sign-in/", "/submit/", "/preferences/"])
def test_too_long_a_form_is_refused_with_a_page(stranger, path):
    answer = stranger.post(path, data={"email": TOO_MUCH}, headers=SAME_ORIGIN)
    assert answer.status_code == 413
    assert "That is too much at once" in answer.text
    assert SENTENCE in answer.text
    check_headers(answer)


@pytest.mark.parametrize("headers", [{}, {"Accept": "application/json"}, {"Accept": "*/*"}])
def test_too_much_json_is_refused_in_json(owner, headers):
    headers = SAME_ORIGIN | {"Content-Type": "application/json"} | headers
    for path in ("/account/saved/take/", "/account/sign-in/passkey/"):
        answer = owner.post(path, data=f'["{TOO_MUCH}"]', headers=headers)
        assert answer.status_code in {400, 413}, path
        assert "problem" in answer.json
        check_headers(answer)
    answer = owner.post("/account/saved/take/", data=f'["{TOO_MUCH}"]', headers=headers)
    assert (answer.status_code, answer.json) == (413, {"problem": SENTENCE})


def test_a_file_may_be_larger_where_one_is_taken_and_nowhere_else(owner, stranger):
    def send(client, path, size):
        body = parts({"file": "x" * size}, filename="a.csv")
        return client.post(path, data=body, headers=MULTIPART).status_code

    assert send(owner, "/newsroom/stories/new/", LARGEST_FORM + 1) == 400  # no token
    assert send(owner, "/newsroom/stories/new/", LARGEST_UPLOAD + 1) == 413
    assert send(owner, "/newsroom/lists/1/import/", LARGEST_UPLOAD + 1) == 400  # a million rows
    assert send(stranger, "/subscribe/", LARGEST_FORM + 1) == 413
    assert send(stranger, "/newsroom/lists/1/import/", LARGEST_FORM + 1) == 413


def test_a_form_may_have_a_thousand_parts(stranger):
    body = parts({f"field-{number}": "x" for number in range(1001)})
    answer = stranger.post("/subscribe/", data=body, headers=SAME_ORIGIN | MULTIPART)
    assert answer.status_code == 413
    check_headers(answer)


@pytest.mark.parametrize(("size", "status"), [(LARGEST_FORM + 1, 413), (1000, 422)])
def test_a_form_that_does_not_say_how_long_it_is_is_not_cut_off(stranger, size, status):
    """As browsers and programs send it in chunks."""
    form = "application/x-www-form-urlencoded"
    answer = stranger.post(
        "/subscribe/",
        input_stream=io.BytesIO(b"email=" + b"x" * size),
        headers=SAME_ORIGIN | {"Transfer-Encoding": "chunked", "Content-Type": form},
        environ_overrides={"wsgi.input_terminated": True},
    )
    assert answer.status_code == status
    check_headers(answer)


def parts(fields, *, filename=""):
    """A body of several parts, as browsers send it (RFC 7578)."""
    named = f'; filename="{filename}"' if filename else ""
    lines = [
        f'--part\r\nContent-Disposition: form-data; name="{name}"{named}\r\n\r\n{value}\r\n'
        for name, value in fields.items()
    ]
    return "".join([*lines, "--part--\r\n"]).encode()
