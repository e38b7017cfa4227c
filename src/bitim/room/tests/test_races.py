"""Two connections at once: nobody speaks in the joint room after being put out of it."""

import pytest
from tests.support.racing import together

from bitim.cases.actions import withdraw_consent
from bitim.kernel.access import NotFound
from bitim.kernel.locking import write
from bitim.kernel.models import Event
from bitim.room import actions
from bitim.room.models import Message, Release
from bitim.room.tests.conftest import seated


@pytest.mark.django_db(transaction=True)
@pytest.mark.any_database
def test_a_message_is_either_before_the_eviction_or_refused():
    rooms = seated()
    joint, actor = rooms.joint.pk, rooms.party(2)
    posts = [lambda n=n: actions.post(joint, actor=actor, words=str(n)) for n in range(6)]
    leave = lambda: withdraw_consent(rooms.cast.sides[0].pk, actor=rooms.party(1))  # noqa: E731
    answers = together(*posts[:3], leave, *posts[3:])
    closed = Event.objects.system().get(audience=joint, kind="RoomClosed").seq
    said = [a for a in answers if isinstance(a, Message)]
    assert all(message.seq < closed for message in said)
    assert Message.objects.system().filter(space=joint).count() == len(said)
    with pytest.raises(NotFound):
        actions.post(joint, actor=actor, words="after")


@pytest.mark.django_db(transaction=True)
@pytest.mark.any_database
def test_a_copy_is_either_read_or_taken_back_in_time():
    rooms = seated()
    item = actions.post(rooms.caucus(2), actor=rooms.party(2), words="perhaps")
    line = actions.release(item, actor=rooms.party(2))
    joint = rooms.joint.pk

    def read():
        actions.serve_releases(joint, actor=rooms.party(1))
        with write():  # see what is committed, nothing half done
            return rooms.words(rooms.party(1), rooms.joint)

    words, _ = together(read, lambda: actions.withdraw_release(line, actor=rooms.party(2)))
    now = Release.objects.system().get(pk=line.pk)
    assert (words == ["perhaps"]) == (now.served is not None)


@pytest.mark.django_db(transaction=True)
def test_numbers_have_no_gap_and_no_double():
    rooms = seated()
    joint = rooms.joint.pk
    acts = [lambda n=n: actions.post(joint, actor=rooms.party(1 + n % 2), words=str(n)) for n in range(8)]
    made = together(*acts)
    assert sorted(m.seq for m in made) == list(range(min(m.seq for m in made), min(m.seq for m in made) + 8))
