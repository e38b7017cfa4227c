"""Recording everything that leaves the house or lies on its disks, and finding planted phrases in it.

A *trace* is one thing that somebody was given, or one place where bytes lie: (where, who, bytes). `who` is a role for
pages and mails, empty for places: what lies on a disk belongs to whoever takes the disk.
"""

import base64
import io
import json
import logging
import re
import zipfile
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass, field
from functools import lru_cache
from importlib import import_module
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit
from uuid import UUID

import pypdf
import pypdfium2
from django.conf import settings
from django.core import mail
from django.core.cache import cache
from django.db import connection
from django.http import HttpResponse
from django.test import Client

from tests.support.phrases import BEGIN

LINK = re.compile(r"""(?:href|src|action|hx-get|data-url)=["']([^"'#]+)""")
NEVER_FOLLOWED = ("/leave/", "/staff/logout/", "/static/", "/design/")
THING = re.compile(r"[0-9a-f]{8}-[0-9a-f-]{27}")
MOST_ALIKE = 2  # pages of one kind beyond those that a reader begins at


@dataclass(frozen=True)
class Trace:
    """Something recorded; `text` is what a reader could make of it."""

    where: str
    who: str
    text: bytes


@dataclass
class Watch:
    """All traces of a journey."""

    traces: list[Trace] = field(default_factory=list)

    def note(self, where: str, who: str, *pieces: str | bytes) -> None:
        """Keep a trace."""
        whole = b"\n".join(piece.encode() if isinstance(piece, str) else piece for piece in pieces)
        self.traces.append(Trace(where, who, whole))

    def response(self, who: str, method: str, path: str, answer: HttpResponse) -> bytes:
        """Keep an answer: its headers, its cookies and its body, PDFs as the words in them."""
        body = b"".join(answer.streaming_content) if answer.streaming else answer.content  # type: ignore[attr-defined]
        headers = "\n".join(f"{name}: {value}" for name, value in answer.headers.items())
        self.note(f"{method} {path}", who, f"{answer.status_code}", unquote(headers), str(answer.cookies), opened(body))
        return body

    def found(self, phrase: str) -> Iterator[Trace]:
        """Yield the traces that hold a phrase, in any of its usual disguises."""
        shapes = disguises(phrase)
        for trace in self.traces:
            if any(shape in trace.text for shape in shapes):
                yield trace

    def suspicious(self) -> "Watch":
        """Return the traces that hold what every phrase begins with: no other can hold one of them."""
        shapes = disguises(BEGIN)
        return Watch([trace for trace in self.traces if any(shape in trace.text for shape in shapes)])


def disguises(phrase: str) -> list[bytes]:
    """Return the bytes under which a phrase may lie: as it is, in UTF-16, in hex, and in base64 at any offset."""
    raw = phrase.encode()
    shifted = [base64.b64encode(b"\0" * lead + raw)[4 if lead else 0 : -4].rstrip(b"=") for lead in range(3)]
    return [raw, phrase.encode("utf-16-le"), raw.hex().encode(), *shifted]


def opened(body: bytes) -> bytes:
    """Return what a reader makes of a body: the words of a PDF, every file of an archive (also of office files)."""
    if body[:5] == b"%PDF-":
        return words_of_pdf(body)
    if body[:4] == b"PK\x03\x04":
        with zipfile.ZipFile(io.BytesIO(body)) as archive:
            return b"\n".join(
                part for name in archive.namelist() for part in (name.encode(), opened(archive.read(name)))
            )
    return body


@lru_cache(maxsize=32)  # several people are given the same paper
def words_of_pdf(data: bytes) -> bytes:
    """Return what a reader sees in a PDF (as PDFium reads it, which is in most browsers), what its properties say, and
    what is attached to it."""
    with closing(pypdfium2.PdfDocument(data)) as document:
        pages = "\n".join(page.get_textpage().get_text_range() for page in document)
    pages = pages.replace("\r\n", "\n").replace("\ufffe", "")  # a word divided at the end of a line
    reader = pypdf.PdfReader(io.BytesIO(data))
    attached = b"\n".join(piece for pieces in reader.attachments.values() for piece in pieces)
    properties = " ".join(str(value) for value in (reader.metadata or {}).values())
    return b"\n".join([pages.replace("\n", "").encode(), pages.encode(), properties.encode(), attached, data])


