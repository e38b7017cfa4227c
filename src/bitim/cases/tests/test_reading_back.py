"""A person without a device, called back: the agreed word, the sentences, a witness in their own login."""

import pytest

from bitim.cases import actions, queries
from bitim.cases.facts_reading import answers_by_voice
from bitim.cases.facts_texts import sentences
from bitim.cases.models import Attempt, Consent, Hand, Invitation, Participant, Side
from bitim.cases.models_reading import Assistance, ReadBack, SpokenWord
from bitim.demo import cast
from bitim.kernel import clock, doors
from bitim.kernel.access import NotFound, Refused, decide
from bitim.kernel.locking import write
from bitim.kernel.models import Door, Event
from bitim.people.models import CentreRole

pytestmark = pytest.mark.django_db
NOTE = "АЙТҚАН-СӨЗІ-91"


class Scene:
    """A case in which the elder of side 2 was written down and invited, and has no device."""

    def __init__(self) -> None:
        made = self.made = cast.without_doors(cast.two_sides())
        self.side, self.elder = made.sides[1], made.parties[1]
        Participant.objects.system().filter(side=self.side).delete()
        Side.objects.system().filter(pk=self.side.pk).update(state=Side.INVITED)
        self.side.refresh_from_db()
        self.invitation = Invitation.objects.create(
            case=made.case, side=self.side, person=self.elder, state=Invitation.SENT, due=clock.today()
        )
        Hand.objects.create(invitation=self.invitation, by=made.coordinator, kind="prepared", at=clock.now())

    def begin(self, actor=None, about="invitation", side=None, person=None, **said) -> ReadBack:
        said = said or {"witness": self.made.mediator.pk}
        return actions.begin_read_back(
            side or self.side,
            actor=actor or self.made.as_coordinator,
            person=person or self.elder.pk,
            about=about,
            **said,
        )

    def read(self, call: ReadBack, answer="yes", said="yes", actor=None, word="алма") -> ReadBack:
        actor = actor or self.made.as_coordinator
        actions.say_word(call, actor=actor, word=word)
        answers = {str(n): {"said": said, "note": NOTE} for n in range(len(call.text))}
        return actions.finish_read_back(call, actor=actor, answers=answers, answer=answer)

    def joined(self) -> Participant | None:
        return Participant.objects.system().filter(side=self.side, ended=None).first()

    def kinds(self) -> list[str]:
        return list(Event.objects.system().filter(chain=self.made.case.pk).values_list("kind", flat=True))


@pytest.fixture
def scene() -> Scene:
    return Scene()


def test_a_yes_counts_only_when_the_witness_has_confirmed_it(scene):
    call = scene.read(scene.begin())
    scene.side.refresh_from_db()
    assert (call.state, scene.side.state, scene.joined()) == (ReadBack.READ, Side.INVITED, None)
    actions.witness_read_back(call, actor=scene.made.as_mediator, so=True)
    scene.side.refresh_from_db()
    assert scene.side.state == Side.JOINED
    assert scene.joined().person_id == scene.elder.pk
    assert not Door.objects.system().filter(subject=scene.made.case.pk).exists()
    assert answers_by_voice(scene.side)


def test_the_text_is_the_packs_own_without_a_code(scene):
    words = " ".join(one["words"] for one in scene.begin().text)
    assert "Медиация" in words
    assert "{" not in words


@pytest.mark.parametrize(("answer", "state"), [("no", "declined"), ("think", "talk")])
def test_no_and_wanting_to_think_are_answers_too(scene, answer, state):
    call = scene.read(scene.begin(), answer=answer, said="again")
    actions.witness_read_back(call, actor=scene.made.as_mediator, so=True)
    scene.invitation.refresh_from_db()
    assert scene.invitation.state == state
    assert scene.joined() is None


def test_when_the_witness_says_no_nothing_counts(scene):
    call = scene.read(scene.begin())
    actions.witness_read_back(call, actor=scene.made.as_mediator, so=False)
    with pytest.raises(Refused):
        actions.witness_read_back(call, actor=scene.made.as_mediator, so=True)
    assert scene.joined() is None


