"""A side without a device takes part by voice: the mediator whom it accepted writes for it, in its room or on the
telephone; what binds it is said before the mediator, or in a call to which a second person listens."""

from functools import partial

import pytest
from django.urls import reverse

from bitim.cases import actions as cases
from bitim.cases.models import Participant
from bitim.cases.models_reading import Assistance, ReadBack
from bitim.cases.predicates import assists_one_side
from bitim.cases.queries import reading
from bitim.cases.tests.browsers import as_staff
from bitim.compromise import queries
from bitim.compromise.actions import listing, offering, speaking
from bitim.compromise.facts import read_of
from bitim.compromise.facts_reading import TEXTS
from bitim.compromise.models import Part, Reply, Round, Search
from bitim.compromise.tests import scene
from bitim.compromise.tests.test_firewall import in_another_world, party, read_by
from bitim.compromise.tests.voice_scene import agree, by_voice, called, counted, dictates, heard, proposing, says
from bitim.demo import cast
from bitim.kernel import clock
from bitim.kernel.access import NotFound, Refused
from bitim.people.models import Person
from bitim.settlements.tests.test_saying import came_in_person, has_a_door

pytestmark = pytest.mark.django_db


def test_a_side_in_the_room_goes_the_whole_way_by_voice(django_capture_on_commit_callbacks):
    made, search, round = proposing(django_capture_on_commit_callbacks)
    part = heard(search)
    assert (part.told_to_id, part.agreed_by_id) == (made.mediator.pk, made.parties[0].pk)
    assert part.commitment and part.frozen
    says(made, round, 0, "accept")
    assert Reply.objects.system().get(round=round).word == "accept"
    scene.says(made, round, 2, 0, "accept")
    found, last = scene.latest(search)
    assert (found.state, last.accepted) == (Search.FOUND, 0)


def test_a_side_at_home_says_what_binds_it_before_a_second_person(django_capture_on_commit_callbacks):
    made, search, round = proposing(django_capture_on_commit_callbacks, seen=False)
    assert heard(search).agreed_by_id == made.parties[0].pk
    with pytest.raises(Refused):
        says(made, round, 0, "accept")
    call = called(made)
    assert not Reply.objects.system().exists()  # nobody has said yet that it was so
    cases.witness_read_back(call, actor=made.as_coordinator, so=True)
    assert Reply.objects.system().get(round=round).word == "accept"


def test_by_telephone_a_list_may_be_told_but_taking_part_is_witnessed():
    made, search = by_voice(seen=False)
    with pytest.raises(Refused):
        agree(made, search)
    call = called(made)
    cases.witness_read_back(call, actor=made.as_coordinator, so=False)
    assert heard(search).agreed is None
    counted(made)
    assert heard(search).agreed is not None


def test_a_yes_is_a_yes_to_what_was_read(django_capture_on_commit_callbacks):
    made, search = by_voice(seen=False)
    call = called(made)
    issue = search.model["issues"][0]["id"]
    offering.keep_out(search.pk, actor=made.as_party(2), issue=issue)
    cases.witness_read_back(call, actor=made.as_coordinator, so=True)
    assert heard(search).agreed is None


def test_a_no_by_telephone_refuses_the_package_that_was_read(django_capture_on_commit_callbacks):
    made, _search, round = proposing(django_capture_on_commit_callbacks, seen=False)
    counted(made, answer="no")
    assert Reply.objects.system().get(round=round).word == "refuse"


def test_what_was_read_of_a_round_that_is_over_changes_nothing(django_capture_on_commit_callbacks):
    made, search, _round = proposing(django_capture_on_commit_callbacks, seen=False)
    call = called(made)
    offering.end_search(search.pk, actor=made.as_party(2))
    with pytest.raises(Refused):  # it waits for nobody any more
        cases.witness_read_back(call, actor=made.as_coordinator, so=True)
    assert not Reply.objects.system().exists()


