"""Nobody finds out how a voice answered, and nobody speaks with a voice that is not theirs."""

from datetime import timedelta

import pytest
from django.core.signing import TimestampSigner
from django.test import Client

from bitim.dialogue import jobs
from bitim.dialogue.actions import moderating, running, voting
from bitim.dialogue.models import Conversation, Outcome, Statement, Voice, Vote
from bitim.dialogue.permissions import P
from bitim.dialogue.queries import actor_as, asked_in, desk_of, log_of, mine, queue, stand, voice_of
from bitim.dialogue.queries.exporting import files_of
from bitim.dialogue.tests import scene
from bitim.dialogue.tests.scene import in_browser, page, votes, words
from bitim.dialogue.views import common
from bitim.kernel import clock
from bitim.kernel.access import VISITOR, Actor, NotFound, Refused, decide
from bitim.kernel.models import Event, IdempotencyKey, RefusalLine

pytestmark = pytest.mark.django_db


def test_a_voice_is_nobody_of_the_house_and_nobody_of_the_house_is_a_voice():
    made = scene.opened()
    who, _secret = scene.voice(made)
    other, _secret = scene.voice(made)
    for actor in (made.as_coordinator, made.as_head, made.as_mediator, VISITOR, actor_as(other), Actor(role="voice")):
        for permission in (P.BE_VOICE, P.VOTE, P.SAY):
            assert not decide(actor, permission, who)
        for read in (mine, stand):
            with pytest.raises(NotFound):
                read(actor, who)
        with pytest.raises(NotFound):
            voting.vote(who, actor=actor, statement=1, value=1)
    for permission in (P.RUN_CONVERSATION, P.MODERATE, P.SEE_QUEUE, P.EXPORT_VOTES):
        assert not decide(actor_as(who), permission, made.talk)


def test_a_secret_opens_its_own_dialogue_and_no_other():
    made = scene.opened()
    who, secret = scene.voice(made)
    second = running.start_conversation(made.centre, actor=made.as_coordinator, said=scene.SAID)
    assert voice_of(made.talk, secret).pk == who.pk
    for wrong in (secret[:-1], secret + "x", "", "x" * 5000):
        assert voice_of(made.talk, wrong) is None
    assert voice_of(second, secret) is None


def test_what_was_asked_of_one_voice_cannot_be_answered_by_another():
    made = scene.opened()
    who, secret = scene.voice(made)
    other, _secret = scene.voice(made)
    browser = in_browser(made, secret)
    sign = words(browser.get(page("vote", made.talk.slug))).split('name="sign" value="')[1].split('"')[0]
    assert asked_in(who, sign) is not None
    assert asked_in(other, sign) is None
    assert asked_in(who, sign[:-2]) is None


def test_the_record_holds_no_vote_and_no_voice():
    made = scene.opened()
    before = Event.objects.system().count()
    who, secret = scene.voice(made)
    browser = in_browser(made, secret)
    token = words(browser.get(page("vote", made.talk.slug))).split('name="once" value="')[1].split('"')[0]
    said = {"statement": "1", "value": "agree", "once": token}
    assert browser.post(page("vote", made.talk.slug), said).status_code == 303
    scene.says(who)
    assert Event.objects.system().count() == before + 1  # the slip that was made for this voice
    assert not any(str(who.pk) in str(one.payload) for one in Event.objects.system().all())
    said = Statement.objects.system().get(by=who)
    kept = [f"{one.key}{one.actor}{one.result_id}" for one in IdempotencyKey.objects.system().all()]
    assert not any(str(one.pk) in line for line in kept for one in (who, said))


@pytest.mark.django_db(transaction=True)
def test_a_refused_press_of_a_voice_is_noted_nowhere():
    made = scene.opened()
    _who, secret = scene.voice(made)
    before = RefusalLine.objects.system().count()
    in_browser(made, secret).post(page("vote", made.talk.slug), {"statement": "99", "value": "agree"})
    assert RefusalLine.objects.system().count() == before


def test_whoever_says_a_sentence_agrees_with_it_and_no_gap_tells_of_them():
    made = scene.opened()
    who, _secret = scene.voice(made)
    said = scene.says(who)
    assert Vote.objects.system().get(voice=who, statement=said).value == 1


def test_by_the_address_alone_nothing_is_told_before_the_end():
    """Whoever comes five times could take their own four answers off."""
    assert scene.drafted(entry="link").talk.embargo