def test_the_reader_is_no_witness_and_nobody_else_is(scene):
    with pytest.raises(Refused):
        scene.begin(witness=scene.made.coordinator.pk)
    with pytest.raises(Refused):
        scene.begin(witness=scene.elder.pk)
    with pytest.raises(Refused):
        scene.begin(outside="көршісі")
    other = cast.staff(scene.made.centre, "Үшінші", CentreRole.COORDINATOR, "kk", "third@shymbulaq.example")
    call = scene.read(scene.begin())
    for actor in (scene.made.as_coordinator, cast.acting(other, "coordinator", scene.made.centre)):
        with pytest.raises((Refused, NotFound)):
            actions.witness_read_back(call, actor=actor, so=True)


def test_a_witness_confirms_twice_and_it_counts_once(scene):
    call = scene.read(scene.begin())
    for _press in range(2):
        actions.witness_read_back(call, actor=scene.made.as_mediator, so=True)
    assert scene.kinds().count("ReadBackCounted") == 1


def test_a_yes_needs_every_sentence_understood(scene):
    call = scene.begin()
    with pytest.raises(Refused):
        scene.read(call, said="again")
    call.refresh_from_db()
    assert call.state == ReadBack.OPEN


def test_without_the_word_nothing_is_finished(scene):
    call = scene.begin()
    with pytest.raises(Refused):
        actions.finish_read_back(call, actor=scene.made.as_coordinator, answers={}, answer="no")


def test_the_word_is_kept_as_a_trace_and_asked_the_next_time(scene):
    first = scene.read(scene.begin(), answer="think")
    assert first.word == ReadBack.AGREED_NOW
    kept = SpokenWord.objects.system().get()
    assert "алма".encode() not in bytes(kept.digest)
    actions.witness_read_back(first, actor=scene.made.as_mediator, so=True)
    second = scene.begin()
    for tries in (1, 2):
        assert actions.say_word(second, actor=scene.made.as_coordinator, word="алмұрт").tries == tries
    assert actions.say_word(second, actor=scene.made.as_coordinator, word="Алма ").word == ReadBack.FITTED


def test_three_words_that_do_not_fit_end_the_call_without_content(scene):
    actions.say_word(scene.begin(), actor=scene.made.as_coordinator, word="алма")
    actions.break_off(ReadBack.objects.system().get(), actor=scene.made.as_coordinator, why="cut")
    call = scene.begin()
    for _try in range(3):
        call = actions.say_word(call, actor=scene.made.as_coordinator, word="шие")
    assert (call.state, call.broken_by, call.text) == (ReadBack.BROKEN, "other_word", None)


def test_somebody_else_answers_nothing_is_kept(scene):
    call = actions.break_off(scene.begin(), actor=scene.made.as_coordinator, why="somebody_else")
    assert (call.state, call.text, call.answers, call.answer) == (ReadBack.BROKEN, None, None, None)
    assert not Assistance.objects.system().exists()
    with pytest.raises(Refused):
        actions.say_word(call, actor=scene.made.as_coordinator, word="алма")


def test_whoever_comes_in_by_themselves_is_not_answered_for(scene):
    with write():
        door = doors.make_door(scene.elder.pk, scene.invitation.pk, "invitation", second="4417", second_kind="phone4")
    call = scene.read(scene.begin())  # a letter that was never opened is no way in
    Door.objects.system().filter(pk=door.pk).update(opened=clock.now())
    with pytest.raises(Refused):
        actions.witness_read_back(call, actor=scene.made.as_mediator, so=True)
    with pytest.raises(Refused):
        scene.begin()
    assert scene.joined() is None


