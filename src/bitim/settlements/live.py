"""How what happens at the table looks on the live line: a mark that the text or the questions have changed, no more.

The mark names what changed by the id that the open page already carries, and goes only to who may read that very
thing, now and in the role of this session: an interpreter in the joint room hears words, but reads no text. Whoever
made the change is told nothing. The page decides what to do with it; see static/settlements/text.js.
"""

from typing import Any
from uuid import UUID

from django.db import models
from django.utils.html import format_html

from bitim.cases.models import Case
from bitim.kernel.access import Actor, Permission, decide
from bitim.kernel.live import Reader, renderer
from bitim.kernel.models import Event, Pseudonym
from bitim.settlements import events
from bitim.settlements.models import Clause, Document
from bitim.settlements.permissions import P

Cache = dict[Any, Any]


@renderer(
    events.ClauseChanged,
    events.ClauseAgreed,
    events.CommentAdded,
    events.DocumentFrozen,
    events.DocumentReopened,
)
def text(event: Event, reader: Reader, cache: Cache) -> str | None:
    """Say that a text has changed."""
    key = ("text", event.pk)
    if key not in cache:
        cache[key] = _document_of(event)
    return _mark(cache[key], P.SEE_DOCUMENT, event, reader, cache)


@renderer(events.IssueProposed, events.OptionProposed, events.TableMarked)
def questions(event: Event, reader: Reader, cache: Cache) -> str | None:
    """Say that the questions of a case, or how somebody stands to them, have changed."""
    key = ("case", event.payload["case"])
    if key not in cache:
        cache[key] = Case.objects.system().filter(pk=event.payload["case"]).first()
    return _mark(cache[key], P.SEE_ISSUES, event, reader, cache)


def _document_of(event: Event) -> Document | None:
    rows = Document.objects.system().select_related("case")
    if "document" in event.payload:
        return rows.filter(pk=event.payload["document"]).first()
    clauses = Clause.objects.system().filter(pk=event.payload["clause"])
    return rows.filter(pk__in=clauses.values("document")).first()


def _mark(thing: models.Model | None, permission: Permission, event: Event, reader: Reader, cache: Cache) -> str | None:
    if thing is None or _is_own(event, reader.person, cache):
        return None
    key = ("may", reader.person, reader.role, reader.centre, thing.pk)
    if key not in cache:
        cache[key] = bool(decide(Actor(reader.person, reader.role, reader.centre), permission, thing))
    return format_html('<i data-changed="{}"></i>', thing.pk) if cache[key] else None


def _is_own(event: Event, person: UUID, cache: Cache) -> bool:
    """Tell whether the reader did it: events name who acted by a name of that chain alone."""
    key = ("own", event.chain, person)
    if key not in cache:
        row = Pseudonym.objects.system().filter(chain=event.chain, person=person).first()
        cache[key] = row.pk if row else None
    return cache[key] is not None and cache[key] == event.pseudonym