def test_what_came_out_is_not_changed_after_the_end():
    made = scene.opened()
    who, _secret = scene.voice(made)
    own = scene.says(who)
    running.close_conversation(made.talk, actor=made.as_coordinator)
    one = Statement.objects.system().get(conversation=made.talk, number=1)
    mediator = made.as_mediator
    for act in (
        lambda: moderating.judge(one, actor=mediator, shown=False, reason="twice"),
        lambda: moderating.judge(own, actor=mediator, shown=True),
        lambda: moderating.reword(one, actor=mediator, said="Басқаша айтқанда.", language="kk"),
        lambda: moderating.translate(own, actor=mediator, said={"ru": "Иначе."}),
        lambda: moderating.seed(made.talk, actor=mediator, said={"kk": "Тағы бір.", "ru": "Ещё одно."}),
        lambda: voting.take_back(who, actor=actor_as(who), statement=own.number),
    ):
        with pytest.raises(Refused):
            act()
    assert moderating.judge(one, actor=mediator, shown=False, reason="person").state == "out"


def test_words_that_were_answered_stay_and_missing_ones_are_added():
    made = scene.opened()
    one = Statement.objects.system().get(conversation=made.talk, number=1)
    with pytest.raises(Refused):
        moderating.translate(one, actor=made.as_mediator, said={"ru": "Прямо наоборот."})
    who, _secret = scene.voice(made)
    said = scene.says(who)
    moderating.translate(said, actor=made.as_mediator, said={"ru": "Первое."})
    moderating.translate(said, actor=made.as_mediator, said={"kk": "Мүлде басқа", "ru": ""})
    said.refresh_from_db()
    assert said.words["ru"] == "Первое." and said.words["kk"].startswith("Жаңа")


def test_a_borrowed_device_lets_nobody_back_after_a_sitting(monkeypatch):
    made = scene.opened()
    _who, secret = scene.voice(made)
    lent = TimestampSigner(salt=common.SALT).sign(secret)
    assert common.secret_in(lent) == secret and common.secret_in(f"own.{secret}") == secret
    monkeypatch.setattr(common, "SITTING", timedelta(seconds=-1))
    assert common.secret_in(lent) == "" and common.secret_in("x" * 60) == ""


def test_sixty_days_after_the_end_nobody_comes_back_and_no_group_is_known():
    made = scene.opened()
    scene.two_camps(made)
    _who, secret = scene.voice(made)
    running.close_conversation(made.talk, actor=made.as_coordinator)
    jobs.forget_ways_in()
    assert voice_of(made.talk, secret) is not None
    Conversation.objects.system().update(closed=clock.now() - timedelta(days=61))
    jobs.forget_ways_in()
    assert voice_of(made.talk, secret) is None
    outcome = Outcome.objects.system().select_related("conversation").get()
    assert outcome.places == {} and outcome.told["common"]


def test_files_of_fewer_than_five_are_not_given():
    made = scene.opened()
    for _one in range(4):
        who, _secret = scene.voice(made)
        votes(who, 1, 1)
    running.close_conversation(made.talk, actor=made.as_coordinator)
    with pytest.raises(Refused):
        running.take_out(made.talk, actor=made.as_coordinator)
    assert len(files_of(made.as_coordinator, made.talk.pk)["participants-votes.csv"].splitlines()) == 1


def test_pages_of_the_centre_tell_no_answer_and_not_who_said_a_sentence():
    made = scene.opened()
    people = scene.two_camps(made)
    who = Voice.objects.system().select_related("conversation").get(pk=people[0].pk)
    scene.says(who)
    browser = made.browser()
    seen = "".join(
        words(browser.get(address))
        for address in (
            page("desk", made.talk.pk),
            page("queue", made.talk.pk),
            page("queue", made.talk.pk) + "?state=shown",
            page("statement", made.talk.pk, 1),
            page("results", made.talk.slug),
        )
    )
    assert str(who.pk) not in seen and who.pk.hex not in seen
    assert not hasattr(queue(made.as_mediator, made.talk.pk, "waiting")[1][0], "by")


def test_a_desk_tells_no_number_of_few():
    made = scene.opened()
    for _one in range(4):
        who, _secret = scene.voice(made)
        votes(who, 1, 1)
    few = desk_of(made.as_coordinator, made.talk.pk)
    assert (few.voices, few.votes, few.used) == (0, 0, 0)
    who, _secret = scene.voice(made)
    votes(who, 1, 1)
    enough = desk_of(made.as_coordinator, made.talk.pk)
    assert (enough.voices, enough.votes, enough.used) == (5, 5, 5)


