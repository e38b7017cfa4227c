"""The registration journal follows a case from its opening to its ending, and outlives it."""

import pytest
from tests.support import journey
from tests.support.house import house
from tests.support.journey import Story

from bitim.cases import actions as cases
from bitim.cases.models import Consent, Participant
from bitim.demo import cast as people
from bitim.demo.cast import Cast
from bitim.journal import actions, jobs, queries
from bitim.journal.channels import MIXED, channel_of, together
from bitim.journal.facts import channels_of_consents
from bitim.journal.folding import fold
from bitim.journal.keys import CASES, CLOSED, ENTERED, STRUCK
from bitim.journal.models import Consultation, Line
from bitim.journal.tests.conftest import line_of, open_one, talk
from bitim.kernel import clock, keystore
from bitim.kernel.access import SYSTEM, NotFound, Refused
from bitim.kernel.locking import write
from bitim.people.models import CentreRole, Place


def lines(case) -> list[Line]:
    own = Line.objects.system().filter(case=case.pk, book=CASES)
    return list(own.select_related("centre").order_by("turn"))


@pytest.mark.django_db
@pytest.mark.slow
def test_a_case_from_request_to_closing_is_in_the_journal(django_capture_on_commit_callbacks):
    story = Story(house())
    with journey.steady_clock(story):
        journey.walk(story, around=lambda: django_capture_on_commit_callbacks(execute=True))
        day = clock.today()
    written = lines(story.made.case)
    assert [line.act for line in written] == [
        "entered", "sides", "sides", "appointed", "agreed", "signed", "closed",
    ]  # fmt: skip
    now = fold(written)
    assert (now.sides, now.register, now.outcome, now.closed) == (2, "public", "settled", day)
    assert now.agreed and now.signed and now.channel == "online" and now.kind == "land_water"
    assert [one for one in queries.troubles() if one.where == story.made.case.number] == []
    # all that hangs on the case is destroyed; the line still says who it was between
    keystore.store().shred(case=story.made.case.pk, classes=("side", "private", "joint", "archive"))
    names = {key: value for line in lines(story.made.case) for key, value in (line.names or {}).items()}
    assert len(names["sides"]) == 2 and names["mediator"] == "Сәуле Ахметова"


@pytest.mark.django_db
def test_an_ending_is_a_new_line_and_is_written_once(cast: Cast):
    cases.close_case(cast.case, actor=cast.as_coordinator, outcome="refused")
    assert [line.act for line in lines(cast.case)] == [ENTERED, CLOSED]
    from bitim.journal.actions import registering

    with write():
        registering.ended(line_of(cast.case.pk), cast.case, "settled", SYSTEM)
    assert fold(lines(cast.case)).outcome == "refused"
    assert list(queries.troubles()) == []


@pytest.mark.django_db
def test_a_new_mediator_takes_the_place_of_the_one_before(cast: Cast):
    first = Participant.objects.system().get(case=cast.case, role=Participant.MEDIATOR)
    cases.end_appointment(first, actor=cast.as_coordinator)
    other = people.staff(cast.centre, "Ерлан Жүнісов", CentreRole.MEDIATOR, "kk", "yerlan@shymbulaq.example")
    cases.appoint(cast.case, actor=cast.as_coordinator, person=other.pk, role=Participant.MEDIATOR)
    last = lines(cast.case)[-1]
    assert (last.act, last.names, last.register) == ("appointed", {"mediator": "Ерлан Жүнісов"}, "public")


@pytest.mark.django_db
def test_a_case_without_a_line_is_found_and_entered(cast: Cast):
    case = people.two_sides("meetings", "elsewhere", "50823347")
    assert [one.what for one in queries.troubles()] == ["case_without_number"]
    actions.enter_case(case.case, actor=case.as_coordinator)
    actions.enter_case(case.case, actor=case.as_coordinator)
    assert list(queries.troubles()) == []
    assert fold(lines(case.case)).sides == 2


@pytest.mark.django_db
def test_what_differs_from_the_case_is_found_unless_a_line_corrects_it(cast: Cast):
    cases.close_case(cast.case, actor=cast.as_coordinator, outcome="refused")
    cast.case.refresh_from_db()
    cast.case.outcome, cast.case.kind = "settled", "family"
    cast.case.save()
    assert {one.what for one in queries.troubles()} == {"outcome_differs", "kind_differs"}
    assert jobs.look_through_the_books() == 2
    actions.correct_line(
        line_of(cast.case.pk), actor=cast.as_coordinator, why="later", outcome="settled", kind="family"
    )
    assert list(queries.troubles()) == []