def test_there_is_nothing_to_read_of_what_the_side_has_answered(django_capture_on_commit_callbacks):
    made, _search, round = proposing(django_capture_on_commit_callbacks)
    source, side, person = TEXTS[ReadBack.PACKAGE], made.sides[0], made.parties[0]
    lines = source.text(side, person, "kk")[1]
    assert [one.asks for one in lines] == [False, False, False, True]
    assert lines[0].words.startswith("Су кімге түнде? ")
    # What is not written in a language is read in one in which it is: else nobody could answer, and all would wait.
    assert [one.asks for one in source.text(side, person, "en")[1]] == [False, False, False, True]
    says(made, round, 0, "another")
    assert source.text(side, person, "kk") is None


def outsiders(made):
    """Everybody who writes nothing for side 1."""
    return {
        "the other side": made.as_party(2),
        "a coordinator": made.as_coordinator,
        "a mediator whom it has not accepted": cast.second_mediator(made, 2),
    }


@pytest.mark.parametrize("who", ["the other side", "a coordinator", "a mediator whom it has not accepted"])
def test_nobody_else_writes_for_it_or_reads_its_list(who, django_capture_on_commit_callbacks):
    made, search = by_voice()
    agree(made, search)
    dictated = scene.UPPER
    actor = outsiders(made)[who]
    with pytest.raises((Refused, NotFound)):
        dictates(made, search, actor=actor)
    with pytest.raises(NotFound):
        queries.spoken_part(actor, heard(search).pk)
    with pytest.raises(NotFound):
        queries.part_of(actor, search.pk, heard(search).pk)
    with pytest.raises(NotFound):
        queries.search_page(actor, made.case.pk, heard(search).pk)
    with django_capture_on_commit_callbacks(execute=True):
        dictates(made, search, said=dictated)
        scene.closes(made, search, 2)
    with pytest.raises((Refused, NotFound)):
        says(made, Round.objects.system().get(search=search), 0, "accept", actor=actor)


@pytest.mark.parametrize("position", [1, 2])
def test_nobody_writes_for_a_side_that_has_a_way_in(position, django_capture_on_commit_callbacks):
    """Also from the moment that it gets one: what was written for it is then its own alone."""
    made, search, round = proposing(django_capture_on_commit_callbacks)
    has_a_door(made, 1)
    part = heard(search, position)
    with pytest.raises((Refused, NotFound)):
        queries.spoken_part(made.as_mediator, part.pk)
    with pytest.raises((Refused, NotFound)):
        queries.list_page(made.as_mediator, part, 0)
    with pytest.raises((Refused, NotFound)):
        speaking.reply_for(part, actor=made.as_mediator, round=round.pk, number=0, says="accept")
    assert queries.list_page(made.as_party(1), heard(search), 0)


def test_the_mediator_of_one_side_without_a_device_writes_for_another_with_the_leave_of_both():
    made, search = by_voice()
    cast.without_doors(made)
    came_in_person(made, 2)
    seen = offering.state_of(scene.fresh(search))
    offering.agree_to_search(heard(search), actor=made.as_mediator, seen=seen)
    assert Assistance.objects.system().get(kind=Assistance.READ).side_id == made.sides[0].pk
    with pytest.raises(NotFound):
        offering.agree_to_search(heard(search, 2), actor=made.as_mediator, seen=seen)
    standing = queries.search_page(made.as_mediator, made.case.pk).standing
    assert [bool(one.speaks) for one in standing] == [True, False]
    assert [str(one.why_not) for one in standing] == ["", str(assists_one_side.reason)]
    page = words(as_staff(made.mediator).get(at("page", made.case.pk)))
    assert reverse("cases:calls", args=[made.case.pk]) in page
    for side in made.sides:
        cases.note_assistance(side, actor=made.as_coordinator, by=made.mediator.pk)
    offering.agree_to_search(heard(search, 2), actor=made.as_mediator, seen=seen)
    assert scene.fresh(search).state == Search.LISTING


def test_a_part_of_another_search_is_none_of_this_one(django_capture_on_commit_callbacks):
    made, search = by_voice()
    old = heard(search).pk
    offering.end_search(search.pk, actor=made.as_mediator)
    newer = offering.offer_search(
        made.case, actor=made.as_mediator, issues=[one.pk for one in offering.fit_issues(made.case)]
    )
    with pytest.raises(NotFound):
        queries.part_of(made.as_mediator, newer.pk, old)
    with pytest.raises(NotFound):
        queries.search_page(made.as_mediator, made.case.pk, old)


