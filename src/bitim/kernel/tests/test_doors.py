from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from bitim.kernel import clock, doors, ids
from bitim.kernel.models import Door

pytestmark = pytest.mark.django_db
PHONE = "+7 701 555 04 17"


@pytest.fixture(autouse=True)
def at():
    """A clock that stands still until moved."""
    moment = [datetime(2026, 3, 2, 9, tzinfo=UTC)]
    clock.set_source(lambda: moment[0])
    yield moment
    clock.set_source(None)


@pytest.fixture
def door() -> Door:
    return doors.make_door(uuid4(), uuid4(), "case", second=PHONE, second_kind=doors.PHONE4)


def test_the_first_opening_takes_the_second_thing_and_the_next_ones_the_pin(door):
    code = doors.issue(door, doors.CODE, days=10)
    opened = doors.open_by_code(ids.spaced(code), "0417")
    assert opened is not None and opened.pk == door.pk
    assert doors.set_pin(opened, "5081")
    assert doors.open_by_code(code, "0417") is None
    again = doors.open_by_code(code, "50 81")
    assert again is not None and again.opened == opened.opened


def test_the_whole_phone_number_is_as_good_as_its_last_four_digits(door):
    assert doors.open_by_code(doors.issue(door, doors.CODE, days=1), "8 (701) 555-04-17")


def test_a_word_is_taken_in_any_case_and_spelling_of_kazakh_letters():
    door = doors.make_door(uuid4(), uuid4(), "case", second="Қызғалдақ", second_kind=doors.WORD)
    assert doors.open_by_link(doors.issue(door, doors.LINK, days=1), " кызгалдак ")


def test_a_link_alone_opens_nothing(door):
    link = doors.issue(door, doors.LINK, days=10)
    assert doors.open_by_link(link, "") is None
    assert doors.open_by_link(link, "1111") is None
    assert doors.open_by_link(link, "0417") is not None


def test_a_door_without_a_second_thing_and_without_a_pin_opens_for_no_answer():
    door = doors.make_door(uuid4(), uuid4(), "request")
    code = doors.issue(door, doors.CODE, days=10)
    assert doors.open_by_code(code, "") is None
    assert doors.open_by_code(code, "0") is None


@pytest.mark.parametrize("second", ["12", "", "abc"])
def test_a_second_thing_that_is_too_little_is_not_taken(second):
    with pytest.raises(ValueError, match="second thing"):
        doors.make_door(uuid4(), uuid4(), "case", second=second, second_kind=doors.PHONE4)


def test_a_code_lapses(door, at):
    code = doors.issue(door, doors.CODE, days=10)
    at[0] += timedelta(days=10)
    assert doors.open_by_code(code, "0417") is None


def test_a_closed_door_opens_to_nobody(door):
    code = doors.issue(door, doors.CODE, days=10)
    held = (door.pk, door.generation, door.person)
    assert doors.is_in(*held)
    doors.close(door)
    assert doors.is_in(*held) is None
    assert doors.open_by_code(code, "0417") is None


def test_issuing_anew_ends_codes_links_sessions_and_the_pin(door):
    code, link = doors.issue(door, doors.CODE, days=10), doors.issue(door, doors.LINK, days=10)
    opened = doors.open_by_code(code, "0417")
    doors.set_pin(opened, "5081")
    doors.reissue(opened)
    assert doors.is_in(door.pk, 1, door.person) is None
    assert doors.open_by_code(code, "5081") is None
    assert doors.open_by_link(link, "5081") is None
    fresh = doors.issue(Door.objects.system().get(pk=door.pk), doors.CODE, days=10)
    assert doors.open_by_code(fresh, "5081") is None
    assert doors.open_by_code(fresh, "0417") is not None


def test_guessing_locks_the_door_for_a_while_even_for_the_right_answer(door, at):
    code = doors.issue(door, doors.CODE, days=10)
    for guess in range(doors.TRIES_OF_DOOR[0]):
        assert doors.open_by_code(code, f"90{guess:02}") is None
    assert doors.open_by_code(code, "0417") is None
    at[0] += timedelta(hours=1)
    assert doors.open_by_code(code, "0417") is not None


def test_a_link_and_a_code_share_the_limit_of_their_door(door):
    code, link = doors.issue(door, doors.CODE, days=10), doors.issue(door, doors.LINK, days=10)
    for guess in range(doors.TRIES_OF_DOOR[0]):
        assert doors.open_by_code(code, f"90{guess:02}") is None
    assert doors.open_by_link(link, "0417") is None