@pytest.mark.django_db
def test_a_number_struck_out_is_not_given_again_and_the_case_can_be_entered_anew(cast: Cast):
    first = line_of(cast.case.pk)
    actions.strike_line(first, actor=cast.as_coordinator, why="twice")
    assert lines(cast.case)[-1].act == STRUCK
    assert line_of(open_one(cast.centre, "10000009").pk).number == 2
    with pytest.raises(Refused):
        actions.correct_line(first, actor=cast.as_coordinator, why="slip", kind="family")
    assert [one.what for one in queries.troubles()] == ["case_without_number"]
    anew = actions.enter_case(cast.case, actor=cast.as_coordinator)
    assert (anew.number, fold(list(of_number(anew))).sides) == (3, 2)
    assert list(queries.troubles()) == []


def of_number(line: Line):
    return Line.objects.system().filter(centre=line.centre_id, book=line.book, number=line.number).order_by("turn")


@pytest.mark.django_db
@pytest.mark.parametrize(
    "said",
    [
        {"why": "", "kind": "family"},
        {"why": "slip", "kind": "unheard"},
        {"why": "slip", "sides": 9},
        {"why": "slip", "outcome": "settled"},
        {"why": "slip"},
        {"why": "slip", "agreed": None},
    ],
)
def test_a_correction_that_cannot_be(cast: Cast, said):
    with pytest.raises(Refused):
        actions.correct_line(line_of(cast.case.pk), actor=cast.as_coordinator, **said)
    assert len(lines(cast.case)) == 1


@pytest.mark.django_db
def test_a_case_takes_over_what_its_consultation_knew(cast: Cast):
    entry = talk(cast, channel="phone", outcome="case")
    actions.note_case(cast.case, actor=cast.as_coordinator, consultation=entry.pk)
    assert fold(lines(cast.case)).channel == "phone"
    cases.close_case(cast.case, actor=cast.as_coordinator, outcome="refused")
    assert fold(lines(cast.case)).channel == "phone"


def test_several_channels_are_mixed():
    assert (together(["came"]), together([]), together(["came", "online", "came"])) == ("came", "", MIXED)


@pytest.mark.django_db
def test_a_double_press_is_one_entry(cast: Cast):
    said = {"kind": "other", "channel": "came", "language": "kk", "asked": "how", "outcome": "advised"}
    one = actions.write_consultation(cast.centre, actor=cast.as_coordinator, key="k", **said)
    two = actions.write_consultation(cast.centre, actor=cast.as_coordinator, key="k", **said)
    assert one.pk == two.pk and Consultation.objects.system().count() == 1


@pytest.mark.django_db
@pytest.mark.parametrize("days", [-40, 1])
def test_a_day_out_of_the_way_is_asked_about(cast: Cast, days: int):
    from datetime import timedelta

    with pytest.raises(Refused):
        talk(cast, day=clock.today() + timedelta(days=days))


@pytest.mark.django_db
def test_words_go_when_their_term_is_over_and_the_line_stays(cast: Cast):
    from datetime import timedelta

    entry = talk(cast, words="айтылған сөз")
    later = clock.now() + timedelta(days=800)
    assert jobs.let_go_of_words() == 0
    clock.set_source(lambda: later)
    try:
        assert jobs.let_go_of_words() == 1
        assert jobs.let_go_of_words() == 0
    finally:
        clock.set_source(None)
    kept = Consultation.objects.system().get(pk=entry.pk)
    assert (kept.words, kept.asked) == ("", "how")


SIDES = (
    {"kind": "person", "name": "Виктор", "language": "ru", "seen_as": "id_card"},
    {"kind": "person", "name": "Төлеген", "language": "kk", "by_phone": True, "phone": "+7 701 000 00 01"},
)


def walked_in(cast: Cast, **more):
    said = {"title": {"ru": "Забор"}, "sides": SIDES, "kind": "neighbours"} | more
    return cases.open_walk_in(cast.centre, actor=cast.as_coordinator, **said)


@pytest.mark.django_db
def test_a_case_that_began_with_a_consultation_counts_for_its_place(cast: Cast):
    place = Place.objects.create(centre=cast.centre, name={"ru": "Бирлик"})
    entry = talk(cast, place=place.pk, outcome="case", channel="came")
    now = fold(lines(walked_in(cast, consultation=entry.pk)))
    assert now.place_id == place.pk
    assert now.channel == ""  # how the sides take part is not how one of them came to be advised
    assert fold(lines(walked_in(cast, consultation=talk(cast, outcome="case").pk))).place_id is None


@pytest.mark.django_db
def test_a_consultation_of_another_centre_begins_no_case_here(cast: Cast):
    away = people.two_sides("contract", "away", "50823347")
    with pytest.raises(NotFound):
        walked_in(cast, consultation=talk(away).pk)


@pytest.mark.django_db
def test_who_consented_by_telephone_took_part_by_telephone(cast: Cast):
    for side, who, how in zip(cast.sides, cast.parties, ("oral", "read_back"), strict=True):
        Consent.objects.create(case=cast.case, side=side, person=who, language="kk", how=how, given=clock.now())
    assert sorted(channels_of_consents(cast.case)) == ["came", "phone"]
    assert channel_of(cast.case) == MIXED
