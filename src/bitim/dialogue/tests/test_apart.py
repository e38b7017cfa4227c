"""What is reckoned in a process of its own is what is reckoned here, and in whatever order the votes lie."""

import json
import random
from array import array
from io import BytesIO
from uuid import uuid4

import pytest

from bitim.dialogue import apart, jobs
from bitim.dialogue.beside import Failed, Reckoner
from bitim.dialogue.models import Outcome, Statement, Voice, Vote
from bitim.dialogue.tests import scene

NUMBERS = (3, 7, 9)


def conversation(people=12):
    cells = [(who, at, 1 if at < 2 or who < people / 2 else -1) for who in range(people) for at in range(3)]
    who, what, how = (array(kind, [cell[at] for cell in cells]) for at, kind in enumerate("iib"))
    return apart.packed(people, NUMBERS, (who.tobytes(), what.tobytes(), how.tobytes()))


@pytest.fixture
def reckoner():
    made = Reckoner()
    yield made
    made.rest(kept=0)
    assert made.process is None


def test_the_process_of_its_own_gives_the_same_answer_and_is_kept_for_the_next(reckoner):
    processes = set()
    for people in (12, 30, 12):
        answer = reckoner.reckon(conversation(people))
        assert answer == json.loads(json.dumps(apart.reckoned(BytesIO(conversation(people)))))
        assert [one["number"] for one in answer["told"]["common"]] == [3, 7]
        processes.add(reckoner.process.pid)
    assert len(processes) == 1
    reckoner.rest(kept=60)
    assert reckoner.process is not None


def test_what_it_cannot_read_ends_it_and_the_next_conversation_gets_another(reckoner):
    for wrong in (b"no line of JSON\n", b'{"people": 1, "numbers": [1], "votes": 1}\n\x09\0\0\0\0\0\0\0\x01'):
        with pytest.raises(Failed):
            reckoner.reckon(wrong)
        assert reckoner.process is None
    assert reckoner.reckon(conversation())["told"]["voices"] == 12
    reckoner.process.kill()
    reckoner.process.wait()
    assert reckoner.reckon(conversation())["told"]["voices"] == 12


def test_what_takes_too_long_is_given_up(reckoner):
    reckoner.patience = 0.0
    with pytest.raises(Failed):
        reckoner.reckon(conversation())
    reckoner.patience = 600.0
    assert reckoner.reckon(conversation())["told"]["voices"] == 12


@pytest.mark.django_db
@pytest.mark.any_database
def test_the_same_votes_in_another_order_are_the_same_bytes():
    made = scene.opened()
    people = scene.two_camps(made, each=8)
    shown = Statement.objects.system().filter(conversation=made.talk, state=Statement.SHOWN).order_by("number")
    packed, voices = jobs.packed_votes(made.talk, shown)
    assert voices == sorted(one.pk.hex for one in people)
    rows = list(Vote.objects.system().filter(conversation=made.talk))
    Vote.objects.system().filter(conversation=made.talk).delete()
    random.Random(5).shuffle(rows)
    Vote.objects.bulk_create(rows)
    again, same = jobs.packed_votes(made.talk, shown)
    assert same == voices
    assert apart.reckoned(BytesIO(again)) == apart.reckoned(BytesIO(packed))


@pytest.mark.django_db
@pytest.mark.any_database
def test_a_sentence_kept_out_is_not_reckoned_but_who_answered_it_is_somebody():
    made = scene.opened()
    people = scene.voices(made, 6)
    one, two, _three = Statement.objects.system().filter(conversation=made.talk).order_by("number")
    Vote.objects.bulk_create([Vote(conversation=made.talk, voice=who, statement=one, value=1) for who in people[:4]])
    Vote.objects.bulk_create([Vote(conversation=made.talk, voice=who, statement=two, value=-1) for who in people[4:]])
    Voice.objects.system().filter(conversation=made.talk).update(presses=1)
    Statement.objects.system().filter(pk=two.pk).update(state=Statement.OUT)
    assert jobs.reckon(made.talk.pk)
    told = Outcome.objects.system().select_related("conversation").get().told
    assert (told["voices"], told["votes"]) == (6, 4)


@pytest.mark.django_db
@pytest.mark.any_database
def test_what_was_reckoned_is_noted_for_each_voice():
    made = scene.opened()
    people = scene.two_camps(made, each=6, statements=5)
    for at, who in enumerate(people):
        Voice.objects.system().filter(pk=who.pk).update(presses=20 + at % 3)
    assert jobs.reckon(made.talk.pk) and jobs.stale() == []
    seen = Voice.objects.system().filter(conversation=made.talk).values_list("presses", "counted")
    assert {one for one, _counted in seen} == {20, 21, 22} and all(one == counted for one, counted in seen)


# --- what cannot be reckoned ------------------------------------------------------------------------------


def test_one_that_cannot_be_reckoned_waits_longer_each_time_and_holds_up_no_other(monkeypatch):
    bad, good, now, tried = uuid4(), uuid4(), [0.0], []

    def reckon(talk):
        tried.append(talk)
        if talk == bad:
            raise OSError

    monkeypatch.setattr(jobs, "stale", lambda: [bad, good])
    monkeypatch.setattr(jobs, "reckon", reckon)
    monkeypatch.setattr(jobs, "_pauses", jobs._Pauses())
    monkeypatch.setattr(jobs.time, "monotonic", lambda: now[0])
    for now[0] in (0.0, 30.0, 61.0, 121.0, 182.0):
        jobs._all_that_changed()
    assert tried.count(good) == 5 and tried.count(bad) == 3  # at 0, 61 and 182


def test_a_watch_that_fell_is_begun_anew(monkeypatch):
    watch, looked = jobs._Watch(), []

    def falls():
        looked.append(1)
        watch._until = 0.0
        raise MemoryError

    monkeypatch.setattr(jobs, "_all_that_changed", falls)
    monkeypatch.setattr(jobs, "LOOKS_EVERY", 0.0)
    monkeypatch.setattr(jobs, "BREATH", 0.0)
    for _time in (1, 2):
        watch.go_on()
        watch._thread.join(10) if watch._thread else None
    assert len(looked) == 2
