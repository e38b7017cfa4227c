"""What a message costs in questions: from the form to the commit, and from there to everybody in its room.

On PostgreSQL each is a journey to another process; about thirty of them were most of what a message cost.
"""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from tests.support.house import House, house

from bitim.kernel.live import feed
from bitim.kernel.live.rendering import Reader
from bitim.kernel.models import Event, Membership
from bitim.room.models import Message, Space

pytestmark = [pytest.mark.usefixtures("own_database"), pytest.mark.any_database]
# Session, door, begin, lock, all that is asked under the lock, all that is written, commit.
POSTED = 7 if connection.vendor == "postgresql" else 16
# What is new with who hears it; the message with all that stands around it.
BROUGHT = 2 if connection.vendor == "postgresql" else 9


def post(scene: House, room: Space, words: str) -> list[str]:
    """Say something by the form, as the own side does; return what was asked of the database."""
    client = scene.client("own")
    said = {"words": words, "language": "kk", "once": words, "file": ""}
    with CaptureQueriesContext(connection) as seen:
        answer = client.post(reverse("room:space", args=[room.pk]), said)
    assert answer.status_code == 303
    return [one["sql"] for one in seen.captured_queries]


def bring(room: Space, readers: list[Reader]) -> tuple[list[str], feed.News]:
    """Read the last event of a room for these people; return what was asked."""
    last = Event.objects.system().filter(audience=room.pk).latest("seq").seq
    with CaptureQueriesContext(connection) as seen:
        news = feed.read(room.pk, dict.fromkeys(readers, last - 1))
    return [one["sql"] for one in seen.captured_queries], news


def test_a_message_and_its_way_to_everybody_cost_few_journeys() -> None:
    scene = house()
    scene.at("meetings")
    room = Space.objects.system().get(case=scene.main.case, kind="joint")
    post(scene, room, "first")
    questions = post(scene, room, "second")
    assert len(questions) <= POSTED, "\n".join(questions)
    assert [one.body for one in Message.objects.system().filter(space=room).order_by("seq")][-2:] == ["first", "second"]

    seats = Membership.objects.system().filter(audience=room.pk, ended=None)
    readers = [Reader(seat.person, seat.role, "ru", centre=scene.main.centre.pk) for seat in seats]
    assert len(readers) >= 3
    bring(room, readers)
    questions, news = bring(room, readers)
    assert len(questions) <= BROUGHT, "\n".join(questions)
    assert {reader.person for reader in news.frames} == {reader.person for reader in readers}
    assert all("second" in frame.html for frames in news.frames.values() for frame in frames)
