"""The talk with each side alone: is it safe, is it suitable, together or apart."""

from collections.abc import Collection, Mapping
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from bitim.cases import law, words
from bitim.cases.events import DoneByOne, ModeSwitched, SideScreened
from bitim.cases.facts import require_step
from bitim.cases.facts_vouching import is_alone
from bitim.cases.models import Case, Hand, Invitation, Participant, Screening, Side
from bitim.cases.permissions import P
from bitim.kernel import clock
from bitim.kernel.access import Actor, Refused
from bitim.kernel.action import action
from bitim.kernel.record import record

QUESTIONS = ("fear", "threats", "violence", "dependence", "phone_seen", "capacity")
ANSWERS = ("yes", "no", "unsure")
RESULTS = (Screening.JOINT, Screening.SHUTTLE, Screening.DECLINE)


@action(P.SCREEN, on=Side)
def screen_side(
    side: Side,
    *,
    actor: Actor,
    person: UUID,
    answers: Mapping[str, str],
    result: str,
    reasons: str = "",
    stops: Collection[str] = (),
) -> Screening:
    """Keep what a side told alone, and what follows: joint, apart (shuttle) or not suitable.

    `stops`: what bars mediation by the law of the pack (its `hard_stops`); where one holds, nothing but *not suitable*
    can follow.

    Held apart on any side means held apart for the whole case. The record says only that the talk took place.
    """
    require_step(side.case, "screen_side")
    if actor.person is None or not _belongs(side, person):
        raise Refused(_("Say with whom of this side you spoke."))
    if set(answers) != set(QUESTIONS) or not set(answers.values()) <= set(ANSWERS):
        raise Refused(_("Every question needs an answer; unsure is an answer too."))
    if result not in RESULTS:
        raise Refused(_("Choose how to go on after this talk."))
    found = [(key, said) for key, said in law.hard_stops(side.case.pack) if key in stops]
    if len(found) != len(set(stops)):
        raise Refused(_("Choose among what the law names."))
    if found and result != Screening.DECLINE:
        raise Refused(
            _("The law does not allow mediation here: %(stop)s.") % {"stop": found[0][1]},
            _("Choose that mediation does not suit this dispute, or take the mark away if it does not hold."),
        )
    reasons = words.cleaned(reasons, 10_000) or "; ".join(said for _key, said in found)
    if result != Screening.JOINT and not reasons:
        raise Refused(_("Write the reasons in a few words. Only you and the mediator read them."))
    screening: Screening = Screening.objects.create(
        case=side.case,
        side=side,
        person_id=person,
        by_id=actor.person,
        answers=dict(answers),
        stops=[key for key, _said in found],
        result=result,
        reasons=reasons,
        at=clock.now(),
    )
    case = side.case
    record(SideScreened(chain=case.pk, audience=case.pk, case=case.pk, side=side.pk), actor=actor)
    if _did_it_alone(case, person, actor.person):
        record(DoneByOne(chain=case.pk, audience=case.pk, case=case.pk), actor=actor)
    if result == Screening.SHUTTLE and case.mode != "shuttle":
        put_mode(case, "shuttle", actor)
    return screening


def _belongs(side: Side, person: UUID) -> bool:
    """Tell whether the person takes part for the side, or is invited to."""
    takes_part = Participant.objects.system().filter(
        side=side, person_id=person, ended=None, role__in=Participant.SIDE_ROLES
    )
    return takes_part.exists() or Invitation.objects.system().filter(side=side, person_id=person, role="").exists()


def _did_it_alone(case: Case, person: UUID, by: UUID) -> bool:
    """Tell whether one person is the whole centre and wrote down the very person with whom they now spoke."""
    wrote = Hand.objects.system().filter(invitation__case=case, invitation__person_id=person, by_id=by)
    return wrote.exists() and is_alone(case, by)


def put_mode(case: Case, mode: str, actor: Actor) -> None:
    """Hold the case jointly or apart from now on."""
    case.mode = mode
    case.save(update_fields=["mode"])
    record(ModeSwitched(chain=case.pk, audience=case.pk, case=case.pk, mode=mode), actor=actor)
