"""A prepared question answers what the queryset itself would, for every value, and remembers no row."""

import threading
from datetime import UTC, datetime
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import connection, connections
from django.db.models import QuerySet
from django.test.utils import CaptureQueriesContext

from bitim.kernel import clock, membership
from bitim.kernel.models import Audience, Bucket, ChainHead, IdempotencyKey, Membership
from bitim.kernel.prepared import insert, prepared

pytestmark = pytest.mark.any_database


def _now_in(audience: UUID, role: str) -> "QuerySet[Membership, Membership]":
    return Membership.objects.system().filter(audience=audience, role=role, ended=None).order_by("since", "pk")


def _among(persons: list[UUID], since: datetime, seq: int) -> "QuerySet[Membership, Any]":
    rows = Membership.objects.system().filter(person__in=persons, since__lte=since, from_seq__lte=seq)
    return rows.order_by("person").values_list("person", "audience", "since", "from_seq")


now_in, among = prepared(_now_in), prepared(_among)


@pytest.mark.django_db
def test_answers_what_the_queryset_answers_now_and_later() -> None:
    """The second and the tenth asking see rows that came and went in between."""
    rooms, people = [uuid4() for _ in range(3)], [uuid4() for _ in range(4)]
    for n in range(12):
        room, person = rooms[n % 3], people[n % 4]
        membership.join(room, person, ("party", "mediator")[n % 2], why="test")
        if n % 5 == 4:
            membership.leave(rooms[0], people[0])
        for asked in rooms:
            for role in ("party", "mediator", "nobody"):
                assert now_in(asked, role) == list(_now_in(asked, role))
        for some in (people[:1], people[:2], people):
            said = (some, clock.now(), n % 2)
            assert among(*said) == list(_among(*said))
    assert among([], clock.now(), 0) == []
    past = datetime(2020, 1, 1, tzinfo=UTC)
    assert among(people, past, 9) == []


@pytest.mark.django_db
def test_rows_are_whole_models_that_can_be_changed_and_saved() -> None:
    """Nothing of one answer is shared with the next."""
    room = uuid4()
    membership.join(room, uuid4(), "party", why="test")
    first = now_in(room, "party")[0]
    first.role = "mediator"
    assert now_in(room, "party")[0].role == "party"
    first.save(update_fields=["role"])
    assert now_in(room, "party") == []


@pytest.mark.django_db
def test_one_query_each_and_the_same_sql() -> None:
    """The values travel as parameters: none is written into the SQL, none is left from the time of compiling."""
    with CaptureQueriesContext(connection) as seen:
        for _ in range(3):
            assert now_in(uuid4(), "' OR 1=1 --") == []
    assert len(seen.captured_queries) == 3


@pytest.mark.parametrize("value", [None, True, 1.5, {"a": 1}])
def test_values_that_would_change_the_sql_are_refused(value: Any) -> None:
    """A None compared by `=` would silently find nothing."""
    with pytest.raises(TypeError):
        now_in(value, "party")


@pytest.mark.django_db
def test_a_value_that_is_changed_on_the_way_is_refused() -> None:
    """`contains` writes %value% and an unused value nothing at all: neither can be put in place afterwards."""
    changed = prepared(lambda word: Membership.objects.system().filter(why__contains=word))
    unused = prepared(lambda word: Membership.objects.system())
    for ask in (changed, unused):
        with pytest.raises(TypeError):
            ask("x")


@pytest.mark.django_db(transaction=True)
def test_threads_ask_side_by_side() -> None:
    """Each thread has its own connection and its own question; no thread gets another's rows."""
    rooms = [uuid4() for _ in range(4)]
    people = {room: uuid4() for room in rooms}
    for room, person in people.items():
        membership.join(room, person, "party", why="test")
    wrong: list[Any] = []

    def ask(room: UUID) -> None:
        for _ in range(50):
            if [row.person for row in now_in(room, "party")] != [people[room]]:
                wrong.append(room)
        connections.close_all()

    threads = [threading.Thread(target=ask, args=(room,)) for room in rooms]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not wrong


@pytest.mark.django_db
def test_an_inserted_row_is_the_row_that_saving_would_have_made() -> None:
    """UUIDs, bytes, numbers, moments and automatic numbers; and the row can go on living."""
    head = insert(ChainHead(pk=uuid4(), seq=3, digest=b"\x00\xff"))
    again = ChainHead.objects.system().get(pk=head.pk)
    assert (again.seq, bytes(again.digest)) == (3, b"\x00\xff")
    head.seq = 4
    head.save(update_fields=["seq"])
    assert ChainHead.objects.system().get(pk=head.pk).seq == 4
    made = clock.now()
    for n in range(2):
        insert(IdempotencyKey(key=f"k{n}", action="a.b", actor=uuid4(), at=made))
    assert set(IdempotencyKey.objects.system().values_list("key", "at")) >= {("k0", made), ("k1", made)}


@pytest.mark.django_db
def test_a_row_that_exists_is_not_inserted_twice() -> None:
    """The database refuses, as it does when saving."""
    from django.db import IntegrityError, transaction

    room = uuid4()
    insert(Audience(pk=room))
    with pytest.raises(IntegrityError), transaction.atomic():
        insert(Audience(pk=room))


@pytest.mark.django_db
def test_long_lists_share_one_sql_and_find_neither_more_nor_less() -> None:
    """A list is filled up with its last value; lists of 33 and of 64 then ask the same question."""
    people = [uuid4() for _ in range(70)]
    room = uuid4()
    for person in people[:65]:
        membership.join(room, person, "party", why="test")
    for length in (1, 31, 32, 33, 63, 64, 65, 70):
        found = {person for person, *_ in among(people[:length], clock.now(), 0)}
        assert found == set(people[: min(length, 65)]), length
    by_word = prepared(lambda words: Membership.objects.system().filter(why__in=words).values_list("person", flat=True))
    assert set(by_word(["test", "other"])) == set(people[:65])
    assert by_word(["none"]) == [] == by_word([])


def _bucket(name: bytes) -> "QuerySet[Bucket, Bucket]":
    return Bucket.objects.system().filter(name=name)


@pytest.mark.django_db
def test_bytes_reach_the_database_as_they_are() -> None:
    """Drivers wrap them; the value of each asking is still its own."""
    asked, names = prepared(_bucket), [b"\x00\xff\x01", b"one", b"two"]
    for name in names:
        insert(Bucket(name=name, tokens=1.0, at=clock.now()))
    for name in [*names, *names, b"none"]:
        assert [bytes(one.name) for one in asked(name)] == [bytes(one.name) for one in _bucket(name)]
    assert [bytes(asked(name)[0].name) for name in names] == names
