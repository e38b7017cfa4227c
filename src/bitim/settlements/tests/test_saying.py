"""What a side without a device says is noted by the mediator; what was read out in a call counts as its agreement."""

import pytest

from bitim.cases import actions as cases
from bitim.cases.models import Participant
from bitim.cases.tests.browsers import as_staff
from bitim.demo import cast
from bitim.kernel import clock, doors
from bitim.kernel.access import NotFound, Refused
from bitim.kernel.locking import write
from bitim.settlements import queries
from bitim.settlements.actions import clauses, issues, saying
from bitim.settlements.facts import not_agreed
from bitim.settlements.facts_matter import clauses_of
from bitim.settlements.models import ClauseMark, TableMark
from bitim.settlements.tests import stage

pytestmark = pytest.mark.django_db


def came_in_person(made, *positions):
    for position in positions:
        Participant.objects.system().filter(side=made.sides[position - 1]).update(
            seen_at=clock.now(), seen_by=made.mediator, seen_as="id_card"
        )


def has_a_door(made, position):
    with write():
        doors.make_door(made.parties[position - 1].pk, made.case.pk, "case", second="4417", second_kind="phone4")


@pytest.fixture
def drafted():
    """A text of one clause that no side has agreed to; side 1 came in person, side 2 has a way in."""
    made = cast.without_doors(stage.ready("drafting"))
    document, clause = stage.drafted(made)
    ClauseMark.objects.system().all().delete()
    came_in_person(made, 1)
    has_a_door(made, 2)
    return made, document, clause


def noted(made, clause, position=1, actor=None, **said):
    said = {"version": clause.version} | said
    saying.note_agreement(clause, actor=actor or made.as_mediator, side=made.sides[position - 1].pk, **said)


def test_it_is_shown_with_the_name_of_who_heard_it(drafted):
    made, document, clause = drafted
    noted(made, clause)
    noted(made, clause)
    mark = ClauseMark.objects.system().get()
    assert (mark.how, mark.read_by_id, mark.person_id) == ("said", made.mediator.pk, made.parties[0].pk)
    for reader in (made.as_mediator, made.as_party(2)):
        seen = queries.text_for(reader, document).clauses[0].standings
        assert any(one.agreed and one.aloud_by == str(made.mediator.name) for one in seen)


def test_not_by_a_mediator_whom_the_side_has_not_accepted(drafted):
    made, _document, clause = drafted
    second = cast.second_mediator(made, 2)
    with pytest.raises(Refused):
        noted(made, clause, actor=second)
    assert queries.sides_to_note(second, made.case) == frozenset()
    assert queries.sides_to_note(made.as_mediator, made.case) == {made.sides[0].pk}


def test_never_for_a_side_that_is_online_itself(drafted):
    made, _document, clause = drafted
    with pytest.raises(Refused):
        noted(made, clause, 2)


def test_not_for_a_side_of_which_one_person_is_online(drafted):
    made, _document, clause = drafted
    has_a_door(made, 1)
    with pytest.raises(Refused):
        noted(made, clause)


def test_not_for_a_side_that_nobody_saw(drafted):
    made, _document, clause = drafted
    Participant.objects.system().filter(side=made.sides[0]).update(seen_at=None)
    with pytest.raises(Refused):
        noted(made, clause)


def test_not_for_somebody_who_waits_to_be_confirmed(drafted):
    made, _document, clause = drafted
    Participant.objects.system().filter(side=made.sides[0]).update(unconfirmed=clock.now())
    with pytest.raises(Refused):
        noted(made, clause)
    cases.witness_read_back(called(made), actor=made.as_coordinator, so=True)
    assert not ClauseMark.objects.system().exists()


@pytest.mark.parametrize("who", ["own", "other", "coordinator"])
def test_by_the_mediator_alone(drafted, who):
    made, _document, clause = drafted
    actor = {"own": made.as_party(1), "other": made.as_party(2), "coordinator": made.as_coordinator}[who]
    with pytest.raises((Refused, NotFound)):
        noted(made, clause, actor=actor)


def test_a_side_of_another_case_is_no_side(drafted):
    made, _document, clause = drafted
    away = cast.two_sides("drafting", "away", "50823347")
    came_in_person(away, 1)
    with pytest.raises(Refused):
        saying.note_agreement(clause, actor=made.as_mediator, side=away.sides[0].pk, version=clause.version)


