"""Interpreters enter one room at a time, by the mediator's decision, and translate what is said there."""

from uuid import UUID

from django.utils.translation import gettext_lazy as _

from bitim.cases.actions.undertaking import has_promised
from bitim.cases.models import Participant
from bitim.kernel import clock, membership
from bitim.kernel.access import Actor, NotFound, Refused
from bitim.kernel.action import action
from bitim.kernel.models import Membership
from bitim.kernel.record import record
from bitim.kernel.text import LANGUAGES
from bitim.room import words as said
from bitim.room.actions.attending import put_out
from bitim.room.actions.calling import put_out_of
from bitim.room.events import InterpreterAdmitted, InterpreterReleased, TranslationAdded, TranslationChecked
from bitim.room.models import Message, Presence, Space, Translation
from bitim.room.permissions import P


def _interpreter(space: Space, participant: UUID) -> Participant:
    found: Participant | None = (
        Participant.objects.system()
        .filter(pk=participant, case=space.case, role=Participant.INTERPRETER, ended=None)
        .first()
    )
    if found is None:
        raise NotFound
    return found


@action(P.ADMIT_INTERPRETER, on=Space)
def admit_interpreter(space: Space, *, actor: Actor, participant: UUID) -> None:
    """Let an interpreter of the case into this room from now on, and into no other."""
    who = _interpreter(space, participant)
    if not space.open:
        raise Refused(_("This room is closed now."))
    if not has_promised(who):
        raise Refused(
            _("No undertaking of confidentiality of this interpreter is recorded."),
            _("It is recorded on the page of people: signed on paper, said before you, or given online."),
        )
    if membership.is_member(space.pk, who.person_id):
        return
    membership.join(space.pk, who.person_id, "interpreter", why="room:admitted")
    record(InterpreterAdmitted(chain=space.case_id, audience=space.pk, space=space.pk, participant=who.pk), actor=actor)


@action(P.ADMIT_INTERPRETER, on=Space)
def release_interpreter(space: Space, *, actor: Actor, participant: UUID) -> None:
    """End an interpreter's stay in this room; they read nothing of it any more."""
    who = _interpreter(space, participant)
    here = Membership.objects.system().filter(audience=space.pk, person=who.person_id, role="interpreter", ended=None)
    if not here.exists():
        return
    membership.leave(space.pk, who.person_id)
    Presence.objects.system().filter(space=space, person=who.person_id).delete()
    put_out(space, who.person_id, clock.now())
    put_out_of(space, who.person_id)
    record(InterpreterReleased(chain=space.case_id, audience=space.pk, space=space.pk, participant=who.pk), actor=actor)


@action(P.TRANSLATE, on=Message)
def translate(message: Message, *, actor: Actor, language: str, words: str) -> Translation:
    """Write, or write anew, what a message says in another language. A new wording has to be checked again."""
    if message.withdrawn:
        raise Refused(_("This message was taken back."))
    if language not in LANGUAGES or language == message.language:
        raise Refused(_("Choose another language than the one it was said in."))
    body = said.required(words)
    row = Translation.objects.system().filter(message=message, language=language).first()
    row = row or Translation(message=message, language=language)
    row.body, row.by_id, row.machine = body, actor.person, False
    row.checked_by, row.at = None, clock.now()
    row.save()
    _record(TranslationAdded, row, actor)
    return row


@action(P.CHECK_TRANSLATION, on=Translation)
def check_translation(translation: Translation, *, actor: Actor) -> Translation:
    """Mark a translation as found right by a second person."""
    if translation.by_id == actor.person:
        raise Refused(_("A translation is checked by somebody else than the person who wrote it."))
    translation.checked_by_id = actor.person
    translation.save(update_fields=["checked_by"])
    _record(TranslationChecked, translation, actor)
    return translation


def _record(kind: type[TranslationAdded] | type[TranslationChecked], row: Translation, actor: Actor) -> None:
    space = row.message.space
    record(
        kind(chain=space.case_id, audience=space.pk, space=space.pk, message=row.message_id, translation=row.pk),
        actor=actor,
    )
