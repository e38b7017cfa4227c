"""A script's press is answered with the next sentence alone, by the rules of the page; and it costs few questions."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from bitim.dialogue.actions import moderating, running
from bitim.dialogue.models import Statement, Vote
from bitim.dialogue.queries import actor_as, ask, asked_in
from bitim.dialogue.tests import scene
from bitim.dialogue.tests.scene import in_browser, page, votes, words

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]
IN_PLACE = {"x-bitim-part": "ask"}


def pressed(made, secret, said):
    return in_browser(made, secret).post(page("vote", made.talk.slug), said, headers=IN_PLACE)


def sign_in(answer):
    return words(answer).split('name="sign" value="')[1].split('"')[0]


def test_a_press_is_kept_and_answered_with_the_next_sentence_alone():
    made = scene.opened()
    who, secret = scene.voice(made)
    first = ask(actor_as(who), who)
    answer = pressed(made, secret, {"sign": first.sign, "value": "agree"})
    assert Vote.objects.system().get().value == 1
    assert (answer.status_code, answer["X-Bitim-Part"], answer["Cache-Control"]) == (200, "1", "no-store")
    assert "<html" not in words(answer) and "leave/" not in words(answer)
    number, chance = asked_in(who, sign_in(answer))
    following = ask(actor_as(who), who)
    assert number == following.number != first.number and chance > 0
    assert following.words in words(answer) and f"#s{first.number}" in words(answer)


def test_two_presses_of_one_sentence_are_one_vote_and_ask_the_same_next():
    made = scene.opened()
    who, secret = scene.voice(made)
    said = {"sign": ask(actor_as(who), who).sign, "value": "pass"}
    numbers = {asked_in(who, sign_in(pressed(made, secret, said)))[0] for _press in range(2)}
    assert len(numbers) == 1 and Vote.objects.system().count() == 1
    assert sum(Statement.objects.system().values_list("asked", flat=True)) == 1


def test_a_sentence_kept_out_meanwhile_is_refused_with_the_next_one():
    made = scene.opened()
    who, secret = scene.voice(made)
    asked = ask(actor_as(who), who)
    gone = Statement.objects.system().get(conversation=made.talk, number=asked.number)
    moderating.judge(gone, actor=made.as_mediator, shown=False, reason="unclear")
    answer = pressed(made, secret, {"sign": asked.sign, "value": "agree"})
    assert answer.status_code == 409 and not Vote.objects.system().exists()
    assert 'role="alert"' in words(answer) and asked_in(who, sign_in(answer))[0] != asked.number


def test_the_last_answer_and_the_end_are_told_in_place():
    made = scene.opened()
    who, secret = scene.voice(made)
    for number in (1, 2):
        votes(who, number, 1)
    last = ask(actor_as(who), who)
    answer = pressed(made, secret, {"sign": last.sign, "value": "disagree"})
    assert answer.status_code == 200 and 'name="sign"' not in words(answer)
    running.close_conversation(made.talk, actor=made.as_coordinator)
    over = pressed(made, secret, {"sign": last.sign, "value": "agree"})
    assert over.status_code == 409 and "results/" in words(over)
    assert Vote.objects.system().get(statement__number=last.number).value == -1


def test_who_has_no_voice_here_is_led_to_the_way_in():
    made = scene.opened()
    answer = pressed(made, "x" * 32, {"statement": "1", "value": "agree"})
    assert answer.status_code == 302 and answer["Location"] == page("talk", made.talk.slug)
    assert in_browser(made, "x" * 32).get(page("vote", "nothing")).status_code == 404


def test_a_press_costs_few_questions_however_many_sentences_there_are():
    made = scene.opened()
    who, secret = scene.voice(made)
    costs = []
    for _some in range(2):
        said = {"sign": ask(actor_as(who), who).sign, "value": "agree"}
        with CaptureQueriesContext(connection) as seen:
            assert pressed(made, secret, said).status_code == 200
        costs.append(sum(not one["sql"].startswith(("SAVEPOINT", "RELEASE")) for one in seen))
        for at in range(20):
            moderating.seed(made.talk, actor=made.as_coordinator, said={"kk": f"Пікір {at}.", "ru": f"Мнение {at}."})
    assert costs[0] == costs[1] <= 12