def test_guessing_slowly_is_limited_by_the_week(door, at):
    code = doors.issue(door, doors.CODE, days=60)
    for guess in range(doors.TRIES_OF_DOOR_LONG[0] + 2):
        doors.open_by_code(code, f"90{guess:02}")
        at[0] += timedelta(minutes=10)
    assert doors.open_by_code(code, "0417") is None


def test_coming_in_rightly_is_not_counted(door):
    code = doors.issue(door, doors.CODE, days=10)
    assert all(doors.open_by_code(code, "0417") for _ in range(doors.TRIES_OF_DOOR_LONG[0] + 5))


def test_the_whole_house_has_a_limit(door, monkeypatch):
    monkeypatch.setattr(doors, "TRIES_OF_ALL", (3, 600))
    for _ in range(3):
        doors.open_by_code(ids.new_code(), "1111")
    assert doors.open_by_code(doors.issue(door, doors.CODE, days=1), "0417") is None


def _queries(code: str) -> list[str]:
    with CaptureQueriesContext(
        connection,
    ) as seen:
        assert doors.open_by_code(code, "9999") is None
    return [query["sql"].split(" ")[0] for query in seen.captured_queries]


def test_unknown_known_lapsed_ended_and_locked_codes_cost_the_same_queries(door, at):
    lapsed = doors.issue(door, doors.CODE, days=1)
    at[0] += timedelta(days=2)
    other = doors.make_door(uuid4(), uuid4(), "case", second=PHONE, second_kind=doors.PHONE4)
    ended = doors.issue(other, doors.CODE, days=9)
    doors.close(other)
    known = doors.issue(door, doors.CODE, days=9)
    doors.open_by_code(ids.new_code(), "1111")  # the house's own bucket exists
    first = {
        name: _queries(code)
        for name, code in {
            "unknown": ids.new_code(),
            "no code": "abc",
            "lapsed": lapsed,
            "ended": ended,
            "known": known,
        }.items()
    }
    assert len({tuple(queries) for queries in first.values()}) == 1, first
    while True:  # until it is locked
        if not doors.limits.spend(f"door:{door.pk}", *doors.TRIES_OF_DOOR):
            break
    unknown = ids.new_code()
    _queries(unknown)
    assert _queries(known) == _queries(unknown)


def test_no_code_link_answer_or_pin_stands_in_any_column(door):
    code, link = doors.issue(door, doors.CODE, days=9), doors.issue(door, doors.LINK, days=9)
    doors.set_pin(doors.open_by_code(code, "0417"), "5081")
    with connection.cursor() as cursor:
        whole = b""
        for table in connection.introspection.table_names():
            cursor.execute(f'SELECT * FROM "{table}"')
            for row in cursor.fetchall():
                for value in row:
                    whole += (bytes(value) if isinstance(value, bytes | memoryview) else str(value).encode()) + b"|"
    for secret in (code, ids.spaced(code), link):
        assert secret.encode() not in whole
    for short in (b"|0417|", b"|5081|"):
        assert short not in whole


@pytest.mark.parametrize(
    "pin", ["0000", "1111", "1234", "4321", "7890", "123456", "987654", "1212", "454545", "123", "1234567", "abcd", ""]
)
def test_pins_that_anybody_would_try_are_refused(door, pin):
    with pytest.raises(ValueError, match="PIN"):
        doors.set_pin(door, pin)


@pytest.mark.parametrize("pin", ["5081", "90417", "304958"])
def test_other_pins_are_taken_once(door, pin):
    assert doors.set_pin(door, pin)
    assert not doors.set_pin(door, "7392")


def test_the_second_thing_is_recognised_so_that_it_does_not_become_the_pin(door):
    assert doors.is_second(door, "0417")
    assert not doors.is_second(door, "5081")


def test_one_open_door_per_person_and_subject(door):
    same = doors.make_door(door.person, door.subject, "case", second="another word", second_kind=doors.WORD)
    assert same.pk == door.pk
    assert doors.open_by_code(doors.issue(door, doors.CODE, days=1), "Another Word")


def test_the_first_opening_is_told_once(door, monkeypatch):
    told: list[UUID] = []
    monkeypatch.setitem(doors.FIRST_OPENED, "case", lambda opened: told.append(opened.pk))
    code = doors.issue(door, doors.CODE, days=1)
    doors.open_by_code(code, "0417")
    doors.open_by_code(code, "0417")
    assert told == [door.pk]
