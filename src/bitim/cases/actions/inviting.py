"""Invitations: prepared, sent on paper or by e-mail, answered in one of three equally easy ways, lapsed."""

from datetime import datetime, time, timedelta

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from bitim import jurisdictions
from bitim.cases import law
from bitim.cases.actions import ways
from bitim.cases.actions.confirming import wait_for_second
from bitim.cases.actions.receiving import take_in
from bitim.cases.events import InvitationAnswered, InvitationSent
from bitim.cases.facts import require_step
from bitim.cases.models import Attempt, Case, Hand, Invitation, Participant, Party, Side
from bitim.cases.permissions import P
from bitim.kernel import clock, delivery
from bitim.kernel.access import Actor, Refused
from bitim.kernel.action import action
from bitim.kernel.models import Delivery
from bitim.kernel.record import record
from bitim.people.models import Person
from bitim.people.queries.templates import require_accepted
from bitim.people.wishes import wishes_of

EMAIL, LETTER, VOICE = "email", "letter", "voice"
OPEN = (Invitation.PREPARED, Invitation.SENT, Invitation.TALK)
FOR_DELIVERY, FOR_INVITATION, PROPOSE_NO_ANSWER, PROPOSE_REFUSED = (
    "delivery",
    "invitation",
    "propose_no_answer",
    "propose_refused",
)
PROPOSALS = (PROPOSE_NO_ANSWER, PROPOSE_REFUSED)
NO_SECOND = _("A code alone is not enough: somebody could find it.")
AGREE_WORD = _("Agree on a word by voice, or add the person's telephone.")


@action(P.INVITE, on=Invitation)
def send_invitation(
    invitation: Invitation, *, actor: Actor, route: str, shows_title: bool = False, word: str = ""
) -> Invitation:
    """Send an invitation by e-mail, or mark it as going by letter or by voice. The clock of the pack begins with
    delivery: at once by voice, otherwise when it is recorded or the person comes in.

    `shows_title`: the invited person's page may name the dispute. `word`: a second thing agreed by voice.
    Sending again (a reminder, another route) does not prolong the clock.
    """
    _require_still(invitation)
    if invitation.state not in OPEN:
        raise Refused(_("This invitation was answered already."))
    if route not in (EMAIL, LETTER, VOICE):
        raise Refused(_("Choose how the invitation goes out."))
    door = ways.door_to(invitation.person, invitation, word=word)
    if route != VOICE and door.second is None:
        raise Refused(NO_SECOND, AGREE_WORD)
    if route == EMAIL:
        _require_mailbox(invitation.person)
    _goes_out(invitation, route, shows_title)
    ways.note_hand(invitation, actor, Hand.SENT)
    if route == EMAIL:
        ways.tell(invitation.person, invitation.pk, "invitation", key=_once_a_day(invitation))
    case = invitation.case
    record(InvitationSent(chain=case.pk, audience=case.pk, case=case.pk, invitation=invitation.pk), actor=actor)
    return invitation


@action(P.INVITE, on=Invitation)
def print_invitation(
    invitation: Invitation, *, actor: Actor, shows_title: bool = False, word: str = ""
) -> "ways.PaperWay":
    """Mark the invitation as going by letter and return its code and link, this once: they stand on paper alone."""
    _require_still(invitation)
    if invitation.state not in OPEN:
        raise Refused(_("This invitation was answered already."))
    pack = jurisdictions.load(invitation.case.pack)
    require_accepted(invitation.case.centre.slug, pack, "invitation_letter")
    door = ways.door_to(invitation.person, invitation, word=word)
    if door.second is None:
        raise Refused(NO_SECOND, AGREE_WORD)
    _goes_out(invitation, LETTER, shows_title)
    ways.note_hand(invitation, actor, Hand.SENT)
    case = invitation.case
    record(InvitationSent(chain=case.pk, audience=case.pk, case=case.pk, invitation=invitation.pk), actor=actor)
    return ways.paper_way(door)


def _require_mailbox(person: Person) -> None:
    if not person.email:
        raise Refused(_("No e-mail address of this person is known."), _("Print the letter, or call."))
    if not wishes_of(person.safe_contact).may_be_written_to:
        raise Refused(_("This person wants to be called and not written to."), _("Call, or bring the letter."))


def _once_a_day(invitation: Invitation) -> str:
    """Return the key under which an invitation is mailed once in a day, and again after it was not taken."""
    refused = Delivery.objects.system().filter(subject=invitation.pk, sent=None, attempts__gte=delivery.TRIES).count()
    return f"invited:{invitation.pk}:{clock.today()}:{refused}"


def _require_still(invitation: Invitation) -> None:
    """Sides are invited before they meet; somebody beside one may come at any stage at which people talk."""
    require_step(invitation.case, "add_company" if invitation.role else "invite_side")


def _goes_out(invitation: Invitation, route: str, shows_title: bool) -> None:
    """Mark that it goes out. Told by voice it has arrived; a letter or an e-mail has not: until its delivery is
    recorded no day of answer runs, and the case asks to be looked at after some days."""
    invitation.route, invitation.shows_title = route, shows_title
    if invitation.state == Invitation.PREPARED:
        invitation.state, invitation.sent = Invitation.SENT, clock.now()
    if route == VOICE and invitation.delivered is None:
        invitation.delivered = clock.now()
        invitation.due = clock.today() + timedelta(days=law.answer_days(invitation.case.pack))
    invitation.save()
    Side.objects.system().filter(pk=invitation.side_id, state=Side.ASKED).update(state=Side.INVITED)
    set_due(invitation.case)