def second_person(made, **how):
    """Somebody else of side 1, at home and never seen."""
    person = cast.person("Қайрат", "kk", phone="+7 701 000 00 09")
    Participant.objects.create(
        case=made.case,
        side=made.sides[0],
        party=Participant.objects.system().get(person=made.parties[0], case=made.case).party,
        person=person,
        role=Participant.PARTY,
        language="kk",
        shown_name="Қайрат",
        since=clock.now(),
        **how,
    )
    return person


@pytest.mark.parametrize("left", [False, True])
def test_nothing_is_read_to_somebody_of_a_side_that_has_a_device(left, django_capture_on_commit_callbacks):
    """Nor to a side of which somebody had one and has left: what they wrote was not written for the mediator."""
    made, search = by_voice()
    other = second_person(made, seen_at=clock.now())
    source = TEXTS[ReadBack.PACKAGE]
    assert source.text(made.sides[0], other, "kk") is not None
    has_a_door(made, 1)
    if left:
        Participant.objects.system().filter(case=made.case, person=made.parties[0]).update(ended=clock.now())
    assert source.text(made.sides[0], other, "kk") is None
    with pytest.raises(NotFound):
        queries.spoken_part(made.as_mediator, heard(search).pk)
    with pytest.raises(Refused):
        called(made, person=other)


def test_nothing_is_read_to_somebody_who_is_not_confirmed():
    made, _search = by_voice()
    other = second_person(made, seen_at=clock.now(), unconfirmed=clock.now())
    assert TEXTS[ReadBack.PACKAGE].text(made.sides[0], other, "kk") is None


def test_a_call_says_nothing_any_more_once_somebody_of_the_side_has_a_device(django_capture_on_commit_callbacks):
    made, _search, _round = proposing(django_capture_on_commit_callbacks)
    other = second_person(made, seen_at=clock.now())
    call = called(made, person=other)
    has_a_door(made, 1)
    cases.witness_read_back(call, actor=made.as_coordinator, so=True)
    assert not Reply.objects.system().exists()


def test_an_answer_that_was_given_since_stands(django_capture_on_commit_callbacks):
    made, _search, round = proposing(django_capture_on_commit_callbacks)
    call = called(made)
    says(made, round, 0, "refuse")
    cases.witness_read_back(call, actor=made.as_coordinator, so=True)
    assert Reply.objects.system().get(round=round).word == "refuse"


@pytest.mark.parametrize(("said", "answer"), [("no", "yes"), ("yes", "no"), ("again", "no"), ("yes", "think")])
def test_what_contradicts_itself_or_is_open_is_no_answer(said, answer, django_capture_on_commit_callbacks):
    made, _search, _round = proposing(django_capture_on_commit_callbacks, seen=False)
    call = called(made, answer=answer, said=said)
    cases.witness_read_back(call, actor=made.as_coordinator, so=True)
    assert not Reply.objects.system().exists()


def test_what_was_read_and_answered_is_forgotten_with_the_round(django_capture_on_commit_callbacks):
    made, search, round = proposing(django_capture_on_commit_callbacks, seen=False)
    answered, waits = counted(made), None
    scene.says(made, round, 2, 0, "another")  # the next package lies open, and is read out
    if scene.fresh(round).state == Round.OPEN and scene.fresh(round).opened > 1:
        waits = called(made)
    offering.end_search(search.pk, actor=made.as_party(2))
    row = ReadBack.objects.system().get(pk=answered.pk)
    assert (row.state, row.text, row.answers, row.answer) == (ReadBack.COUNTED, None, None, None)
    if waits is not None:
        row = ReadBack.objects.system().get(pk=waits.pk)
        assert (row.state, row.text, row.answer) == (ReadBack.BROKEN, None, None)


DICTATED = {"options": [[1, 0, 2], [2, 0, 1], [0, 2, 1]], "issues": [1, 2, 0]}


