"""What a page of another site can do with the paper, in a real browser: show its pictures, no more."""

from __future__ import annotations

import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

PAGE = """<!doctype html><title>Another site</title>
<iframe src="{paper}/"></iframe>
<iframe src="{paper}/account/sign-in/"></iframe>
<iframe src="{paper}/no/such/page/"></iframe>
<img id="mark" src="{paper}/icon-48.png">
<img id="page" src="{paper}/manifest.webmanifest">
<script src="{paper}/static/dist/site.js" onload="this.dataset.ran = 1"></script>
"""


@contextmanager
def another_site(paper):
    """A site at another name, for a browser, than the paper’s: 127.0.0.1, not localhost."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            self.send_response(200)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.end_headers()
            self.wfile.write(PAGE.format(paper=paper).encode())

        def log_message(self, *_words):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/"
    finally:
        server.shutdown()
        server.server_close()


@pytest.fixture
def page(chromium_browser, site):
    with another_site(site.url) as address, chromium_browser.new_context() as context:
        page = context.new_page()
        page.goto(address, wait_until="load", timeout=60_000)
        yield page


def test_another_site_shows_the_mark_and_frames_and_loads_nothing_else(page, site):
    assert page.evaluate("document.getElementById('mark').naturalWidth") == 48
    assert page.evaluate("document.querySelector('script').dataset.ran") is None
    frames = [frame for frame in page.frames if frame is not page.main_frame]
    assert len(frames) == 3
    for frame in frames:
        assert "chrome-error" in frame.url, frame.url


def test_a_page_of_another_site_opens_ours_without_a_hold_on_it(page, site):
    with page.expect_popup() as opened:
        page.evaluate(f"window.held = window.open('{site.url}/')")
    opened.value.wait_for_load_state()
    page.wait_for_function("window.held.closed")  # as far as the page that opened it can tell
    assert not opened.value.is_closed()
    assert opened.value.evaluate("window.opener") is None
