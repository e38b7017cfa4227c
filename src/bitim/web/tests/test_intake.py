"""Requests are taken whole and within limits before a page thread is spent on them."""

import asyncio

import pytest

from bitim.web import intake
from bitim.web.intake import Intake

LIMIT = 1000


def scope(*headers, method="POST"):
    return {"type": "http", "method": method, "path": "/room/", "headers": list(headers), "query_string": b""}


class Wire:
    """A sender with chunks to give, and what it got back. `endless` never stops sending."""

    def __init__(self, *chunks, endless=False, disconnects=False):
        self.chunks, self.endless, self.disconnects = list(chunks), endless, disconnects
        self.given = self.reads = 0
        self.got = []

    async def receive(self):
        self.reads += 1
        if self.endless:
            await asyncio.sleep(0)
            self.given += 100
            return {"type": "http.request", "body": b"x" * 100, "more_body": True}
        if self.chunks:
            chunk = self.chunks.pop(0)
            more = bool(self.chunks) or self.disconnects
            return {"type": "http.request", "body": chunk, "more_body": more}
        if self.disconnects:
            return {"type": "http.disconnect"}
        return await asyncio.sleep(3600, {"type": "http.disconnect"})

    async def send(self, message):
        self.got.append(message)

    @property
    def status(self):
        return self.got[0]["status"] if self.got else None


def served(wire, *headers, **more):
    """Run one request; return the bodies and headers that reached the application."""
    reached = []

    async def application(scope, receive, send):
        reached.append(((await receive())["body"], dict(scope["headers"])))
        await send({"type": "http.response.start", "status": 200, "headers": []})

    door = Intake(application, LIMIT)
    asyncio.run(asyncio.wait_for(door(scope(*headers, **more), wire.receive, wire.send), 60))
    assert (door.held, door.held_words) == (0, 0)
    return reached


@pytest.fixture(autouse=True)
def quick(monkeypatch):
    monkeypatch.setattr(intake, "DRAIN_SECONDS", 0.1)


def test_a_body_in_pieces_arrives_whole():
    wire = Wire(b"a" * 400, b"b" * 600)
    assert served(wire)[0][0] == b"a" * 400 + b"b" * 600
    assert wire.status == 200


def test_three_gigabytes_are_refused_by_their_header_alone():
    wire = Wire(endless=True)
    assert served(wire, (b"content-length", str(3 * 2**30).encode()), (b"accept-language", b"ru")) == []
    assert wire.status == 413
    headers = dict(wire.got[0]["headers"])
    assert headers[b"content-language"] == b"ru" and b"content-security-policy" in headers
    assert int(headers[b"content-length"]) == sum(len(m["body"]) for m in wire.got[1:])


def test_who_lies_about_the_length_is_cut_at_the_limit():
    wire = Wire(*[b"x" * 400] * 5)
    assert served(wire, (b"content-length", b"10")) == []
    assert wire.status == 413


@pytest.mark.parametrize("length", [b"-1", b"1e3", b"", b"9" * 30])
def test_a_length_that_is_no_number_is_refused(length):
    assert served(Wire(b"x"), (b"content-length", length)) == []


def test_a_sender_who_leaves_half_way_causes_nothing():
    wire = Wire(b"half of a fo", disconnects=True)
    assert served(wire) == [] and wire.got == []


def test_a_silent_sender_is_let_go(monkeypatch):
    monkeypatch.setattr(intake, "SILENCE_SECONDS", 0.05)
    assert served(Wire()) == []


def test_all_bodies_together_have_a_limit(monkeypatch):
    monkeypatch.setattr(intake, "FORM_ROOM", 0)
    monkeypatch.setattr(intake, "BODIES_AT_ONCE", 0.5)
    wire = Wire(b"x" * 501)
    assert served(wire) == [] and wire.status == 413


def test_a_header_with_an_underscore_cannot_pass_for_the_proxys():
    headers = served(Wire(b""), (b"x_forwarded_proto", b"https"), (b"x-forwarded-proto", b"http"))[0][1]
    assert headers == {b"x-forwarded-proto": b"http"}


def test_who_sends_a_byte_now_and_then_is_let_go(monkeypatch):
    """Each byte breaks the silence; the pace is what counts."""
    monkeypatch.setattr(intake, "SILENCE_SECONDS", 0.3)

    class Dripping(Wire):
        async def receive(self):
            await asyncio.sleep(0.02)
            self.given += 1
            return {"type": "http.request", "body": b"x", "more_body": True}

    wire = Dripping()
    assert served(wire) == [] and wire.got == []
    assert wire.given < 40


def test_whoever_holds_up_the_uploads_does_not_stop_the_words(monkeypatch):
    monkeypatch.setattr(intake, "FORM_ROOM", 100)
    monkeypatch.setattr(intake, "BODIES_AT_ONCE", 1)

    async def application(scope, receive, send):
        await send({"type": "http.response.start", "status": 200, "headers": []})

    async def both():
        door, holding, words = Intake(application, LIMIT), Wire(b"x" * 999, disconnects=True), Wire(b"w" * 90)
        holding.chunks.append(b"")
        stuck = asyncio.Event()
        given = holding.receive

        async def wait():
            if not holding.chunks[:1] or holding.chunks[0] == b"":
                stuck.set()
                await asyncio.sleep(3600)
            return await given()

        holder = asyncio.create_task(door(scope(), wait, holding.send))
        await stuck.wait()
        upload = Wire(b"y" * 900)
        await door(scope(), upload.receive, upload.send)
        await door(scope(), words.receive, words.send)
        holder.cancel()
        return upload.status, words.status

    assert asyncio.run(asyncio.wait_for(both(), 60)) == (413, 200)
