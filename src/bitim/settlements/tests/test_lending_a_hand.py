"""Somebody signs at the request of a person who cannot: the paper says who, why and before whom."""

import pytest

from bitim.cases import actions as cases
from bitim.cases import jobs
from bitim.cases.models import Case, Participant
from bitim.demo import cast
from bitim.kernel import clock
from bitim.kernel.access import Refused
from bitim.settlements.actions import sealing
from bitim.settlements.actions.preparing import present_pack
from bitim.settlements.facts_matter import matter_of_agreement
from bitim.settlements.models import Signature
from bitim.settlements.papers import compose
from bitim.settlements.tests import stage

pytestmark = pytest.mark.django_db
SAID = {"name": "Бекзат Оспанов", "before": "нотариус А. Сұлтанова", "why": "illness"}


@pytest.fixture
def made():
    return stage.ready()


def person_of(made) -> Participant:
    return Participant.objects.system().get(case=made.case, person=made.parties[0])


def test_the_paper_names_the_hand_in_every_language(made):
    cases.name_hand(person_of(made), actor=made.as_mediator, **SAID)
    matter = matter_of_agreement(made.case, stage.TERMS | {"days": 30})
    paper = compose(matter, present_pack(made.case), "123412341234")
    role = next(one.role for one in paper.signers if one.name == str(made.parties[0].name))
    for code in paper.languages:
        assert "Бекзат Оспанов" in role[code]
        assert "нотариус А. Сұлтанова" in role[code]
    others = [one.role for one in paper.signers if one.name != str(made.parties[0].name)]
    assert not any("Бекзат" in str(role) for role in others)


@pytest.mark.parametrize("change", [{"before": ""}, {"why": ""}, {"why": "shy"}])
def test_what_the_law_asks_is_asked(made, change):
    with pytest.raises(Refused):
        cases.name_hand(person_of(made), actor=made.as_mediator, **SAID | change)


@pytest.mark.parametrize("field", ["name", "before"])
@pytest.mark.parametrize(
    "near",
    [
        "Айгерім Оспанова",  # the person themselves
        "виктор  КИМ",  # of the other side
        "Ким Виктор",
        "медиатор Сәуле Ахметова",
        "Данияр Сейітов",  # the coordinator, who may be asked to witness it
        "Хасан Басшы",  # works at the centre and has no part in the case
    ],
)
def test_neither_the_hand_nor_the_official_is_of_the_case_or_of_the_centre(made, field, near):
    cast.staff(made.centre, "Хасан Басшы", "head")
    with pytest.raises(Refused):
        cases.name_hand(person_of(made), actor=made.as_mediator, **SAID | {field: near})
    assert not person_of(made).hand


@pytest.mark.parametrize("field", ["name", "before"])
@pytest.mark.parametrize(
    "near",
    [
        "А. О.",  # nobody in particular
        "нотариус В. К.",
        "В. Ким",  # of the other side
        "ким в.",
        "Ким",
        "медиатор С.Ахметова",
        "Д. Сейітов",  # the coordinator
    ],
)
def test_who_could_be_somebody_of_the_case_is_written_in_full(made, field, near):
    with pytest.raises(Refused) as refused:
        cases.name_hand(person_of(made), actor=made.as_mediator, **SAID | {field: near})
    assert "whole name" in str(refused.value.reason)
    assert not person_of(made).hand


@pytest.mark.parametrize("far", ["Владимир Ким", "А. Сұлтанова", "Немере", "нотариус Сергей Ахметов, 3-кеңсе"])
def test_who_bears_a_name_like_it_and_writes_it_in_full_may_sign(made, far):
    cases.name_hand(person_of(made), actor=made.as_mediator, **SAID | {"name": far})
    assert person_of(made).hand == far


def test_where_the_pack_knows_no_way_there_is_none(made):
    made.case.pack = "xx"
    made.case.save()
    with pytest.raises(Refused):
        cases.name_hand(person_of(made), actor=made.as_mediator, **SAID)


def test_it_is_taken_back_by_an_empty_name(made):
    cases.name_hand(person_of(made), actor=made.as_mediator, **SAID)
    assert not cases.name_hand(person_of(made), actor=made.as_mediator, name="").hand_why


def test_by_the_mediator_alone(made):
    for actor in (made.as_coordinator, made.as_party(1)):
        with pytest.raises(Refused):
            cases.name_hand(person_of(made), actor=actor, **SAID)


@pytest.mark.parametrize(("method", "told"), [("pen", True), ("in_person", True), ("code_mail", False)])
def test_the_evidence_names_a_hand_only_where_a_hand_has_signed(made, method, told):
    """Whoever meant to ask another one and then signs with their own code has signed by themselves."""
    cases.name_hand(person_of(made), actor=made.as_mediator, **SAID)
    line = Signature(participant=person_of(made), method=method)
    assert ("Бекзат Оспанов" in sealing._role(line)) is told


def test_why_somebody_could_not_sign_goes_with_the_answers_of_a_closed_case(made):
    """An illness is nobody's affair once the paper that had to name it is drawn up."""
    cases.name_hand(person_of(made), actor=made.as_mediator, **SAID)
    jobs.let_go_of_closed()
    assert person_of(made).hand_why == "illness"
    Case.objects.system().filter(pk=made.case.pk).update(stage="closed", closed=clock.now())
    jobs.let_go_of_closed()
    assert person_of(made).hand_why == ""