def test_the_code_of_an_unopened_letter_ends_with_the_yes(scene):
    way = actions.print_invitation(scene.invitation, actor=scene.made.as_mediator)
    actions.witness_read_back(scene.read(scene.begin()), actor=scene.made.as_mediator, so=True)
    assert doors.find_link(way.token) is None
    (tried,) = Attempt.objects.system().filter(invitation=scene.invitation)
    assert (tried.route, tried.outcome, tried.by_id) == ("phone", "answered", scene.made.coordinator.pk)
    assert Invitation.objects.system().get(pk=scene.invitation.pk).delivered
    assert not Door.objects.system().filter(subject=scene.made.case.pk).exists()


def test_another_number_is_written_down_and_called_by_somebody_else(scene):
    case = scene.made.case
    actions.change_number(case, actor=scene.made.as_coordinator, person=scene.elder.pk, phone="+7 705 555 55 55")
    assert "NumberChanged" in scene.kinds()
    with pytest.raises(Refused):
        scene.begin()
    scene.begin(actor=scene.made.as_mediator, witness=scene.made.coordinator.pk)
    for wrong in ({"phone": "12"}, {"person": scene.made.mediator.pk, "phone": "+7 705 555 55 55"}):
        with pytest.raises(Refused):
            actions.change_number(case, actor=scene.made.as_coordinator, **{"person": scene.elder.pk} | wrong)


def test_whoever_wrote_the_number_last_does_not_call_it_whichever_page_they_wrote_it_on(scene):
    """The page of contacts and the page of the call change one number: neither is a way round the other."""
    case, clerk = scene.made.case, scene.made.as_coordinator
    actions.change_invited_contacts(scene.invitation, actor=clerk, said={"phone": "+7 705 555 55 55"})
    with pytest.raises(Refused):
        scene.begin()
    actions.change_number(case, actor=scene.made.as_mediator, person=scene.elder.pk, phone="+7 705 666 66 66")
    with pytest.raises(Refused):
        scene.begin(actor=scene.made.as_mediator, witness=scene.made.coordinator.pk)
    actions.change_number(case, actor=clerk, person=scene.elder.pk, phone="+7 705 777 77 77")
    with pytest.raises(Refused):
        scene.begin()
    scene.begin(actor=scene.made.as_mediator, witness=scene.made.coordinator.pk)


def test_what_was_answered_in_a_call_is_read_by_no_mediator_whom_the_side_has_not_accepted(scene):
    call = scene.read(scene.begin())
    second = cast.second_mediator(scene.made, 1)
    with pytest.raises(NotFound):
        queries.read_back_for(second, call.pk)
    assert any(line.note == NOTE for line in queries.read_back_for(scene.made.as_mediator, call.pk).lines)
    assert [line.opens for line in queries.calls_of(second, scene.made.case)] == [False]


def test_no_number_no_call(scene):
    scene.elder.phone = ""
    scene.elder.save()
    with pytest.raises(Refused):
        scene.begin()


def test_one_person_helps_one_side(scene):
    """Until both sides have said that they do not mind, each asked by somebody else."""
    made = scene.made
    scene.read(scene.begin())
    first = {"side": made.sides[0], "person": made.parties[0].pk, "about": "consent"}
    Participant.objects.system().filter(side=made.sides[0]).update(seen_at=clock.now())
    with pytest.raises(Refused) as no:
        scene.begin(**first, witness=made.mediator.pk)
    assert "both" in str(no.value.reason)
    with pytest.raises(Refused):
        actions.note_assistance(made.sides[0], actor=made.as_coordinator, by=made.coordinator.pk)
    actions.note_assistance(made.sides[0], actor=made.as_mediator, by=made.coordinator.pk)
    with pytest.raises(Refused):
        scene.begin(**first, witness=made.mediator.pk)
    actions.note_assistance(made.sides[1], actor=made.as_mediator, by=made.coordinator.pk)
    assert scene.begin(**first, witness=made.mediator.pk).state == ReadBack.OPEN
    assert scene.kinds().count("AssistanceNoted") == 2


