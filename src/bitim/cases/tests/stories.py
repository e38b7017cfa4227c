"""Steps that several tests begin with."""

from bitim.cases import actions
from bitim.cases.models import Appointment, Participant, Request, Screening
from bitim.demo import cast
from bitim.kernel.access import VISITOR, Actor
from bitim.people.models import CentreRole

WHAT = "Весной вода не доходит до садов."
CONTACT = {"name": "Айгерім Оспанова", "phone": "+7 701 111 22 33", "email": "", "language": "kk", "how": "call"}
OTHER = {"name": "Нижний аул", "kind": "group", "phone": "+7 702 444 55 66", "place": "Төменгі көше, 8"}
ANSWERS = dict.fromkeys(("fear", "threats", "violence", "dependence", "phone_seen", "capacity"), "no")


def asker(request) -> Actor:
    return Actor(request.person_id, "party")


def office():
    """A centre with its staff, no case yet."""
    at = cast.centre()
    staff = {
        role: cast.staff(at, role, role, "ru", f"{role}@example.kz")
        for role in (CentreRole.COORDINATOR, CentreRole.MEDIATOR, CentreRole.INTERPRETER)
    }
    return at, {role: cast.acting(who, role, at) for role, who in staff.items()}


def draft(at, what=WHAT, others=(OTHER,), contact=CONTACT) -> Request:
    request = actions.begin_request(at, actor=VISITOR, language="kk", said={"what": what, "kind": "land_water"})
    me = asker(request)
    actions.write_request(request, actor=me, screen=2, said={"me": {"kind": "person"}, "others": list(others)})
    return actions.write_request(request, actor=me, screen=3, said=contact)


def sent(at, **more) -> Request:
    request = draft(at, **more)
    return actions.send_request(request, actor=asker(request))


def opened():
    """A case opened from a request: (centre, staff actors, request, case)."""
    at, staff = office()
    request = sent(at)
    case = actions.accept_request(request, actor=staff["coordinator"], title={"kk": "Су", "ru": "Вода"})
    return at, staff, request, case


def appoint_mediator(case, staff) -> None:
    actions.appoint(case, actor=staff["coordinator"], person=staff["mediator"].person, role=Participant.MEDIATOR)


def accept_mediator(case, side, actor) -> None:
    for one in Appointment.objects.system().filter(case=case, state=Appointment.ACCEPTED):
        actions.answer_mediator(side, actor=actor, appointment=one.pk, accepts=True)


def consented(made: cast.Cast) -> cast.Cast:
    """Both sides of a cast screened as joint and consented."""
    for position, side in enumerate(made.sides, start=1):
        actions.screen_side(
            side,
            actor=made.as_mediator,
            person=made.parties[position - 1].pk,
            answers=ANSWERS,
            result=Screening.JOINT,
        )
        actions.give_consent(side, actor=made.as_party(position), language="kk")
    return made


def other_side(case):
    """The side of the case that has not come yet, with its invitation."""
    from bitim.cases.models import Invitation

    return Invitation.objects.system().select_related("side", "person", "case").get(case=case)


def reread(row):
    return type(row).objects.system().get(pk=row.pk)
