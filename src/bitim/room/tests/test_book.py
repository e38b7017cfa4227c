"""The book of a relay: what stands in it, and who may write meanwhile."""

import sqlite3
from contextlib import closing

import pytest

from bitim.room import ports
from bitim.room.actions import relaying
from bitim.room.media.backend import Relay
from bitim.room.media.book import Book
from bitim.room.media.mesh import Mesh

REALM = "relay.example"


@pytest.fixture
def book(tmp_path):
    return Book(tmp_path / "turndb", REALM)


def known(book):
    with closing(sqlite3.connect(book.path)) as opened:
        return {value for (value,) in opened.execute("SELECT value FROM turn_secret WHERE realm=?", [book.realm])}


def test_what_is_present_stands_there_and_nothing_else(book):
    for present in ({"a"}, {"a", "b"}, {"b"}, set(), {"c"}):
        book.keep(lambda present=present: present)
        assert known(book) == present


def test_nobody_else_writes_while_it_is_asked_who_is_present(book):
    """Else a slower process could put back what another has just struck out."""
    book.keep(lambda: ["a"])

    def present():
        with closing(sqlite3.connect(book.path, timeout=0)) as other, pytest.raises(sqlite3.OperationalError):
            other.execute("INSERT INTO turn_secret VALUES ('relay.example', 'b')")
        return ["c"]

    book.keep(present)
    assert known(book) == {"c"}


def test_what_cannot_be_asked_changes_nothing(book):
    book.keep(lambda: ["a"])

    def present():
        raise LookupError

    with pytest.raises(LookupError):
        book.keep(present)
    assert known(book) == {"a"}


def test_a_book_that_cannot_be_written_holds_nobody_up_and_is_said(tmp_path, monkeypatch, caplog):
    nowhere = Book(tmp_path / "none" / "turndb", REALM)
    monkeypatch.setattr(ports, "media", Mesh(Relay(("turn:relay.example",), "secret", nowhere)))
    assert not relaying.keep_book()
    assert "BITIM_TURN_BOOK" in caplog.text and "secret" not in caplog.text
