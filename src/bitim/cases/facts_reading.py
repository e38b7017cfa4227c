"""Who answers by voice, before staff, and who of the staff has helped which side."""

from uuid import UUID

from django.utils.translation import gettext_lazy as _

from bitim.cases.models import Case, Invitation, Participant, Side
from bitim.cases.models_reading import Assistance, ReadBack
from bitim.kernel.models import Door

GONE = (Side.LEFT, Side.DECLINED)
OWN_WAY = _("This person comes in by themselves: they answer on their own device.")


def has_own_way(case: UUID, person: UUID) -> bool:
    """Tell whether a person has, or ever had, a way of their own into the case: whoever has answers for themselves.

    A door that was shut or issued anew counts too: otherwise staff could take a way in away and answer in its place.
    A letter that was never opened is no way in yet.
    """
    if Door.objects.system().filter(person=person, subject=case).exists():
        return True
    invitations = Invitation.objects.system().filter(case_id=case, person_id=person)
    opened = Door.objects.system().filter(person=person, subject__in=invitations.values("pk"), opened__isnull=False)
    return opened.exists()


def answers_by_voice(side: Side) -> bool:
    """Tell whether nobody of a side has a way in, and somebody of it came in person or answered a call that counted.
    Whoever waits until a second person has confirmed them binds nobody."""
    people = list(
        Participant.objects.system()
        .filter(side=side, ended=None, role__in=Participant.SIDE_ROLES)
        .values_list("person_id", "seen_at", "unconfirmed")
    )
    if not people or any(has_own_way(side.case_id, person) for person, _seen, _waits in people):
        return False
    known = {person: seen for person, seen, waits in people if waits is None}
    called = ReadBack.objects.system().filter(side=side, person__in=known, state=ReadBack.COUNTED)
    return any(known.values()) or called.exists()


def sides_by_voice(case: Case) -> list[Side]:
    """Return the present sides of a case whose word staff may note."""
    rows = Side.objects.system().filter(case=case).exclude(state__in=GONE).select_related("case")
    return [side for side in rows.order_by("position") if answers_by_voice(side)]


def helps_another_side(side: Side, by: UUID) -> bool:
    """Tell whether a member of staff has read out to another side of the case without the leave of both."""
    rows = Assistance.objects.system().filter(case_id=side.case_id, by_id=by).exclude(side__state__in=GONE)
    helped: set[UUID] = set()
    shared: set[UUID] = set()
    for of, kind in rows.values_list("side_id", "kind"):
        (shared if kind == Assistance.SHARED else helped).add(of)
    others = helped - {side.pk}
    return bool(others) and not (others | {side.pk}) <= shared
