"""The whole way: a centre asks, people come by slips, answer, say sentences, and everybody reads what all share."""

import pytest
from django.test import Client

from bitim.dialogue import jobs
from bitim.dialogue.actions import entering, moderating, running, voting
from bitim.dialogue.models import Outcome, Slip, Statement, Voice, Vote
from bitim.dialogue.queries import actor_as, ask, mine, queue, stand
from bitim.dialogue.queries.results import results
from bitim.dialogue.tests import scene
from bitim.dialogue.tests.scene import in_browser, page, votes, words
from bitim.kernel.access import VISITOR, NotFound, Refused

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]


def test_nobody_can_come_before_it_is_opened_and_nobody_after_its_end():
    made = scene.drafted()
    code = scene.slip(made)
    with pytest.raises((NotFound, Refused)):
        entering.enter(made.talk, actor=VISITOR.fresh(), code=code)
    running.open_conversation(made.talk, actor=made.as_coordinator)
    entering.enter(made.talk, actor=VISITOR.fresh(), code=code)
    running.close_conversation(made.talk, actor=made.as_coordinator)
    with pytest.raises(Refused):
        entering.enter(made.talk, actor=VISITOR.fresh(), code="")


def test_it_is_not_opened_with_nothing_to_answer():
    made = scene.drafted()
    one = Statement.objects.system().get(conversation=made.talk, number=1)
    moderating.judge(one, actor=made.as_mediator, shown=False, reason="unclear")
    with pytest.raises(Refused):
        running.open_conversation(made.talk, actor=made.as_coordinator)


def test_what_is_asked_cannot_be_changed_once_people_are_asked():
    made = scene.opened()
    with pytest.raises(Refused):
        running.change_conversation(made.talk, actor=made.as_coordinator, said=scene.SAID)


def test_a_slip_lets_one_person_in_once():
    made = scene.opened()
    code = scene.slip(made)
    entering.enter(made.talk, actor=VISITOR.fresh(), code=f" {code[:3]} {code[3:]}")
    for again in (code, "", "123412341234", code[:-1]):
        with pytest.raises(Refused):
            entering.enter(made.talk, actor=VISITOR.fresh(), code=again)
    assert Voice.objects.system().count() == 1


def test_no_row_tells_which_voice_came_by_which_slip():
    made = scene.opened()
    who, _secret = scene.voice(made)
    used = Slip.objects.system().get(used=True)
    assert {one.name for one in Slip._meta.fields} == {"id", "conversation", "digest", "used"}
    assert {one.name for one in Voice._meta.fields} == {
        "id",
        "conversation",
        "digest",
        "presses",
        "counted",
        "forgotten",
    }
    assert {one.name for one in Vote._meta.fields} == {"id", "conversation", "voice", "statement", "value", "chance"}
    assert used.pk != who.pk and bytes(used.digest) != bytes(who.digest)


def test_of_two_answers_the_last_one_counts_and_none_is_counted_twice():
    made = scene.opened()
    who, _secret = scene.voice(made)
    for value in (1, 1, -1, 0):
        votes(who, 1, value)
    assert list(Vote.objects.system().values_list("value", flat=True)) == [0]
    assert Voice.objects.system().get(pk=who.pk).presses == 3


def test_how_often_a_sentence_was_answered_is_counted_once_for_each_voice():
    made = scene.opened()
    for values in ((1, -1), (0,)):
        who, _secret = scene.voice(made)
        for value in values:
            votes(who, 2, value)
        scene.says(who)
    counted = dict(Statement.objects.system().filter(conversation=made.talk).values_list("number", "asked"))
    assert counted == {1: 0, 2: 2, 3: 0, 4: 1, 5: 1}


@pytest.mark.parametrize(("number", "value"), [(99, 1), (1, 2), (1, -2), (0, 1)])
def test_there_is_no_other_answer_and_no_other_sentence(number, value):
    made = scene.opened()
    who, _secret = scene.voice(made)
    with pytest.raises(Refused):
        votes(who, number, value)


def test_a_sentence_waits_is_shown_and_can_be_taken_back():
    made = scene.opened()
    who, _secret = scene.voice(made)
    said = scene.says(who)
    other, _ = scene.voice(made)
    with pytest.raises(Refused):
        votes(other, said.number, 1)
    with pytest.raises(Refused):  # in one language alone it would tell which people it comes from
        moderating.judge(said, actor=made.as_mediator, shown=True, seen="waiting")
    scene.lets_in(made, said)
    votes(other, said.number, 1)
    voting.take_back(who, actor=actor_as(who), statement=said.number)
    assert Statement.objects.system().select_related("conversation").get(pk=said.pk).words == {}
    with pytest.raises(Refused):
        votes(other, said.number, -1)
    with pytest.raises(Refused):
        voting.take_back(other, actor=actor_as(other), statement=1)