def crawl(watch: Watch, client: Client, who: str, starts: Iterable[str]) -> set[str]:
    """Look at every start and follow links from there as one reader, with GET alone; return the addresses seen.

    Of pages that differ in the thing or the query alone, `MOST_ALIKE` are looked at, wherever the links to them stand.
    """
    waiting, seen, alike = list(starts), set[str](), Counter[str]()
    begun = set(waiting)
    while waiting:
        path = waiting.pop(0)
        kind = THING.sub("-", path.partition("?")[0])
        if path in seen or path.startswith(NEVER_FOLLOWED) or (path not in begun and alike[kind] >= MOST_ALIKE):
            continue
        seen.add(path)
        alike[kind] += path not in begun
        answer: Any = client.get(path)
        body = watch.response(who, "GET", path, answer)
        if moved := answer.headers.get("Location"):
            waiting.append(ours(moved))
        if "html" in answer.headers.get("Content-Type", ""):
            waiting += [ours(link) for link in LINK.findall(body.decode(errors="replace")) if ours(link)]
    return seen


def ours(link: str) -> str:
    """Return a link as a path of this house; empty for any other."""
    parts = urlsplit(link.replace("&amp;", "&"))
    if parts.netloc not in ("", "testserver") or not parts.path.startswith("/"):
        return ""
    return parts.path + (f"?{parts.query}" if parts.query else "")


def mails(watch: Watch, names: dict[str, str]) -> None:
    """Keep every mail sent; `names` says which role an address is. The address on the envelope is not searched."""
    for sent in mail.outbox:
        whole = sent.message()
        del whole["To"]
        pieces = [part.get_payload(decode=True) or b"" for part in whole.walk()]
        watch.note("mail", names.get(sent.to[0], "nobody"), whole.as_bytes(), str(sent.subject), *pieces)


def live(watch: Watch, who: str, person: UUID, role: str) -> int:
    """Keep every frame that the live line would send this reader, asked of every audience of the house; return how
    many there were. What a page would carry for its line is kept too."""
    from bitim.kernel.live import Reader, embed, feed
    from bitim.kernel.live.line import framed
    from bitim.kernel.membership import audiences_of
    from bitim.kernel.models import Audience
    from bitim.people.models import CentreRole

    works = CentreRole.objects.system().filter(person=person, role=role, ended=None).values_list("centre", flat=True)
    reader, sent = Reader(person, role, "ru", centre=works.first()), 0
    for audience in sorted(Audience.objects.system().values_list("pk", flat=True), key=str):
        news = feed.read(audience, {reader: 0})
        for frame in news.frames.get(reader, []):
            watch.note(f"live {frame.kind}", who, framed(audience, frame, "0" * 60))
            sent += 1
    watch.note("live line", who, repr(embed(person, audiences_of(person))))
    return sent


def channel(watch: Watch, frames: Iterable[tuple[str, str]]) -> None:
    """Keep every frame of the channel of a live meeting, in order, under whose window it came to."""
    for who, frame in frames:
        watch.note(f"channel {json.loads(frame)['t']}", who, frame)


def at_rest(watch: Watch, *folders: Path) -> None:
    """Keep what lies still: the database's pages, sessions and cache as they open, every file of the folders."""
    from django.contrib.sessions.models import Session

    if connection.vendor == "sqlite":
        connection.ensure_connection()
        watch.note("database", "", connection.connection.serialize())
    opened: Any = import_module(settings.SESSION_ENGINE).SessionStore()
    for session in Session.objects.all():
        watch.note("session", "", repr(opened.opened(session.session_data, session.session_key)))
    watch.note("cache", "", repr(getattr(cache, "_cache", {})))
    for folder in folders:
        for path in sorted(folder.rglob("*")):
            if path.is_file():
                watch.note(f"file {path.name}", "", path.name, path.read_bytes())


class LogLines(logging.Handler):
    """Keeps log lines as they would be written: through the house's own filter."""

    def __init__(self, watch: Watch) -> None:
        super().__init__(logging.DEBUG)
        from bitim.kernel.logs import Bodiless

        self.watch = watch
        self.addFilter(Bodiless())

    def emit(self, record: logging.LogRecord) -> None:
        """Keep one line with its traceback, if any is left of it."""
        self.watch.note("log", "", self.format(record))


def leaks(watch: Watch, phrases: dict[str, str], may: dict[str, frozenset[str]]) -> list[str]:
    """Return every trace that holds a phrase and may not, in words."""
    assert all(phrase.startswith(BEGIN) for phrase in phrases.values())
    wrong, watch = [], watch.suspicious()
    for name, phrase in phrases.items():
        for trace in watch.found(phrase):
            if not trace.who or trace.who not in may[name]:
                wrong.append(f"{name}: {trace.where} ({trace.who or 'whoever takes it'})")
    return sorted(set(wrong))