@action(P.ANSWER_INVITATION, on=Invitation)
def answer_invitation(invitation: Invitation, *, actor: Actor, answer: str) -> Invitation:
    """Keep the answer: `accepted`, `talk` (first with somebody) or `declined`. After `talk` the others stay open.

    Accepting makes the person a participant; their code and PIN now lead to the case. Who comes to a side that has or
    had somebody already reads and binds nothing until a second person has confirmed them.
    """
    return answered(invitation, actor, answer, Attempt.ONLINE)


def answered(invitation: Invitation, actor: Actor, answer: str, how: str) -> Invitation:
    """Keep an answer that came by this way (`Attempt.ROUTES`). Inside an action."""
    require_step(invitation.case, "add_company" if invitation.role else "answer_invitation")
    if answer not in (Invitation.ACCEPTED, Invitation.TALK, Invitation.DECLINED):
        raise Refused(_("Choose one of the three answers."))
    if invitation.state == answer:
        return invitation
    if invitation.state in (Invitation.ACCEPTED, Invitation.DECLINED):
        raise Refused(_("You have answered already."), _("If you have thought again, tell the coordinator."))
    invitation.state, invitation.answered = answer, clock.now()
    invitation.save(update_fields=["state", "answered"])
    side = invitation.side
    if answer == Invitation.ACCEPTED:
        _join(invitation, actor)
    elif answer == Invitation.DECLINED and not invitation.role and not _others_of(side):
        side.state = Side.DECLINED
        side.save(update_fields=["state"])
    set_due(invitation.case, otherwise=PROPOSE_REFUSED if side.state == Side.DECLINED else "")
    tell_of_answer(invitation, actor, how)
    return invitation


def _join(invitation: Invitation, actor: Actor) -> None:
    case, side = invitation.case, invitation.side
    if invitation.role:
        beside = take_in(case, invitation.person, invitation.role, side=side, actor=actor)
        wait_for_second(beside)
        ways.lead_to_case(invitation.person_id, invitation.pk, case)
        return
    side.state = Side.JOINED
    side.save(update_fields=["state"])
    party = Party.objects.system().filter(side=side).first()
    role = {Party.GROUP: Participant.SPOKESPERSON, Party.ORGANISATION: Participant.REPRESENTATIVE}.get(
        party.kind if party else "", Participant.PARTY
    )
    is_first = (
        not invitation.added
        and not Participant.objects.system().filter(side=side).exclude(role__in=Participant.BESIDE).exists()
    )
    participant = take_in(case, invitation.person, role, side=side, actor=actor, signs=True)
    if not is_first:
        wait_for_second(participant)
    ways.lead_to_case(invitation.person_id, invitation.pk, case)


def _others_of(side: Side) -> bool:
    """Tell whether somebody else of the side takes part or may still answer."""
    asked = Invitation.objects.system().filter(side=side, state__in=OPEN, role="")
    here = Participant.objects.system().filter(side=side, ended=None, role__in=Participant.SIDE_ROLES)
    return asked.exists() or here.exists()


def tell_of_answer(invitation: Invitation, actor: Actor, how: str = "") -> None:
    """Record that an invitation was answered, and by what way, or lapsed."""
    case = invitation.case
    record(
        InvitationAnswered(
            chain=case.pk, audience=case.pk, case=case.pk, invitation=invitation.pk, state=invitation.state, how=how
        ),
        actor=actor,
    )


def set_due(case: Case, otherwise: str = "") -> None:
    """Put the case's clock on the nearest open answer; when none is awaited, on what is proposed to the coordinator
    (`propose_no_answer`, `propose_refused`), or take it off. A clock set for something else is left alone."""
    if case.due_for not in ("", FOR_DELIVERY, FOR_INVITATION, *PROPOSALS):
        return
    waiting = Invitation.objects.system().filter(case=case, state=Invitation.SENT, due__isnull=False)
    nearest = waiting.order_by("due").values_list("due", flat=True).first()
    if nearest is not None:
        end_of_day = datetime.combine(nearest, time(23, 59))
        case.due, case.due_for = timezone.make_aware(end_of_day), FOR_INVITATION
    elif underway := Invitation.objects.system().filter(case=case, state=Invitation.SENT, due=None).first():
        asked_after = (underway.sent or clock.now()) + timedelta(days=law.delivery_days(case.pack))
        case.due, case.due_for = asked_after, FOR_DELIVERY
    else:
        case.due, case.due_for = (clock.now() if otherwise else None), otherwise
    case.save(update_fields=["due", "due_for"])


@action(P.INVITE, on=Invitation)
def lapse_invitation(invitation: Invitation, *, actor: Actor) -> Invitation:
    """Let an unanswered invitation end after its day; the coordinator is asked whether the case ends as `no_answer`."""
    if invitation.state != Invitation.SENT or invitation.due is None or invitation.due >= clock.today():
        raise Refused(_("This invitation has not run out."))
    invitation.state, invitation.answered = Invitation.LAPSED, clock.now()
    invitation.save(update_fields=["state", "answered"])
    case = invitation.case
    set_due(case, otherwise=PROPOSE_NO_ANSWER)
    tell_of_answer(invitation, actor)
    return invitation
