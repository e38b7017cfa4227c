"""The caucus firewall inside this domain: a phrase said in one private room reaches nobody outside it."""

import logging

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import translation

from bitim.kernel.membership import audiences_of
from bitim.kernel.models import Event
from bitim.room import actions, queries
from bitim.room.models import Message

MARK = "жасырын-7f3e-сөз"


def everything_for(client, rooms):
    """Every page of this domain, with the id of every thing there is."""
    spaces = [rooms.joint, rooms.team, rooms.caucus(1), rooms.caucus(2)]
    said = list(Message.objects.system().values_list("pk", flat=True))
    asked = [("space", s.pk) for s in spaces] + [("interpreters", s.pk) for s in spaces]
    asked += [(name, pk) for name in ("release", "translate", "take_back") for pk in said]
    asked += [("ledger", rooms.case.pk), ("meetings", rooms.case.pk)]
    return [client.get(reverse(f"room:{name}", args=[pk])) for name, pk in asked]


def live_for(actor):
    """Every frame of every audience in which the actor is a member."""
    line = pytest.importorskip("bitim.kernel.live")
    reader, frames = line.Reader(actor.person, actor.role, "en", centre=actor.centre), []
    with translation.override("en"):
        for event in Event.objects.system().filter(audience__in=audiences_of(actor.person)).order_by("audience", "seq"):
            frames.append(line.renderers[event.kind](event, reader, {}) if event.kind in line.renderers else None)
    return [frame for frame in frames if frame]


def whisper(rooms, interpreter):
    actions.admit_interpreter(rooms.joint, actor=rooms.mediator, participant=interpreter.pk)
    said = actions.post(rooms.caucus(1), actor=rooms.party(1), words=MARK)
    actions.post(rooms.caucus(1), actor=rooms.mediator, words=f"{MARK} иә")
    actions.translate(said, actor=rooms.mediator, language="ru", words=f"{MARK} да")
    actions.post(rooms.team, actor=rooms.mediator, words=f"{MARK} team")
    return said


def test_a_phrase_of_a_private_room_is_in_nothing_that_others_can_fetch(rooms, interpreter, browse, caplog):
    caplog.set_level(logging.DEBUG)
    whisper(rooms, interpreter)
    for actor in (rooms.party(2), rooms.cast.as_coordinator, rooms.interpreter):
        for answer in everything_for(browse(actor), rooms):
            assert MARK not in answer.content.decode()
        assert MARK not in "".join(live_for(actor))
    assert MARK in "".join(a.content.decode() for a in everything_for(browse(rooms.party(1)), rooms))
    assert MARK in "".join(live_for(rooms.party(1)))
    assert MARK not in caplog.text
    assert mail.outbox == []
    assert MARK not in str(list(Event.objects.system().values_list("payload", flat=True)))


def test_what_happens_in_a_private_room_changes_nothing_for_the_other_side(rooms, interpreter, browse):
    def seen(actor):
        pages = [
            (a.status_code, len(a.content), a.headers.get("Content-Length"))
            for a in everything_for(browse(actor), rooms)[:4]
        ]
        return pages, live_for(actor), queries.unread_for(actor), queries.spaces_for(actor, rooms.case.pk)

    actions.admit_interpreter(rooms.joint, actor=rooms.mediator, participant=interpreter.pk)
    before = [seen(rooms.party(2)), seen(rooms.cast.as_coordinator)]
    said = actions.post(rooms.caucus(1), actor=rooms.party(1), words=MARK)
    actions.translate(said, actor=rooms.mediator, language="ru", words=MARK)
    actions.withdraw_message(said, actor=rooms.party(1))
    actions.admit_interpreter(rooms.caucus(1), actor=rooms.mediator, participant=interpreter.pk)
    assert [seen(rooms.party(2)), seen(rooms.cast.as_coordinator)] == before
