"""One process: pages in four threads with connections that stay, live lines beside them."""

import asyncio
import threading
from uuid import uuid4

import pytest
from django.db import connection
from django.http import HttpResponse

from bitim.kernel import live
from bitim.kernel.live import endpoint
from bitim.kernel.live.endpoint import LiveLine
from bitim.kernel.live.hub import Hub
from bitim.kernel.live.rendering import Reader
from bitim.web import asgi

PERSON = uuid4()
LIMIT = 60.0  # seconds, far beyond what a loaded machine needs: it only ends what would never end


def scope(path="/live/", method="GET", query=b"", **headers):
    given = {"host": "localhost"} | headers
    pairs = [(k.replace("_", "-").encode(), v.encode()) for k, v in given.items()]
    return {
        "type": "http", "method": method, "path": path, "headers": pairs, "query_string": query,
        "http_version": "1.1", "server": ("localhost", 80), "client": ("127.0.0.1", 1),
    }  # fmt: skip


async def asked(application, asking, until=lambda got: False, seconds=LIMIT):
    """Send one request; leave as soon as `until` holds of the messages; return them."""
    got, left = [], asyncio.Event()
    first = True

    async def receive():
        nonlocal first
        if first:
            first = False
            return {"type": "http.request", "body": b"", "more_body": False}
        await left.wait()
        return {"type": "http.disconnect"}

    async def send(message):
        got.append(message)
        if until(got):
            left.set()

    await asyncio.wait_for(application(asking, receive, send), seconds)
    return got


@pytest.fixture
def known(own_database, monkeypatch):
    reader = Reader(PERSON, "party", "kk")
    monkeypatch.setattr(live, "identify", lambda keys: {"alive": reader} if "alive" in keys else {})


def answered(*args, **kwargs):
    async def story():
        hub = Hub()
        line = LiveLine(hub, kwargs.pop("beat_seconds", 15.0))
        try:
            await hub.start()
            return await asked(line, *args, **kwargs)
        finally:
            await hub.stop()

    return asyncio.run(story())


def test_a_line_opens_says_ready_and_beats_in_constant_size(known):
    got = answered(scope(cookie="bitim=alive"), lambda got: len(got) > 5, beat_seconds=0.05)
    assert got[0]["status"] == 200
    assert dict(got[0]["headers"])[b"content-type"].startswith(b"text/event-stream")
    bodies = [m["body"] for m in got[1:]]
    assert bodies[0] == endpoint.HELLO and bodies[1].startswith(b"event: ready\nid: ")
    assert bodies[2:5] == [endpoint.BEAT] * 3


@pytest.mark.parametrize(
    ("more", "status"),
    [
        ({}, 204),
        ({"cookie": "bitim=dead"}, 204),
        ({"cookie": "bitim=alive", "method": "POST"}, 405),
        ({"cookie": "bitim=alive", "sec_fetch_site": "cross-site"}, 403),
        ({"cookie": "bitim=alive", "sec_fetch_site": "same-site"}, 403),
        ({"cookie": "bitim=alive", "origin": "https://elsewhere.example"}, 403),
        ({"cookie": "bitim=alive", "host": "elsewhere.example"}, 403),
        ({"cookie": "bitim=alive", "query": b"only=nonsense"}, 404),
    ],
)
def test_who_may_not_open_a_line(known, more, status):
    got = answered(scope(**more))
    assert [m.get("status") for m in got] == [status, None] and not got[1]["body"]


def test_a_failing_house_opens_no_line(known, monkeypatch):
    def fails(keys):
        raise RuntimeError

    monkeypatch.setattr(live, "identify", fails)
    assert answered(scope(cookie="bitim=alive"))[0]["status"] == 503


def test_a_browser_that_takes_nothing_is_let_go(known, monkeypatch):
    monkeypatch.setattr(endpoint, "STUCK_SECONDS", 0.05)

    async def story():
        hub = Hub()
        stuck = asyncio.Event()

        async def send(message):
            if message["type"] == "http.response.body":
                await stuck.wait()

        async def receive():
            await stuck.wait()

        await asyncio.wait_for(LiveLine(hub)(scope(cookie="bitim=alive"), receive, send), LIMIT)
        assert hub.lines() == []
        await hub.stop()

    asyncio.run(story())


def test_the_house_starts_and_stops_its_hub():
    async def story():
        hub = Hub()
        steps = [{"type": "lifespan.startup"}, {"type": "lifespan.shutdown"}]
        said = []

        async def receive():
            return steps.pop(0)

        async def send(message):
            said.append(message["type"])

        house = asgi.House(asgi.pages, hub)
        house._close_lines_on_signal = lambda: None
        await house({"type": "lifespan"}, receive, send)
        assert said == ["lifespan.startup.complete", "lifespan.shutdown.complete"]

    asyncio.run(story())


def test_pages_run_in_four_threads_each_with_a_connection_that_stays(known, monkeypatch):
    seen, gate = [], threading.Barrier(4)

    def page(environ, start_response):
        from django.core import signals

        signals.request_started.send(sender=None, environ=environ)
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA synchronous" if connection.vendor == "sqlite" else "SELECT 2")
            durable = cursor.fetchone()[0]
        seen.append((threading.get_ident(), id(connection.connection), durable))
        gate.wait(LIMIT)
        response = HttpResponse(b"page")
        start_response("200 OK", [])
        signals.request_finished.send(sender=None)
        return response

    async def story():
        pool = asgi.WSGIMiddleware(page, workers=asgi.PAGE_THREADS, send_queue_size=asgi.WAITING_PIECES)
        house = asgi.House(pool, Hub())
        for _ in range(2):
            answers = await asyncio.gather(*(asked(house, scope("/today/")) for _ in range(4)))
            assert all(b"".join(m.get("body", b"") for m in got) == b"page" for got in answers)
        from django.db import connections

        for _ in range(4):
            pool.executor.submit(lambda: (gate.wait(LIMIT), connections.close_all()))
        pool.executor.shutdown()

    asyncio.run(story())
    assert len(seen) == 8 and len({thread for thread, _, _ in seen}) == 4
    assert len({(thread, held) for thread, held, _ in seen}) == 4
    assert {durable for _, _, durable in seen} == {2}


@pytest.mark.parametrize(("method", "status"), [("GET", 403), ("POST", 410), ("PUT", 405)])
def test_where_no_websocket_passes_the_channel_is_asked_by_requests(method, status):
    """Of the channel, not of the pages: without a session, a stream or a method that it knows."""

    async def story():
        house = asgi.House(asgi.pages, Hub())
        got = await asked(house, scope("/channel/", method, origin="http://localhost"))
        assert got[0]["status"] == status

    asyncio.run(story())
