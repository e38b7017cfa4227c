"""What browser stories share: a running house, visitors with a watched browser, and pictures kept for the eye."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from threading import Lock
from typing import Any

import pytest
from django.core.handlers.wsgi import WSGIHandler
from playwright.sync_api import Browser, BrowserType, Page, Playwright, expect
from pytest_django.live_server_helper import LiveServer

from tests.support import browser as browsers
from tests.support.carrying import ADAPTERS, carrying
from tests.support.needs import needed
from tests.support.server import Served, seeded_once, serve_application, serve_copy
from tests.support.visitors import Visitors

JOURNEYS = Path(__file__).parent / "journeys"
# What comes at all comes within this, on a machine that has other things to do as well.
expect.set_options(timeout=20_000)
# Playwright's synchronous interface runs inside an event loop; Django would refuse the database there.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "1")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """A test that asks for a browser is a browser test, marked or not, and lies where `./test` looks for them."""
    for item in items:
        if {"visitor", "playwright"} & set(getattr(item, "fixturenames", ())):
            item.add_marker("browser")
        if item.get_closest_marker("browser") and item.path.parent != JOURNEYS:
            raise pytest.UsageError(f"{item.nodeid} asks for a browser but does not lie in tests/journeys")


def pytest_runtest_setup(item: pytest.Item) -> None:
    """Say plainly what a skipped test would have needed."""
    if item.get_closest_marker("browser") and not browsers.executable():
        needed("a Chromium browser", "sudo apt install chromium")
    if item.get_closest_marker("postgres") and not os.environ.get("BITIM_DATABASE"):
        needed("PostgreSQL, started by ./test", "sudo apt install postgresql && ./test")


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, object]) -> dict[str, object]:
    """The system's Chromium, with a camera and microphone that are not real and nothing that calls home."""
    return browser_type_launch_args | {"executable_path": browsers.executable(whole=False), "args": browsers.flags()}


@pytest.fixture(scope="session")
def whole_browser(browser_type: BrowserType, browser_type_launch_args: dict[str, Any]) -> Iterator[Browser]:
    """Chromium with its windows, for the stories that are marked so."""
    opened = browser_type.launch(**browser_type_launch_args | {"executable_path": browsers.executable()})
    yield opened
    opened.close()


@pytest.fixture(scope="session")
def live_server(live_server: LiveServer) -> Iterator[LiveServer]:
    """Django's server in this process, one request at a time: all its threads share one connection to the database in
    memory, where two transactions at once fail as they do in no house."""
    turn, answer = Lock(), WSGIHandler.__call__

    def in_turn(handler: WSGIHandler, *asked: Any) -> Any:
        with turn:
            return answer(handler, *asked)

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(WSGIHandler, "__call__", in_turn)
        yield live_server


@pytest.fixture(scope="session")
def served(tmp_path_factory: pytest.TempPathFactory, migrated: Path) -> Iterator[Served]:
    """The real application under uvicorn, on an empty, migrated data folder."""
    with serve_application(tmp_path_factory.mktemp("served"), migrated) as running:
        yield running


@pytest.fixture(scope="session")
def seeded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The data folder of a demo as its first start leaves it, to copy: made once for all processes of the run."""
    own = tmp_path_factory.getbasetemp()
    return seeded_once(own.parent if "PYTEST_XDIST_WORKER" in os.environ else own)


@pytest.fixture(scope="session")
def demo(seeded: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """`bitim demo` as a person starts it; `demo.door("mediator")` is that role's login link. Shared: leave it tidy."""
    with serve_copy(seeded, tmp_path_factory.mktemp("demo") / "house") as running:
        yield running


@pytest.fixture
def own_demo(seeded: Path, tmp_path: Path) -> Iterator[Served]:
    """A demo of this test alone, to change, kill and restart."""
    with serve_copy(seeded, tmp_path / "demo") as running:
        yield running


@pytest.fixture(params=ADAPTERS)
def carried(request: pytest.FixtureRequest, seeded: Path, tmp_path: Path) -> Iterator[Served]:
    """A demo of this test alone whose voices go by each adapter in turn, and where people may type what is said."""
    typed = {"BITIM_CAPTIONS": "human"}
    with (
        carrying(request.param, tmp_path) as settings,
        serve_copy(seeded, tmp_path / "demo", **settings, **typed) as running,
    ):
        yield running


@pytest.fixture
def visitor(request: pytest.FixtureRequest, playwright: Playwright) -> Iterator[Callable[..., Page]]:
    """`visitor(at=served.url, language="kk", width=360)` opens one person's browser and gives its page.

    When the story ends, anything a browser complained of fails it: console errors, breaches of the content policy,
    requests to anybody else. What a story brings about on purpose it names first: `visitor.expects("404")`.
    """
    whole = request.node.get_closest_marker("whole_browser")
    visitors = Visitors(request.getfixturevalue("whole_browser" if whole else "browser"), request.node.name)
    yield visitors
    visitors.leave()


@pytest.fixture
def story(own_demo: Served, visitor: Visitors) -> tuple[Served, Callable[..., Page]]:
    """A demo of this story alone, and people who come to it, each on a host name of their own."""
    port = own_demo.url.rsplit(":", 1)[1]

    def person(name: str, **how: object) -> Page:
        return visitor(at=f"http://{name}.localhost:{port}", **how)  # type: ignore[arg-type]

    return own_demo, person
