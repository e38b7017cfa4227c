"""Two connections at once: one request is one case, one answer one answer, and no step goes past a withdrawal."""

import pytest
from tests.support.racing import together

from bitim.cases import actions
from bitim.cases.models import Case, Consent, Participant, Request
from bitim.cases.tests import stories
from bitim.demo import cast
from bitim.kernel.access import Refused
from bitim.kernel.models import Event

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.any_database]


def test_a_step_is_either_before_the_withdrawal_or_refused():
    made = stories.consented(cast.two_sides(stage="meetings"))
    case, side = made.case.pk, made.sides[1].pk
    mediator, party = made.as_mediator, made.as_party(2)
    step, _ = together(
        lambda: actions.start_drafting(case, actor=mediator), lambda: actions.withdraw_consent(side, actor=party)
    )
    order = Event.objects.system().filter(audience=case, kind__in=("StageChanged", "ConsentWithdrawn")).order_by("seq")
    kinds = list(order.values_list("kind", flat=True))
    assert kinds == (["ConsentWithdrawn"] if isinstance(step, Refused) else ["StageChanged", "ConsentWithdrawn"])
    with pytest.raises(Refused):
        actions.start_drafting(case, actor=mediator)


def test_a_consent_given_and_taken_back_at_once_leaves_one_clear_state():
    made = cast.two_sides()
    side = made.sides[0].pk
    give = lambda: actions.give_consent(side, actor=made.as_party(1), language="kk")  # noqa: E731
    together(give, give, lambda: actions.withdraw_consent(side, actor=made.as_party(1)))
    assert Consent.objects.system().filter(side=side, withdrawn=None).count() <= 1
    kinds = list(Event.objects.system().filter(audience=made.case.pk).order_by("seq").values_list("kind", flat=True))
    standing = Consent.objects.system().filter(side=side, withdrawn=None).exists()
    assert kinds.count("ConsentGiven") - kinds.count("ConsentWithdrawn") == int(standing)


def test_two_coordinators_open_one_case():
    at, staff = stories.office()
    request = stories.sent(at).pk
    second = cast.acting(cast.staff(at, "Second", "coordinator", "ru", "second@example.kz"), "coordinator", at)
    answers = together(
        *(
            lambda a=a: actions.accept_request(request, actor=a, title={"ru": "В"})
            for a in (staff["coordinator"], second)
        )
    )
    assert sorted(type(a).__name__ for a in answers) == ["Case", "Refused"]
    assert Case.objects.system().count() == 1
    assert Request.objects.system().get(pk=request).state == Request.ACCEPTED


def test_an_invited_person_comes_once():
    _at, staff, _request, case = stories.opened()
    invitation = stories.other_side(case)
    invited = cast.acting(invitation.person, "party")
    in_the_room = lambda: actions.note_coming(invitation.pk, actor=staff["coordinator"], seen_as="known")  # noqa: E731
    together(in_the_room, lambda: actions.answer_invitation(invitation.pk, actor=invited, answer="accepted"))
    assert Participant.objects.system().filter(case=case, person=invited.person).count() == 1


def test_a_call_that_two_confirm_or_that_one_breaks_off_has_one_end():
    made = cast.without_doors(cast.two_sides())
    side, person = made.sides[0], made.parties[0]
    call = actions.begin_read_back(
        side, actor=made.as_coordinator, person=person.pk, about="consent", witness=made.mediator.pk
    )
    actions.say_word(call, actor=made.as_coordinator, word="алма")
    said = {str(n): {"said": "yes"} for n in range(len(call.text))}
    together(
        lambda: actions.finish_read_back(call.pk, actor=made.as_coordinator, answers=said, answer="yes"),
        lambda: actions.break_off(call.pk, actor=made.as_coordinator, why="cut"),
    )
    call.refresh_from_db()
    assert call.state in ("read", "broken")
    if call.state == "read":
        confirm = lambda so: actions.witness_read_back(call.pk, actor=made.as_mediator, so=so)  # noqa: E731
        together(lambda: confirm(True), lambda: confirm(False), lambda: confirm(True))
    call.refresh_from_db()
    counted = Event.objects.system().filter(kind="ReadBackCounted").count()
    assert (call.state, counted, Consent.objects.system().count()) in (
        ("counted", 1, 1),
        ("not_so", 0, 0),
        ("broken", 0, 0),
    )


def test_one_press_opens_one_case():
    at, staff = stories.office()
    sides = [{"name": name, "seen_as": "known", "language": "kk"} for name in ("А", "Ә")]
    press = lambda: actions.open_walk_in(  # noqa: E731
        at, actor=staff["coordinator"], key="one", title={"kk": "Су"}, sides=sides
    )
    first, second = together(press, press)
    assert first.pk == second.pk
    assert Case.objects.system().count() == 1