def test_consent_by_telephone_counts_with_the_witness(scene):
    made = scene.made
    side, person = made.sides[0], made.parties[0]
    call = scene.begin(side=side, person=person.pk, about="consent", witness=made.mediator.pk)
    assert call.text[0]["words"].startswith("Mediation is voluntary")
    call = scene.read(call)
    assert not Consent.objects.system().exists()
    actions.witness_read_back(call, actor=made.as_mediator, so=True)
    kept = Consent.objects.system().get()
    assert (kept.side_id, kept.person_id, kept.how) == (side.pk, person.pk, "read_back")


def test_in_a_centre_of_one_somebody_from_outside_is_weaker(scene):
    made = scene.made
    CentreRole.objects.system().filter(person=made.mediator).delete()
    Participant.objects.system().filter(person=made.mediator).delete()
    with pytest.raises(Refused):
        scene.begin(witness=made.mediator.pk)
    for near in (str(made.parties[0].name), f"көрші {made.parties[0].name}"):
        with pytest.raises(Refused):
            scene.begin(outside=near)
    call = scene.read(scene.begin(outside="ауыл кітапханашысы"))
    assert call.state == ReadBack.COUNTED
    assert {"WitnessedFromOutside", "DoneByOne"} <= set(scene.kinds())
    assert scene.joined() is not None


def test_staff_who_had_no_part_in_a_call_read_nothing_of_it(scene):
    from bitim.cases.permissions import P

    made = scene.made
    other = cast.staff(made.centre, "Үшінші", CentreRole.COORDINATOR, "kk", "third@shymbulaq.example")
    call = scene.read(scene.begin())
    assert decide(made.as_mediator, P.SEE_READ_BACK, call)
    assert decide(made.as_coordinator, P.SEE_READ_BACK, call)
    assert not decide(cast.acting(other, "coordinator", made.centre), P.SEE_READ_BACK, call)
    assert not decide(made.as_party(1), P.SEE_READ_BACK, call)


def test_events_carry_no_answer(scene):
    call = scene.read(scene.begin())
    actions.witness_read_back(call, actor=scene.made.as_mediator, so=True)
    told = str(list(Event.objects.system().filter(chain=scene.made.case.pk).values_list("payload", flat=True)))
    assert NOTE not in told
    assert "алма" not in told


def test_when_the_case_ends_the_traces_go_and_the_words_cannot_be_read(scene, django_capture_on_commit_callbacks):
    call = scene.read(scene.begin(), answer="think")
    with django_capture_on_commit_callbacks(execute=True):
        actions.close_case(scene.made.case, actor=scene.made.as_mediator, outcome="no_settlement")
    assert not SpokenWord.objects.system().exists()
    kept = ReadBack.objects.system().get(pk=call.pk)
    assert bytes(kept.number) == b""
    assert not (kept.text or kept.answers or kept.answer)


def test_a_case_that_moved_on_meanwhile_is_not_answered(scene):
    call = scene.read(scene.begin())
    scene.made.case.stage = "meetings"
    scene.made.case.save()
    with pytest.raises(Refused):
        actions.witness_read_back(call, actor=scene.made.as_mediator, so=True)


def test_sentences():
    text = "Медиация ерікті. Оны 2026 ж. бастаймыз. Мәселе: 1) су; 2) жол.\nСұрақ бар ма? Иә."
    assert sentences(text)[0] == "Медиация ерікті."
    assert sentences(text)[-2:] == ["Сұрақ бар ма?", "Иә."]


@pytest.mark.parametrize(
    "words",
    [
        "Виктор Лебедев, ИИН 850312, Алматы, ул. Садовая, 9.",
        "Нотариус Г. Сәрсенова растады.",
        "Алматы, Бақ көш. 7, пәтер 3.",
        "Пловдив, ул. „Лозарска“ 4, ет. 2.",
        "Toshkent sh., Navoiy koʻch. 9.",
    ],
)
def test_an_address_and_an_initial_end_no_sentence(words):
    assert sentences(f"Бірінші. {words} Соңғы.") == ["Бірінші.", words, "Соңғы."]
