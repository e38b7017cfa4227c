"""Recording that a final text was read back to a signer by an interpreter, and understood."""

from uuid import UUID

from django.utils.translation import gettext_lazy as _

from bitim.cases import words
from bitim.cases.actions.undertaking import write_down
from bitim.cases.facts_hands import refuse_of_the_case
from bitim.cases.models import Participant
from bitim.cases.models_shape import Undertaking
from bitim.kernel import clock
from bitim.kernel.access import Actor, Refused
from bitim.kernel.action import action
from bitim.kernel.record import record
from bitim.settlements.events import TextInterpreted
from bitim.settlements.models import Signature
from bitim.settlements.models_spoken import Interpretation
from bitim.settlements.permissions import P


@action(P.RECORD_INTERPRETATION, on=Signature)
def record_interpretation(
    signature: Signature,
    *,
    actor: Actor,
    spoken: str,
    understood: bool,
    interpreter: UUID | None = None,
    outside: str = "",
    promised: str = "",
    promised_in: str = "",
    digest_seen: str = "",
) -> Interpretation:
    """Keep that the text of this hash was read back to this signer, in the language named, by an interpreter of the
    case (`interpreter`: participant) or by somebody from outside by name (`outside`), whose undertaking, on paper or
    said before the mediator (`promised`), is recorded with it. Never by the interpreter, never by the signer.
    """
    if signature.signed is not None or signature.voided is not None:
        raise Refused(_("This line is signed already."))
    if digest_seen and digest_seen != signature.digest:
        raise Refused(_("This is not the text that was shown to you. Please read it again."))
    language = words.line(spoken, 80)
    if not language:
        raise Refused(_("Say in which language the text was read back."))
    if not understood:
        raise Refused(
            _("It is recorded only when the signer has said that they understood the text."),
            _("Read it back again, or speak about what is not clear."),
        )
    standing: Interpretation | None = (
        Interpretation.objects.system().filter(signature=signature, digest=signature.digest).first()
    )
    if standing is not None:
        return standing
    name: str
    participant: Participant | None
    if interpreter is not None:
        name, participant, undertaking = _of_case(signature, actor, interpreter)
    else:
        name, participant, undertaking = _from_outside(signature, actor, outside, promised, promised_in)
    made: Interpretation = Interpretation.objects.create(
        signature=signature,
        digest=signature.digest,
        spoken=language,
        interpreter=name,
        participant=participant,
        undertaking=undertaking,
        by_id=actor.who,
        at=clock.now(),
    )
    case = signature.document.case_id
    record(TextInterpreted(case, case, case, signature.pk, signature.digest), actor=actor)
    return made


def _of_case(signature: Signature, actor: Actor, participant: UUID) -> tuple[str, Participant, Undertaking]:
    found = (
        Participant.objects.system()
        .filter(pk=participant, case=signature.document.case_id, role=Participant.INTERPRETER, ended=None)
        .select_related("case")
        .first()
    )
    if found is None:
        raise Refused(_("Choose the interpreter, or name one from outside."))
    if found.person_id in (actor.person, signature.participant.person_id):
        raise Refused(_("The interpreter is somebody else than the signer and than who records it."))
    undertaking = Undertaking.objects.system().filter(participant=found).first()
    if undertaking is None:
        raise Refused(
            _("No undertaking of confidentiality of this interpreter is recorded."),
            _("It is recorded on the page of people: signed on paper, said before you, or given online."),
        )
    return str(found.shown_name or ""), found, undertaking


def _from_outside(
    signature: Signature, actor: Actor, outside: str, promised: str, language: str
) -> tuple[str, None, Undertaking]:
    name = words.line(outside, 120)
    if not name:
        raise Refused(_("Choose the interpreter, or name one from outside."))
    case = signature.document.case
    refuse_of_the_case(
        case, name, _("This person takes part in the case. An interpreter from outside is somebody else.")
    )
    if promised not in (Undertaking.PAPER, Undertaking.ORAL):
        raise Refused(_("First the interpreter promises confidentiality: on paper, or before you."))
    return name, None, write_down(case, actor, how=promised, language=language, name=name)
