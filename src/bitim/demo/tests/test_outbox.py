"""The demo's outbox: in memory alone, shown only in a demo."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.mail import EmailMessage, get_connection
from django.test import Client

from bitim.demo import outbox

BACKEND = "bitim.demo.outbox.OutboxBackend"
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def clean() -> Iterator[None]:
    outbox.empty()
    yield
    outbox.empty()


def send(body: str = "words http://localhost:8000/j/abc/") -> None:
    EmailMessage("A letter", body, "a@b.example", ["c@d.example"], connection=get_connection(BACKEND)).send()


def test_messages_are_shown_with_their_links_and_a_label(client: Client, settings):
    settings.MODE = "demo"
    send()
    page = client.get("/outbox/").content.decode()
    assert "words" in page
    assert 'href="http://localhost:8000/j/abc/"' in page
    assert "demo" in page.casefold()


def test_a_message_cannot_bring_markup(client: Client, settings):
    settings.MODE = "demo"
    send("<script>alert(1)</script>")
    assert "<script>alert" not in client.get("/outbox/").content.decode()


@pytest.mark.parametrize("mode", ["serve", "test"])
def test_outside_a_demo_there_is_no_outbox(client: Client, settings, mode: str):
    settings.MODE = mode
    send()
    assert client.get("/outbox/").status_code == 404


def test_nothing_is_written_to_a_disk(settings):
    send("a phrase that would be found")
    folder = Path(settings.DATA)
    assert not [p for p in folder.rglob("*") if p.is_file() and b"would be found" in p.read_bytes()]