def test_no_published_figure_tells_of_fewer_than_five():
    made = scene.opened()
    scene.two_camps(made, each=7)
    told = Outcome.objects.system().select_related("conversation").get().told
    assert all(size == 0 or size >= 5 for size in told["sizes"])
    assert all(people >= 5 for _x, _y, people, _group in told["spots"])
    shares = [one["least"] for one in told["common"]]
    shares += [one[side] for rows in told["apart"] for one in rows for side in ("own", "others")]
    for one in shares:
        if "share" in one:
            agree = round(one["share"] * one["n"] / 100)
            assert 5 <= agree <= one["n"] - 5


def test_the_log_tells_what_became_of_sentences_and_no_more():
    made = scene.opened()
    who, _secret = scene.voice(made)
    said = scene.says(who)
    assert said.number not in [line[0] for line in log_of(VISITOR, made.talk.pk)]
    moderating.judge(said, actor=made.as_mediator, shown=False, reason="insult", seen="waiting")
    assert log_of(VISITOR, made.talk.pk)[-1] == (said.number, said.day, "out", "insult", None)
    answer = Client().get(page("log", made.talk.slug))
    assert "құдық" not in words(answer) and words(answer).splitlines()[-1].startswith(f"{said.number},")


def test_votes_are_taken_out_after_the_end_alone_and_without_names():
    made = scene.opened()
    people = scene.two_camps(made)
    with pytest.raises(NotFound):
        files_of(made.as_coordinator, made.talk.pk)
    running.close_conversation(made.talk, actor=made.as_coordinator)
    for actor in (made.as_mediator, VISITOR, actor_as(people[0])):
        with pytest.raises(NotFound):
            files_of(actor, made.talk.pk)
    files = files_of(made.as_coordinator, made.talk.pk)
    table = files["participants-votes.csv"].decode()
    assert len(table.splitlines()) == len(people) + 1
    assert not any(who.pk.hex in table or str(who.pk) in table for who in people)


def test_a_sentence_is_no_formula_in_a_table():
    made = scene.opened()
    who, _secret = scene.voice(made)
    said = scene.says(who, '=HYPERLINK("http://x","y")')
    scene.lets_in(made, said)
    running.close_conversation(made.talk, actor=made.as_coordinator)
    assert "'=HYPERLINK" in files_of(made.as_coordinator, made.talk.pk)["comments.csv"].decode()


def test_the_device_of_the_centre_is_cleared_for_the_next_one():
    made = scene.opened()
    _who, secret = scene.voice(made)
    browser = in_browser(made, secret)
    assert browser.get(page("mine", made.talk.slug)).status_code == 200
    gone = browser.post(page("leave", made.talk.slug)).cookies[f"voice-{made.talk.slug}"]
    assert gone["max-age"] == 0 and gone["path"] == page("talk", made.talk.slug)
    fresh = Client()
    assert fresh.get(page("mine", made.talk.slug)).status_code == 302


def test_a_device_that_is_not_ones_own_forgets_with_the_browser():
    made = scene.opened()
    for own, kept in (("", ""), ("1", 60 * 60 * 24 * 60)):
        came = Client().post(page("talk", made.talk.slug), {"code": scene.slip(made), "own": own})
        cookie = came.cookies[f"voice-{made.talk.slug}"]
        assert cookie["max-age"] == kept and cookie["httponly"] and cookie["samesite"] == "Lax"
        assert came["Cache-Control"] == "no-store" or came.status_code == 303


def test_a_withdrawn_sentence_counts_nowhere():
    made = scene.opened()
    scene.two_camps(made)
    before = len(Outcome.objects.system().select_related("conversation").get().told["common"])
    one = Statement.objects.system().get(conversation=made.talk, number=1)
    moderating.judge(one, actor=made.as_mediator, shown=False, reason="twice")
    jobs.reckon(made.talk.pk)
    told = Outcome.objects.system().select_related("conversation").get().told
    assert before and 1 not in [row["number"] for row in told["common"]]
    assert Vote.objects.system().filter(statement=one).exists()


def test_nobody_says_more_than_ten_sentences_nor_too_long_ones():
    made = scene.opened()
    who, _secret = scene.voice(made)
    for wrong in ("", "аб", "а" * 201):
        with pytest.raises(Refused):
            scene.says(who, wrong)
    with pytest.raises(Refused):
        scene.says(who, language="en")
    for at in range(10):
        scene.says(who, f"Пікірім нөмірі {at}")
    with pytest.raises(Refused):
        scene.says(who, "Тағы бір пікірім")
