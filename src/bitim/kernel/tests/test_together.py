"""Questions that travel together answer what they would have answered alone; writes that wait are seen by whoever asks.

On SQLite the same holds because nothing is held back at all.
"""

from uuid import uuid4

import pytest
from django.db import DatabaseError, connection, connections, transaction
from django.db.models import QuerySet
from django.test.utils import CaptureQueriesContext

from bitim.kernel import membership
from bitim.kernel.locking import write
from bitim.kernel.models import Audience, ChainHead, Membership
from bitim.kernel.prepared import insert, prepared, update
from bitim.kernel.together import foresee, forget

pytestmark = [pytest.mark.usefixtures("own_database"), pytest.mark.any_database]
ON_SERVER = connection.vendor == "postgresql"


@prepared
def rows_of(audience) -> "QuerySet[Membership, Membership]":
    return Membership.objects.system().filter(audience=audience, ended=None).order_by("pk")


@prepared
def persons_among(persons) -> "QuerySet[Membership, tuple]":
    rows = Membership.objects.system().filter(person__in=persons).order_by("pk")
    return rows.values_list("person", "since", "role")


@prepared
def heads(chain) -> "QuerySet[ChainHead, ChainHead]":
    return ChainHead.objects.system().filter(pk=chain)


@pytest.fixture
def seated():
    room, people = uuid4(), [uuid4() for _ in range(3)]
    with write():
        for person in people:
            membership.join(room, person, "party", why="test")
    return room, people


def asked(act):
    with CaptureQueriesContext(connection) as seen:
        act()
    return len([one for one in seen.captured_queries if not one["sql"].startswith(("BEGIN", "COMMIT"))])


def test_the_answers_are_those_of_the_questions_alone(seated):
    room, people = seated
    alone = rows_of(room), persons_among(people), rows_of(uuid4()), persons_among([])

    def both():
        foresee((rows_of, (room,)), (persons_among, (people,)), (persons_among, ([],)))
        assert (rows_of(room), persons_among(people)) == alone[:2]

    assert asked(both) == (1 if ON_SERVER else 2)
    assert len(alone[0]) == 3 and (rows_of(uuid4()), persons_among([])) == alone[2:]


def test_an_answer_is_given_out_once_and_to_the_same_values_alone(seated):
    room, people = seated
    foresee((rows_of, (room,)), (persons_among, (people,)))
    assert rows_of(uuid4()) == [] and [one[0] for one in persons_among(people[:1])] == people[:1]
    rows_of(room)
    with write():
        membership.leave(room, people[0])
    assert len(rows_of(room)) == 2
    foresee((rows_of, (room,)), (persons_among, (people,)))
    forget()
    with write():
        membership.leave(room, people[1])
    assert len(rows_of(room)) == 1


def test_after_a_write_nothing_foreseen_holds(seated):
    room, people = seated
    with write():
        foresee((rows_of, (room,)), (persons_among, (people,)))
        Membership.objects.system().filter(person=people[0]).update(role="mediator")
        assert {row.role for row in rows_of(room)} == {"party", "mediator"}
        foresee((rows_of, (room,)), (persons_among, (people,)))
        insert(ChainHead(pk=uuid4(), digest=b"x"))
        membership.leave(room, people[1])
        assert len(rows_of(room)) == 2


def test_nothing_foreseen_outlives_the_transaction(seated):
    room, people = seated
    with write():
        foresee((rows_of, (room,)), (persons_among, (people,)))
    with write():
        membership.leave(room, people[0])
    assert len(rows_of(room)) == 2


def test_inside_another_transaction_too_every_write_ends_what_was_foreseen(seated):
    room, people = seated
    with transaction.atomic(), write():
        foresee((rows_of, (room,)), (persons_among, (people,)))
        Membership.objects.system().filter(person=people[0]).update(role="mediator")
        assert {row.role for row in rows_of(room)} == {"party", "mediator"}


def test_what_waits_is_there_for_whoever_asks():
    chain = uuid4()
    with write():
        head = insert(ChainHead(pk=chain, seq=1, digest=b"x"))
        head.seq = 2
        update(head, "seq")
        assert [one.seq for one in heads(chain)] == [2]
        head.seq = 3
        update(head, "seq")
        assert ChainHead.objects.system().get(pk=chain).seq == 3
        head.seq = 4
        update(head, "seq")
    assert ChainHead.objects.system().get(pk=chain).seq == 4


def test_writes_travel_together():
    one, other = uuid4(), uuid4()

    def both():
        with write():
            insert(ChainHead(pk=one, digest=b"x"))
            insert(Audience(pk=other, head=7))

    both_once = asked(both)
    assert both_once == (1 if ON_SERVER else 2)
    assert heads(one) and Audience.objects.system().get(pk=other).head == 7


def test_a_change_of_a_row_that_is_not_there_undoes_all():
    there = uuid4()
    with pytest.raises(DatabaseError):
        with write():
            insert(ChainHead(pk=there, digest=b"x"))
            update(ChainHead(pk=uuid4(), seq=1, digest=b"x"), "seq")
    assert heads(there) == []


def test_a_refusal_takes_what_waited_with_it():
    there, later = uuid4(), uuid4()
    with pytest.raises(RuntimeError):
        with write():
            insert(ChainHead(pk=there, digest=b"x"))
            raise RuntimeError
    with write():
        insert(ChainHead(pk=later, digest=b"x"))
    assert heads(there) == [] and heads(later)


@pytest.mark.postgres
def test_a_connection_that_the_server_ended_is_replaced_and_a_living_one_is_not_asked():
    heads(uuid4())
    process = connection.connection.info.backend_pid
    with CaptureQueriesContext(connection) as seen:
        assert connection.is_usable()
    assert len(seen) == 0
    other = connections.create_connection("default")
    with other.cursor() as cursor:
        cursor.execute("SELECT pg_terminate_backend(%s, 5000)", [process])
    other.close()
    assert not connection.is_usable()
    connection.close_if_unusable_or_obsolete()
    assert heads(uuid4()) == [] and connection.connection.info.backend_pid != process
