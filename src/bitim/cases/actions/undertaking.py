"""The promise of an interpreter, supporter or observer to keep what they hear to themselves. No room before it."""

from django.utils.translation import gettext_lazy as _

from bitim.cases.events import UndertakingRecorded
from bitim.cases.models import Case, Participant
from bitim.cases.models_shape import Undertaking
from bitim.cases.permissions import P
from bitim.kernel import clock
from bitim.kernel.access import Actor, Refused
from bitim.kernel.action import action
from bitim.kernel.record import record
from bitim.kernel.text import LANGUAGES

PROMISE = (Participant.INTERPRETER, *Participant.BESIDE)


@action(P.RECORD_UNDERTAKING, on=Participant)
def record_undertaking(participant: Participant, *, actor: Actor, how: str, language: str) -> Undertaking:
    """Write down that somebody has signed the undertaking on paper, or has said it before the member of staff who
    writes it down. Nobody writes down their own; recorded twice is recorded once."""
    if how not in (Undertaking.PAPER, Undertaking.ORAL):
        raise Refused(_("Say how the undertaking was given."))
    return _kept(participant, actor, how, language)


@action(P.GIVE_UNDERTAKING, on=Participant)
def give_undertaking(participant: Participant, *, actor: Actor, language: str) -> Undertaking:
    """Give one's own undertaking, read on one's own page."""
    return _kept(participant, actor, Undertaking.ONLINE, language)


def _kept(participant: Participant, actor: Actor, how: str, language: str) -> Undertaking:
    if participant.role not in PROMISE or participant.ended:
        raise Refused(_("No undertaking is asked of this person."))
    standing: Undertaking | None = Undertaking.objects.system().filter(participant=participant).first()
    if standing is not None:
        return standing
    return write_down(participant.case, actor, how=how, language=language, participant=participant)


def write_down(
    case: Case, actor: Actor, *, how: str, language: str, participant: Participant | None = None, name: str = ""
) -> Undertaking:
    """Keep an undertaking of a participant, or of somebody from outside by name. Inside an action."""
    made: Undertaking = Undertaking.objects.create(
        case=case,
        participant=participant,
        name=name,
        language=language if language in LANGUAGES else "kk",
        how=how,
        by_id=actor.who,
        at=clock.now(),
    )
    record(
        UndertakingRecorded(chain=case.pk, audience=case.pk, case=case.pk, undertaking=made.pk, how=how), actor=actor
    )
    return made


def has_promised(participant: Participant) -> bool:
    """Tell whether an undertaking of this person is recorded for this case."""
    return bool(Undertaking.objects.system().filter(participant=participant).exists())