def test_only_the_wording_that_was_read(drafted):
    made, _document, clause = drafted
    clauses.edit_clause(clause, actor=made.as_party(2), version=1, texts={"kk": "Басқа", "ru": "Иначе"}, duty={})
    with pytest.raises(Refused):
        noted(made, clause, version=1)


def test_it_is_taken_back_as_easily(drafted):
    made, document, clause = drafted
    noted(made, clause)
    noted(made, clause, yes=False)
    assert not_agreed(document, clauses_of(document))
    assert ClauseMark.objects.system().filter(lost=None).count() == 0


def test_a_text_noted_so_can_be_made_final(drafted):
    """The state machine asks for agreement, not for a device."""
    made, document, clause = drafted
    noted(made, clause)
    clauses.agree_clause(clause, actor=made.as_party(2), version=clause.version, how="read", language="ru")
    assert not_agreed(document, clauses_of(document)) == []


def test_marks_on_questions_and_ways_out(drafted):
    made, _document, _clause = drafted
    issue = issues.propose_issue(made.case, actor=made.as_mediator, title={"kk": "Су"})
    option = issues.propose_option(issue, actor=made.as_mediator, words={"kk": "түнде"})
    for note, thing in ((saying.note_on_issue, issue), (saying.note_on_option, option)):
        note(thing, actor=made.as_mediator, side=made.sides[0].pk, yes=True)
        with pytest.raises(Refused):
            note(thing, actor=made.as_mediator, side=made.sides[1].pk, yes=True)
    assert set(TableMark.objects.system().values_list("said_to", flat=True)) == {made.mediator.pk}
    people = queries.sides_seen(made.as_party(2), made.case)
    shown = queries.issues_for(made.as_party(2), made.case, people)[0]
    assert [to for _side, yes, to in shown.marks if yes] == [str(made.mediator.name)]
    saying.note_on_issue(issue, actor=made.as_mediator, side=made.sides[0].pk, yes=False)
    assert TableMark.objects.system().filter(option=None).count() == 0


# --- clauses read out in a call ------------------------------------------------------------------------


def called(made, actor=None, said=lambda n: "yes", answer="yes"):
    actor = actor or made.as_mediator
    witness = made.coordinator.pk if actor.person == made.mediator.pk else made.mediator.pk
    call = cases.begin_read_back(
        made.sides[0], actor=actor, person=made.parties[0].pk, about="clauses", witness=witness
    )
    cases.say_word(call, actor=actor, word="алма")
    answers = {str(n): {"said": said(n), "note": ""} for n in range(len(call.text))}
    return cases.finish_read_back(call, actor=actor, answers=answers, answer=answer)


def test_a_call_agrees_to_clauses_in_the_version_that_was_read(drafted):
    made, _document, clause = drafted
    call = called(made)
    assert not ClauseMark.objects.system().exists()
    cases.witness_read_back(call, actor=made.as_coordinator, so=True)
    mark = ClauseMark.objects.system().get()
    assert (mark.how, mark.read_by_id, mark.version) == ("read_aloud", made.mediator.pk, clause.version)


def test_whoever_is_read_to_hears_who_does_what_by_when_and_what_follows_otherwise(drafted):
    made, _document, clause = drafted
    read = " ".join(one["words"] for one in called(made).text)
    duty = clause.duty
    assert str(made.parties[0].name) in read
    assert duty["by_when"][:4] in read
    assert all(duty[key]["kk"] in read for key in ("what", "consequence") if duty.get(key))


def test_a_clause_with_one_no_is_not_agreed(drafted):
    made, document, _clause = drafted
    texts = {"kk": "Бірінші сөйлем. Екінші сөйлем.", "ru": "Раз. Два."}
    clauses.propose_clause(document, actor=made.as_mediator, texts=texts)
    call = called(made, said=lambda n: "no" if n == 4 else "yes")
    cases.witness_read_back(call, actor=made.as_coordinator, so=True)
    assert ClauseMark.objects.system().count() == 1


def test_a_clause_that_changed_after_the_call_is_read_again(drafted):
    made, _document, clause = drafted
    call = called(made)
    clauses.edit_clause(clause, actor=made.as_party(2), version=1, texts={"kk": "Басқа", "ru": "Иначе"}, duty={})
    cases.witness_read_back(call, actor=made.as_coordinator, so=True)
    assert not ClauseMark.objects.system().exists()