def test_the_other_side_reads_the_same_whatever_is_written_for_this_one():
    """Byte for byte, on every page of the search and of the case; and so does the mediator off the side's pages, and a
    second mediator whom both have accepted, but for whose list is closed."""
    made, search = by_voice()
    agree(made, search)
    second = cast.second_mediator(made, 1, 2)
    other, colleague = party(made, 2), as_staff(Person.objects.system().get(pk=second.person))

    def writes(said):
        part = heard(search)
        for at, order in enumerate(said["options"]):
            marks = {"order": order, "same": False, "must": order[:1], "never": []}
            listing.write_list(part, actor=made.as_mediator, at=at, said=marks)

    acts = {
        "nothing": lambda: None,
        "writes": lambda: writes(scene.UPPER),
        "writes otherwise": lambda: writes(DICTATED),
        "closes": lambda: dictates(made, search),
        "closes otherwise": lambda: dictates(made, search, said=DICTATED),
    }
    seen = {name: in_another_world(act, lambda: read_by(other, made, search)) for name, act in acts.items()}
    assert all(one == seen["nothing"] for one in seen.values())
    far = {name: in_another_world(act, lambda: read_by(colleague, made, search)) for name, act in acts.items()}
    assert far["nothing"] == far["writes"] == far["writes otherwise"]
    assert far["closes"] == far["closes otherwise"]


@pytest.mark.parametrize("seen", [True, False])
def test_the_other_side_reads_the_same_whatever_this_one_answers(seen, django_capture_on_commit_callbacks):
    """In the room, or in calls, whether they are confirmed or not."""
    made, search, round = proposing(django_capture_on_commit_callbacks, seen=seen)
    other = party(made, 2)
    acts = {"nothing": lambda: None}
    if seen:
        acts |= {what: partial(says, made, round, 0, what) for what in ("accept", "refuse", "another")}
    else:
        acts |= {f"counted {what}": partial(counted, made, "package", what) for what in ("yes", "no", "think")}
        acts |= {"read": partial(called, made)}
    read = {name: in_another_world(act, lambda: read_by(other, made, search)) for name, act in acts.items()}
    assert all(one == read["nothing"] for one in read.values())


def test_another_mediator_neither_writes_for_the_side_nor_reads_what_it_answered(django_capture_on_commit_callbacks):
    made, search, _round = proposing(django_capture_on_commit_callbacks, seen=False)
    call = counted(made)
    second = cast.second_mediator(made, 1, 2)
    with pytest.raises(NotFound):
        queries.spoken_part(second, heard(search).pk)
    standing = queries.search_page(second, made.case.pk).standing[0]
    assert (standing.speaks, bool(standing.why_not), standing.ask_leave) == (False, True, False)
    seen = reading.read_back_for(second, call.pk)
    assert (seen.lines, seen.answer) == ((), "")
    assert reading.read_back_for(made.as_mediator, call.pk).answer == "yes"
    # Whoever wrote has left the case: somebody has to go on.
    Participant.objects.system().filter(case=made.case, person=made.mediator).update(ended=clock.now())
    assert queries.spoken_part(second, heard(search).pk)


def test_the_page_says_what_came_of_the_last_call():
    made, search = by_voice(seen=False)

    def last():
        return queries.search_page(made.as_mediator, made.case.pk, heard(search).pk).behalf.last

    assert last() == ""
    call = called(made, answer="no")
    assert last() == "waits"
    cases.witness_read_back(call, actor=made.as_coordinator, so=True)
    assert last() == "no"
    counted(made, answer="think")
    assert last() == "think"


# --- pages ---------------------------------------------------------------------------------------------------


def at(name, *ids, part=None):
    return reverse(f"compromise:{name}", args=ids) + (f"?for={part.pk}" if part else "")


def words(answer):
    return answer.content.decode()


