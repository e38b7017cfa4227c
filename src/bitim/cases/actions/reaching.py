"""How people can be reached: their own wishes, numbers that staff correct, and every attempt to reach them.

The pack's clock for an answer runs from recorded delivery and not from sending: a letter that lies at a post office
asks nobody anything. Delivered means that the person has it: handed over, spoken with, answered, or opened by
themselves. Whoever changes a number could have themselves called back as that person: who noted it, and when, stands
beside it wherever somebody is called.
"""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django.utils.translation import gettext_lazy as _

from bitim.cases import law, words
from bitim.cases.actions import ways
from bitim.cases.actions.inviting import OPEN, set_due
from bitim.cases.events import AttemptNoted, ContactsChanged
from bitim.cases.models import Attempt, Hand, Invitation, Participant, Side
from bitim.cases.permissions import P
from bitim.kernel import clock
from bitim.kernel.access import SYSTEM, Actor, Refused
from bitim.kernel.action import action
from bitim.kernel.models import Delivery, Door
from bitim.kernel.record import record
from bitim.people.actions import keep_contacts
from bitim.people.models import Person
from bitim.people.wishes import HOW, SEEN_BY, WHEN

MAILED = "invitation"
COLUMNS = ("name", "phone", "email", "spoken")
WISHES = ("how", "seen_by", "when", "hours", "careful", "other_way", "place")


@action(P.NOTE_ATTEMPT, on=Invitation)
def note_attempt(invitation: Invitation, *, actor: Actor, route: str, outcome: str, note: str = "") -> Attempt:
    """Write down one attempt to bring an invitation to a person: by what way, what came of it, a few words beside.

    The first delivery begins the clock of the answer; later ones do not prolong it.
    """
    if invitation.state not in OPEN:
        raise Refused(_("This invitation was answered already."))
    if route not in Attempt.ROUTES or outcome not in Attempt.OUTCOMES:
        raise Refused(_("Say by what way you tried, and what came of it."))
    attempt = keep_attempt(invitation, actor, route, outcome, words.cleaned(note, 2_000))
    if outcome in Attempt.DELIVERED:
        begin_clock(invitation)
    return attempt


def keep_attempt(invitation: Invitation, actor: Actor, route: str, outcome: str, note: str = "") -> Attempt:
    """Keep and record one attempt. Inside an action."""
    attempt: Attempt = Attempt.objects.create(
        case=invitation.case,
        invitation=invitation,
        by_id=actor.person,
        route=route,
        outcome=outcome,
        note=note,
        at=clock.now(),
    )
    case = invitation.case
    record(
        AttemptNoted(
            chain=case.pk, audience=case.pk, case=case.pk, invitation=invitation.pk, route=route, outcome=outcome
        ),
        actor=actor,
    )
    return attempt


def begin_clock(invitation: Invitation) -> None:
    """Let the days of the pack run from now, once; whoever has the invitation has been asked."""
    if invitation.state == Invitation.PREPARED:
        invitation.state, invitation.sent = Invitation.SENT, clock.now()
        Side.objects.system().filter(pk=invitation.side_id, state=Side.ASKED).update(state=Side.INVITED)
    if invitation.delivered is None:
        invitation.delivered = clock.now()
        invitation.due = clock.today() + timedelta(days=law.answer_days(invitation.case.pack))
    invitation.save()
    set_due(invitation.case)


def opened_by_the_invited(door: Door) -> None:
    """The person has come in by their own door: that is delivery. Inside the opening's transaction."""
    invitation = Invitation.objects.system().select_related("case", "side").filter(pk=door.subject).first()
    if invitation is not None and invitation.state == Invitation.SENT and invitation.delivered is None:
        keep_attempt(invitation, Actor(invitation.person_id, "party"), Attempt.ONLINE, Attempt.OPENED)
        begin_clock(invitation)


def note_mail(row: Delivery) -> None:
    """An invitation went out by e-mail, or its mailbox refused it for the last time: an attempt that writes itself.
    That a mail host took it asks nobody anything: no clock begins. Inside the transaction that ends the notice."""
    if row.notice != MAILED or row.subject is None:
        return
    invitation = Invitation.objects.system().select_related("case", "side").filter(pk=row.subject).first()
    if invitation is not None and invitation.state in OPEN:
        keep_attempt(invitation, SYSTEM, Attempt.EMAIL, Attempt.ON_ITS_WAY if row.sent else Attempt.CAME_BACK)


@action(P.CHANGE_CONTACTS, on=Participant)
def change_contacts(participant: Participant, *, actor: Actor, said: Mapping[str, Any]) -> Participant:
    """Change how a person of a side is reached: by themselves, or by staff on their word."""
    _change(participant.person, participant.case_id, said, actor)
    return participant


@action(P.CHANGE_CONTACTS, on=Invitation)
def change_invited_contacts(invitation: Invitation, *, actor: Actor, said: Mapping[str, Any]) -> Invitation:
    """Correct how somebody is reached who has not come yet."""
    _change(invitation.person, invitation.case_id, said, actor)
    return invitation


def _change(person: Person, case: Any, said: Mapping[str, Any], actor: Actor) -> None:
    columns = {name: str(said[name]) for name in COLUMNS if name in said}
    if "name" in columns and not columns["name"]:
        raise Refused(_("Say the person's name."))
    is_new_number = "phone" in columns and columns["phone"] != str(person.phone or "")
    is_new_mailbox = "email" in columns and columns["email"] != str(person.email or "")
    kept = {**(person.safe_contact or {}), **wishes_said(said)}
    keep_contacts(
        person,
        **columns,
        language=said.get("language") or None,
        safe_contact={key: value for key, value in kept.items() if value},
    )
    if is_new_number:
        note_who_wrote(person, actor)
    if (is_new_number or is_new_mailbox) and actor.person != person.pk:
        # What is sent there could be read by whoever changed it: as if they had written the person down.
        for invitation in Invitation.objects.system().filter(case_id=case, person=person):
            ways.note_hand(invitation, actor, Hand.PREPARED)
    record(ContactsChanged(chain=case, audience=case, case=case, person=person.pk, number=is_new_number), actor=actor)


def note_who_wrote(person: Person, actor: Actor) -> None:
    """Keep who wrote down the number of a person, and when: whoever did it is not the one who calls it."""
    person.phone_noted, person.phone_noted_by = clock.now(), actor.person
    person.save(update_fields=["phone_noted", "phone_noted_by"])


def wishes_said(said: Mapping[str, Any]) -> dict[str, Any]:
    """Return the wishes among what was typed, each as it is kept."""
    kept: dict[str, Any] = {}
    for name in ("hours", "other_way", "place"):
        if name in said:
            kept[name] = words.line(str(said[name] or ""))
    if "careful" in said:
        kept["careful"] = words.cleaned(str(said["careful"] or ""), 2_000)
    if "how" in said:
        kept["how"] = str(said["how"]) if said["how"] in HOW else "either"
    if "seen_by" in said:
        kept["seen_by"] = str(said["seen_by"]) if said["seen_by"] in SEEN_BY else ""
    if "when" in said:
        kept["when"] = [one for one in WHEN if one in (said["when"] or ())]
    return kept