def test_a_coordinator_does_not_read_the_table_out_and_is_not_shown_it(drafted):
    made, _document, _clause = drafted
    with pytest.raises(Refused):
        called(made, actor=made.as_coordinator)
    from bitim.cases.queries import read_back_for

    call = called(made)
    assert all(line.words for line in read_back_for(made.as_mediator, call.pk).lines)
    shown = read_back_for(made.as_coordinator, call.pk).lines
    assert shown
    assert not any(line.words for line in shown)


def test_there_is_nothing_to_read_twice(drafted):
    made, _document, _clause = drafted
    cases.witness_read_back(called(made), actor=made.as_coordinator, so=True)
    with pytest.raises(Refused):
        called(made)


def test_a_final_text_is_read_out_and_nothing_is_signed_by_it():
    made = cast.without_doors(stage.ready())
    document = stage.agreement_of(made)
    came_in_person(made, 1)
    call = cases.begin_read_back(
        made.sides[0], actor=made.as_mediator, person=made.parties[0].pk, about="paper", witness=made.coordinator.pk
    )
    assert call.thing == document.pk
    assert len(call.text) > 10
    headings = {section["title"].get(call.language, "") for section in document.text["sections"]} - {""}
    assert headings
    asked = [one for one in call.text if one.get("asks", True)]
    assert not headings & {one["words"] for one in asked}, "a heading is no sentence to agree to"
    cases.say_word(call, actor=made.as_mediator, word="алма")
    listens, english = as_staff(made.coordinator), {"HTTP_ACCEPT_LANGUAGE": "en"}
    assert "The call goes on" in listens.get(f"/read-back/{call.pk}/", **english).content.decode()
    answers = {str(n): {"said": "yes"} for n in range(len(call.text))}
    cases.finish_read_back(call, actor=made.as_mediator, answers=answers, answer="yes")
    page = listens.get(f"/read-back/{call.pk}/", **english).content.decode()
    assert f"{len(asked)} sentences" in page
    assert page.count('<div class="line">') == 1, "a witness sees how many, and not a line for each"
    cases.witness_read_back(call, actor=made.as_coordinator, so=True)
    assert not any(line.signed for line in document.signatures.system().all())


def test_nobody_at_home_has_said_a_yes_before_the_mediator(drafted):
    """Side 2 was called once and has no device: its clauses are read out to it, they are not noted as said here."""
    from bitim.cases.models_reading import ReadBack
    from bitim.kernel.models import Door

    made, _document, clause = drafted
    Door.objects.system().filter(person=made.parties[1].pk).delete()
    kept = {"about": "invitation", "language": "ru", "number": b"0", "dialled": clock.now(), "state": ReadBack.COUNTED}
    ReadBack.objects.create(
        case=made.case, side=made.sides[1], person=made.parties[1], by=made.mediator, witness=made.coordinator, **kept
    )
    with pytest.raises(Refused) as refused:
        noted(made, clause, 2)
    assert "by telephone" in str(refused.value.reason)
    shown = queries.sides_to_hear(made.as_mediator, made.case)
    assert (shown["to_note"], shown["to_call"]) == ({made.sides[0].pk}, [(made.sides[1], made.parties[1].pk)])
    noted(made, clause, 2, yes=False)
    came_in_person(made, 2)
    noted(made, clause, 2)


def test_whoever_sits_in_the_room_of_a_meeting_says_it_before_the_mediator(drafted):
    from bitim.room.models import Attendance, Meeting
    from bitim.settlements.facts_heard import sat_before_the_mediator

    made, _document, _clause = drafted
    line = Participant.objects.system().get(side=made.sides[1], ended=None)
    meeting = Meeting.objects.create(case=made.case, starts=clock.now(), mode="joint", state="live")
    stretch = Attendance.objects.create(meeting=meeting, participant=line, channel="by_phone", came=clock.now())
    assert sat_before_the_mediator([made.sides[1].pk]) == set()
    stretch.channel = "in_room"
    stretch.save()
    assert sat_before_the_mediator([made.sides[1].pk]) == {made.sides[1].pk}


def test_a_part_written_as_a_sentence_of_its_own_does_not_end_the_line():
    from types import SimpleNamespace

    from bitim.settlements.papers import duty_lines

    duty = {"who": "x", "what": "Игорь чинит забор.", "how_much": "20 метров.", "how_proved": "вместе смотрят;"}
    clause = SimpleNamespace(number=2, duty=duty)
    matter = SimpleNamespace(party_name=lambda who: "Игорь Ли")
    said = duty_lines(clause, matter, "ru")
    assert said == [said[0]] and ".;" not in said[0] and ".." not in said[0] and ";." not in said[0], said