def test_the_mediator_writes_page_by_page_and_every_press_stays_with_that_side(django_capture_on_commit_callbacks):
    made, search = by_voice()
    client, part = as_staff(made.mediator), heard(search)
    home = at("page", made.case.pk)
    assert at("page", made.case.pk, part=part) in words(client.get(home))
    page = words(client.get(at("page", made.case.pk, part=part)))
    assert at("agree", search.pk, part=part) in page and at("keep_out", search.pk) in page
    seen = offering.state_of(scene.fresh(search))
    answer = client.post(at("agree", search.pk, part=part), {"seen": seen, "once": "a"})
    assert answer.url == at("page", made.case.pk, part=part)
    offering.agree_to_search(heard(search, 2), actor=made.as_party(2), seen=seen)
    answer = client.get(at("begin", search.pk, part=part))
    for page in range(4):
        assert answer.url == at("list", search.pk, page, part=part)
        shown = words(client.get(answer.url))
        assert f'action="{answer.url}"' in shown
        answer = client.post(answer.url, {"order": "1,0,2", "once": str(page)})
    assert answer.url == at("check", search.pk, part=part)
    answer = client.get(answer.url)
    for place in range(12):
        if answer.status_code == 303:
            break
        assert at("ready", search.pk, part=part) in words(answer)
        client.post(at("check", search.pk, part=part), {"place": str(place), "says": "first", "once": f"c{place}"})
        answer = client.get(at("check", search.pk, part=part))
    answer = client.post(at("ready", search.pk, part=part), {"seen": read_of(heard(search)), "once": "r"})
    assert answer.url == at("page", made.case.pk, part=part)
    with django_capture_on_commit_callbacks(execute=True):
        scene.closes(made, search, 2)
    round = Round.objects.system().get(search=search)
    page = words(client.get(at("page", made.case.pk, part=part)))
    assert at("reply", round.pk, part=part) in page
    assert at("reply", round.pk) not in words(client.get(home))  # without the side no package is shown
    answer = client.post(at("reply", round.pk, part=part), {"number": "0", "says": "refuse", "once": "s"})
    assert answer.url == at("page", made.case.pk, part=part)
    assert Reply.objects.system().get().word == "refuse"


def test_the_mediator_is_told_whenever_that_side_is_asked(django_capture_on_commit_callbacks):
    made, search = by_voice()

    def asked():
        return queries.package_to_write(made.as_mediator, made.case)

    assert asked() == queries.VOICE
    assert "Сторону без устройства" in words(as_staff(made.mediator).get(reverse("desk:case", args=[made.case.pk])))
    agree(made, search)
    assert asked() == queries.VOICE
    with django_capture_on_commit_callbacks(execute=True):
        dictates(made, search)
        assert not asked()
        scene.closes(made, search, 2)
    assert asked() == queries.VOICE
    says(made, Round.objects.system().get(search=search), 0, "another")
    assert not asked()
    has_a_door(made, 1)
    assert not asked()


def test_at_home_the_page_leads_to_the_telephone(django_capture_on_commit_callbacks):
    made, search, round = proposing(django_capture_on_commit_callbacks, seen=False)
    client, part = as_staff(made.mediator), heard(search)
    page = words(client.get(at("page", made.case.pk, part=part)))
    assert at("reply", round.pk) not in page
    call = reverse("cases:read_back_begin", args=[made.case.pk, made.sides[0].pk, made.parties[0].pk])
    assert call in page
    assert 'value="package"' in words(client.get(call))
    answer = client.post(at("reply", round.pk, part=part), {"number": "0", "says": "accept", "once": "s"})
    assert answer.status_code == 409 and not Reply.objects.system().exists()


@pytest.mark.parametrize("wrong", ["x", "", "00000000-0000-0000-0000-000000000000"])
def test_an_address_with_another_side_is_none(wrong):
    made, search = by_voice()
    client = as_staff(made.mediator)
    assert client.get(f"{at('ready', search.pk)}?for={wrong}").status_code == 404


def test_the_other_side_reads_that_one_answers_by_voice_and_what_that_means():
    made, _search = by_voice()
    seen = queries.search_page(made.as_party(2), made.case.pk)
    assert [one.by_voice for one in seen.standing] == [False, True]  # one's own side first
    assert seen.by_voice and seen.behalf is None
    has_a_door(made, 1)
    assert not queries.search_page(made.as_party(2), made.case.pk).by_voice


def test_the_mark_of_a_list_by_voice_stays_when_the_side_gets_a_device(django_capture_on_commit_callbacks):
    made, search, _round = proposing(django_capture_on_commit_callbacks)
    has_a_door(made, 1)
    part = Part.objects.system().select_related("told_to").get(pk=heard(search).pk)
    assert str(part.told_to.name) == str(made.mediator.name)
