"""Somebody who cannot sign: another person signs at their request, where the law pack allows it.

The paper then says who signed, at whose request, why, and before whom (pack parameter `signs_at_request`: `no`, `yes`,
or `attested` where the law asks for an official). It has to be said before the paper is drawn up: a final one is not
changed.
"""

from django.utils.translation import gettext_lazy as _

from bitim.cases import law, words
from bitim.cases.events import HandNamed
from bitim.cases.facts_hands import refuse_near
from bitim.cases.models import Participant
from bitim.cases.permissions import P
from bitim.kernel.access import Actor, Refused
from bitim.kernel.action import action
from bitim.kernel.record import record


@action(P.NAME_HAND, on=Participant)
def name_hand(participant: Participant, *, actor: Actor, name: str, before: str = "", why: str = "") -> Participant:
    """Write down who signs at a person's request; with an empty name the person signs again. Neither that one nor the
    official is anybody of the case or of the centre."""
    if participant.side_id is None or not participant.signs or participant.ended:
        raise Refused(_("Only a person who signs for a side can ask another to sign."))
    name, before = words.line(name, 200), words.line(before, 300)
    allowed = law.signs_at_request(participant.case.pack)
    if name and allowed == "no":
        raise Refused(_("The rules of this country name no way for another person to sign."))
    if name and why not in Participant.WHY:
        raise Refused(_("Say why the person cannot sign: the paper has to name it."))
    if name and allowed == "attested" and not before:
        raise Refused(_("Say before whom it is signed: the rules ask for a notary or another official."))
    for near in (name, before) if name else ():
        refuse_near(participant.case, near)
    participant.hand, participant.hand_before = (name or None), (before if name else None)
    participant.hand_why = why if name else ""
    participant.save(update_fields=["hand", "hand_before", "hand_why"])
    case = participant.case
    record(HandNamed(chain=case.pk, audience=case.pk, case=case.pk, participant=participant.pk), actor=actor)
    return participant