def test_who_is_kept_out_reads_the_reason_and_reworded_ones_name_where_they_come_from():
    made = scene.opened()
    who, _secret = scene.voice(made)
    first, second = scene.says(who), scene.says(who, "Сиыр да, су да, жол да керек маған.")
    moderating.judge(first, actor=made.as_mediator, shown=False, reason="person", seen="waiting")
    anew = moderating.reword(second, actor=made.as_mediator, said="Ауылға жол керек.", language="kk")
    own = mine(actor_as(who), who).sentences
    assert [(one.state, one.reason, one.anew) for one in own] == [
        ("out", "person", None),
        ("out", "unclear", anew.number),
    ]
    assert queue(made.as_mediator, made.talk.pk, "waiting")[1][-1].came_from == second.number
    scene.lets_in(made, anew)
    for at, state in ((second, True), (first, False)):
        with pytest.raises(Refused):
            moderating.judge(at, actor=made.as_mediator, shown=True)
        assert state or at.state == "waiting"
    voting.take_back(who, actor=actor_as(who), statement=second.number)
    states = {one.number: one.state for one in Statement.objects.system().filter(by=who)}
    assert states[second.number] == states[anew.number] == "withdrawn", "every wording of it goes"


def test_a_colleague_who_was_faster_is_not_overruled_unseen():
    made = scene.opened()
    who, _secret = scene.voice(made)
    said = scene.says(who)
    moderating.judge(said, actor=made.as_coordinator, shown=False, reason="person", seen="waiting")
    with pytest.raises(Refused):
        moderating.judge(said, actor=made.as_mediator, shown=True, seen="waiting")


def test_the_next_sentence_stays_the_same_until_it_is_answered_and_all_are_asked_once():
    made = scene.opened()
    who, _secret = scene.voice(made)
    asked = []
    while (one := ask(actor_as(who), who)) is not None:
        assert ask(actor_as(who), who).number == one.number
        asked.append(one.number)
        votes(who, one.number, 1)
    assert sorted(asked) == [1, 2, 3]


def test_the_chance_of_a_drawn_sentence_is_kept_with_the_vote():
    made = scene.opened()
    who, secret = scene.voice(made)
    browser = in_browser(made, secret)
    seen = ask(actor_as(who), who)
    answer = browser.post(page("vote", made.talk.slug), {"sign": seen.sign, "value": "agree"})
    assert answer.status_code == 303
    kept = Vote.objects.system().get()
    assert kept.statement.number == seen.number and kept.chance == pytest.approx(1 / 3)
    chosen = seen.number % 3 + 1
    assert browser.post(page("vote", made.talk.slug), {"statement": str(chosen), "value": "pass"}).status_code == 303
    assert Vote.objects.system().get(statement__number=chosen).chance == 0


def test_what_everybody_shares_is_told_with_groups_and_without_names():
    made = scene.opened()
    people = scene.two_camps(made)
    told = results(VISITOR.fresh(), made.talk)
    assert [letter for letter, _size in told.groups] == ["A", "B"]
    assert {1, 2, 3} >= {one.number for one in told.common} and told.common
    assert told.apart and all(one.own.n >= 5 for _letter, rows in told.apart for one in rows)
    seen = words(Client().get(page("results", made.talk.slug)))
    assert not any(str(who.pk) in seen or who.pk.hex in seen for who in people)
    where = stand(actor_as(people[0]), Voice.objects.system().select_related("conversation").get(pk=people[0].pk))
    assert where.letter in "AB" and where.common == len(told.common)


def test_nothing_is_told_of_a_few():
    made = scene.opened()
    for _one in range(4):
        who, _secret = scene.voice(made)
        votes(who, 1, 1)
    jobs.keep_outcomes_fresh()
    assert not Outcome.objects.system().exists()
    assert results(VISITOR.fresh(), made.talk).at is None


def test_the_outcome_follows_the_votes():
    made = scene.opened()
    scene.two_camps(made)
    assert jobs.stale() == []
    for _one in range(4):
        who, _secret = scene.voice(made)
        votes(who, 1, -1)
    assert jobs.stale() == [], "by two outcomes the answers of four could be found"
    who, _secret = scene.voice(made)
    votes(who, 1, -1)
    assert jobs.stale() == [made.talk.pk]
    jobs.keep_outcomes_fresh()
    assert jobs.stale() == []
    assert results(VISITOR.fresh(), made.talk).voices == 45


def test_under_an_embargo_there_is_one_outcome_after_the_end_and_it_holds_the_last_answer():
    made = scene.opened(embargo=True)
    for _one in range(7):
        who, _secret = scene.voice(made)
        votes(who, 1, 1)
    jobs.keep_outcomes_fresh()
    assert not Outcome.objects.system().exists(), "an outcome before the last answers would be told at the close"
    running.close_conversation(made.talk, actor=made.as_coordinator)
    jobs.keep_outcomes_fresh()
    made.talk.refresh_from_db()
    assert results(VISITOR.fresh(), made.talk).voices == 7
    assert jobs.stale() == []


def test_with_an_embargo_nothing_is_told_before_the_end():
    made = scene.opened(embargo=True)
    people = scene.two_camps(made)
    with pytest.raises(NotFound):
        results(VISITOR.fresh(), made.talk)
    who = Voice.objects.system().select_related("conversation").get(pk=people[0].pk)
    assert stand(actor_as(who), who).later
    assert Client().get(page("results", made.talk.slug)).status_code == 404
    running.close_conversation(made.talk, actor=made.as_coordinator)
    made.talk.refresh_from_db()
    assert results(VISITOR.fresh(), made.talk).common
