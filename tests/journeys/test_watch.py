"""The watch over browser stories sees what it is there to see, and is silent on a good page."""

import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from playwright.sync_api import Page
from tests.support import pages

POLICY = "default-src 'self'; script-src 'self'"
HEAD = '<!doctype html><html lang="en"><head><title>Page</title></head><body><main><h1>Heading</h1>'
BODIES = {
    "/good": "<p>Nothing to see.</p>",
    "/inline": "<script>document.title = 'changed'</script>",
    "/stranger": '<img src="http://stranger.invalid/x.png" alt="">',
    "/unnamed": '<img src="/good">',
    "/wide": '<img src="/picture" alt="" width="2000" height="10">',
    "/small": "<button>ok</button>",
    "/throws": '<script src="/broken.js"></script>',
}


class Answer(BaseHTTPRequestHandler):
    def do_GET(self):
        script = self.path.endswith(".js")
        body = (
            "throw new Error('stopped here')" if script else HEAD + BODIES.get(self.path, "") + "</main></body></html>"
        )
        self.send_response(200 if script or self.path in BODIES else 404)
        self.send_header("Content-Type", "text/javascript" if script else "text/html; charset=utf-8")
        self.send_header("Content-Security-Policy", POLICY)
        self.end_headers()
        self.wfile.write(body.encode())

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture(scope="module")
def place() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Answer)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://localhost:{server.server_port}"
    server.shutdown()
    server.server_close()


def test_a_good_page_passes_every_check(place: str, visitor: Callable[..., Page]):
    visitor.expects("favicon")
    page = visitor(at=place)
    page.goto("/good")
    pages.good(page)


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("/inline", "content policy: script-src"),
        ("/stranger", "asked a stranger"),
        ("/throws", "stopped here"),
        ("/missing", "404"),
    ],
)
def test_a_complaint_is_found(path: str, words: str, place: str, visitor: Callable[..., Page]):
    page = visitor(at=place)
    page.goto(path)
    for _ in range(100):
        if any(words in found for found in visitor.findings):
            break
        page.wait_for_timeout(100)
    assert any(words in found for found in visitor.findings), visitor.findings
    visitor.findings.clear()


def test_a_complaint_fails_the_story(place: str, visitor: Callable[..., Page]):
    visitor(at=place).goto("/missing")
    with pytest.raises(AssertionError, match="404"):
        visitor.leave()
    visitor.expects("404")


@pytest.mark.parametrize(
    ("path", "check"),
    [("/unnamed", pages.no_axe_findings), ("/wide", pages.fits), ("/small", pages.targets_are_large)],
)
def test_a_bad_page_is_refused(path: str, check: Callable[[Page], None], place: str, visitor: Callable[..., Page]):
    visitor.expects("404")
    page = visitor(at=place)
    page.goto(path)
    with pytest.raises(AssertionError):
        check(page)


def test_without_javascript_the_page_is_still_read(place: str, visitor: Callable[..., Page]):
    page = visitor(at=place, javascript=False)
    page.goto("/throws")
    assert page.inner_text("h1") == "Heading"
    visitor.findings.clear()
