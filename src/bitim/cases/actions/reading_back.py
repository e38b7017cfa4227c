"""The person without a device: called back on the number on record, the text read out sentence by sentence.

Whoever answers says the agreed word first. A second member of staff listens and confirms in their own login; until
then nothing counts. It counts as an answer to an invitation, as consent, as agreement to clauses - never as a
signature. No sound is kept; a call that somebody else answered is kept as an attempt without content.
"""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from bitim.cases import words
from bitim.cases.actions import ways
from bitim.cases.actions.inviting import answered
from bitim.cases.actions.reaching import begin_clock, keep_attempt, note_who_wrote
from bitim.cases.events import (
    AssistanceNoted,
    CalledBack,
    ConsentGiven,
    DoneByOne,
    NumberChanged,
    ReadBackCounted,
    WitnessedFromOutside,
)
from bitim.cases.facts import require_step
from bitim.cases.facts_hands import refuse_near
from bitim.cases.facts_reading import OWN_WAY, has_own_way
from bitim.cases.facts_texts import TEXTS, open_invitation
from bitim.cases.facts_vouching import is_alone, staff_of
from bitim.cases.labels import WRITE_INSTEAD, WRITE_ONLY, call_asks
from bitim.cases.models import Attempt, Case, Consent, Invitation, Participant, Side
from bitim.cases.models_reading import Assistance, NumberChange, ReadBack, SpokenWord
from bitim.cases.permissions import P
from bitim.kernel import clock, keystore
from bitim.kernel.access import Actor, Refused
from bitim.kernel.action import action
from bitim.kernel.ids import digits_of, keyed, same
from bitim.kernel.record import record
from bitim.kernel.sealed import normalised
from bitim.people.actions import keep_contacts
from bitim.people.models import Person
from bitim.people.queries import care_for

READ_BACK = "read_back"  # how a consent was given
YES, NO, THINK = "yes", "no", "think"
AGAIN = "again"  # of a sentence: not understood yet
ANSWERS, OF_SENTENCE = (YES, NO, THINK), (YES, NO, AGAIN)
TRIES = 3


@action(P.READ_BACK, on=Side)
def begin_read_back(
    side: Side,
    *,
    actor: Actor,
    person: UUID,
    about: str,
    witness: UUID | None = None,
    outside: str = "",
    sure: bool = False,
) -> ReadBack:
    """Keep that the number on record was dialled, and fix the text that is read out.

    `witness`: the second member of staff who listens. `outside`: somebody from outside named in words, where the
    centre has nobody else. `sure`: asked once more, where the person did not want to be called now or somebody else
    sees that telephone. Whoever asked to be written to is not called at all.
    """
    case, source = side.case, TEXTS.get(about)
    who = _person_of(side, person)
    if source is None:
        raise Refused(_("Choose what is read out."))
    require_step(case, "read_back")
    require_step(case, source.step)
    _may_be_called(case, who, actor, is_table=source.is_table)
    _as_they_wish(case, who, sure=sure)
    witness, outside = _witness(case, actor, witness, outside)
    if ReadBack.objects.system().filter(case=case, by_id=actor.who, state=ReadBack.OPEN).exists():
        raise Refused(_("You have a call open in this case."), _("Finish it, or break it off."))
    language = _language_of(side, who)
    text = source.text(side, who, language)
    if text is None or not text[1]:
        raise Refused(_("There is nothing to read out to this person in their language now."))
    made: ReadBack = ReadBack.objects.create(
        case=case,
        side=side,
        person=who,
        by_id=actor.who,
        witness_id=witness,
        outside=outside or None,
        about=about,
        thing=text[0],
        language=language,
        number=_digest(who.pk, "number", digits_of(str(who.phone))),
        dialled=clock.now(),
        text=[{"words": one.words, "part": one.part, "asks": one.asks} for one in text[1]],
        answers={},
    )
    return made


@action(P.KEEP_READ_BACK, on=ReadBack)
def say_word(read_back: ReadBack, *, actor: Actor, word: str) -> ReadBack:
    """Compare the word that was said with the one agreed before; the first word of a person is agreed in this call.

    A wrong word is counted and answered by a row without `word`, not by a refusal: three end the call.
    """
    _require_open(read_back)
    said = normalised(word)
    if len(said) < 2:
        raise Refused(_("Write the word that was said."))
    if read_back.word:
        return read_back
    digest = _digest(read_back.person_id, f"word:{read_back.case_id}", said)
    kept = SpokenWord.objects.system().filter(case=read_back.case, person_id=read_back.person_id).first()
    if kept is not None and not same(bytes(kept.digest), digest):
        read_back.tries += 1
        read_back.save(update_fields=["tries"])
        return _break(read_back, actor, ReadBack.OTHER_WORD) if read_back.tries >= TRIES else read_back
    if kept is None:
        SpokenWord.objects.create(
            case=read_back.case, person_id=read_back.person_id, digest=digest, by_id=actor.who, at=clock.now()
        )
    read_back.word = ReadBack.FITTED if kept else ReadBack.AGREED_NOW
    read_back.save(update_fields=["word"])
    Assistance.objects.system().get_or_create(
        side=read_back.side,
        by_id=actor.who,
        kind=Assistance.READ,
        defaults={"case": read_back.case, "noted_by_id": actor.who, "at": clock.now()},
    )
    return read_back


@action(P.KEEP_READ_BACK, on=ReadBack)
def break_off(read_back: ReadBack, *, actor: Actor, why: str) -> ReadBack:
    """End a call without content: somebody else answered, nobody did, the line was cut."""
    if read_back.state == ReadBack.BROKEN:
        return read_back
    _require_open(read_back)
    if why not in ReadBack.BROKEN_BY:
        raise Refused(_("Say why the call ended."))
    return _break(read_back, actor, why)


@action(P.KEEP_READ_BACK, on=ReadBack)
def finish_read_back(
    read_back: ReadBack, *, actor: Actor, answers: Mapping[str, Mapping[str, str]], answer: str
) -> ReadBack:
    """Keep what was answered: to each sentence (`said`: yes, no or again; `note` in the person's words) and at the end
    (yes, no, or wants to think). A yes at the end needs every sentence understood; a heading asks nothing. The witness
    is asked next."""
    if read_back.state in (ReadBack.READ, ReadBack.COUNTED):
        return read_back
    _require_open(read_back)
    if not read_back.word:
        raise Refused(_("First ask the agreed word."))
    if answer not in ANSWERS:
        raise Refused(_("Write down how the person answered at the end."))
    asked = [place for place, one in enumerate(read_back.text or []) if one.get("asks", True)]
    kept = _cleaned(answers, asked)
    unclear = [place for place in asked if kept.get(str(place), {}).get("said") not in (YES, NO)]
    if answer == YES and unclear:
        raise Refused(
            _("A yes counts when every sentence was read and understood."), _("Read the open ones again, slowly.")
        )
    read_back.answers, read_back.answer = kept, answer
    read_back.state, read_back.ended = ReadBack.READ, clock.now()
    read_back.save()
    _tell(read_back, actor)
    if read_back.witness_id is None:
        case = read_back.case
        if not is_alone(case, actor.who):
            raise Refused(_("Somebody else works at the centre now. Call again with a witness."))
        record(WitnessedFromOutside(chain=case.pk, audience=case.pk, case=case.pk), actor=actor)
        record(DoneByOne(chain=case.pk, audience=case.pk, case=case.pk), actor=actor)
        _count(read_back, actor)
    return read_back


@action(P.WITNESS_READ_BACK, on=ReadBack)
def witness_read_back(read_back: ReadBack, *, actor: Actor, so: bool) -> ReadBack:
    """Say, as the second person who listened, that it was so, or that it was not: then nothing counts. Said twice
    changes nothing."""
    if read_back.state == (ReadBack.COUNTED if so else ReadBack.NOT_SO):
        return read_back
    if read_back.state != ReadBack.READ:
        raise Refused(_("This call does not wait for a witness."))
    if so:
        _count(read_back, actor)
        return read_back
    read_back.state = ReadBack.NOT_SO
    read_back.save(update_fields=["state"])
    _tell(read_back, actor)
    return read_back


@action(P.CHANGE_NUMBER, on=Case)
def change_number(case: Case, *, actor: Actor, person: UUID, phone: str) -> NumberChange:
    """Write down another number of a person without a device. Whoever does it does not call it: somebody else does."""
    sides = Side.objects.system().filter(case=case).select_related("case")
    who = next((found for side in sides if (found := _found(side, person)) is not None), None)
    phone = words.line(phone, 60)
    if who is None:
        raise Refused(_("This person takes no part in the case."))
    if has_own_way(case.pk, who.pk):
        raise Refused(OWN_WAY)
    if len(digits_of(phone)) < 5:
        raise Refused(_("A telephone has more digits than this."))
    keep_contacts(who, phone=phone)
    note_who_wrote(who, actor)
    change: NumberChange = NumberChange.objects.create(case=case, person=who, by_id=actor.who, at=clock.now())
    record(NumberChanged(chain=case.pk, audience=case.pk, case=case.pk, change=change.pk), actor=actor)
    return change


@action(P.NOTE_ASSISTANCE, on=Side)
def note_assistance(side: Side, *, actor: Actor, by: UUID) -> Assistance:
    """Record that a side does not mind if this member of staff helps another side as well; noted by somebody else of
    the staff, who asked it. Each of the sides has to say it."""
    case = side.case
    if by not in staff_of(case):
        raise Refused(_("This person does not work at the centre."))
    if actor.person == by and not is_alone(case, by):
        raise Refused(_("Nobody notes this for themselves: ask a colleague."))
    noted, made = Assistance.objects.system().get_or_create(
        side=side,
        by_id=by,
        kind=Assistance.SHARED,
        defaults={"case": case, "noted_by_id": actor.who, "at": clock.now()},
    )
    if made:
        record(
            AssistanceNoted(chain=case.pk, audience=case.pk, case=case.pk, side=side.pk, assistance=noted.pk),
            actor=actor,
        )
    assistance: Assistance = noted
    return assistance


# --- what an answer stands for -------------------------------------------------------------------------


def _count(read_back: ReadBack, actor: Actor) -> None:
    """Let it count, if it may still happen: the case may have moved on since the call."""
    source, case = TEXTS[read_back.about], read_back.case
    require_step(case, source.step)
    if has_own_way(case.pk, read_back.person_id):
        raise Refused(OWN_WAY)
    read_back.state, read_back.counted = ReadBack.COUNTED, clock.now()
    read_back.save(update_fields=["state", "counted"])
    _tell(read_back, actor)
    if read_back.about == ReadBack.INVITATION:
        _answer_invitation(read_back, actor)
    elif read_back.about == ReadBack.CONSENT and read_back.answer == YES:
        _consent(read_back, actor)
    record(
        ReadBackCounted(chain=case.pk, audience=case.pk, case=case.pk, side=read_back.side_id, read_back=read_back.pk),
        actor=actor,
    )


def _answer_invitation(read_back: ReadBack, actor: Actor) -> None:
    """Answer for the person; the code in a letter that was never opened ends, so that nobody else comes by it."""
    answer = {YES: Invitation.ACCEPTED, NO: Invitation.DECLINED, THINK: Invitation.TALK}[str(read_back.answer)]
    assert read_back.thing is not None
    invitation = Invitation.objects.system().select_related("case", "side", "person").get(pk=read_back.thing)
    if answer == Invitation.ACCEPTED:
        ways.shut(invitation.person_id, invitation.pk)
    keep_attempt(invitation, Actor(read_back.by_id), Attempt.PHONE, Attempt.ANSWERED)
    begin_clock(invitation)
    answered(invitation, actor, answer, Attempt.PHONE)


def _consent(read_back: ReadBack, actor: Actor) -> None:
    case, rows = read_back.case, Consent.objects.system()
    if rows.filter(side_id=read_back.side_id, person_id=read_back.person_id, withdrawn=None).exists():
        return
    signs = Participant.objects.system().filter(
        side_id=read_back.side_id, person_id=read_back.person_id, signs=True, ended=None, unconfirmed=None
    )
    if not signs.exists():
        raise Refused(_("Only a person who signs for this side can consent for it."))
    consent: Consent = Consent.objects.create(
        case=case,
        side_id=read_back.side_id,
        person_id=read_back.person_id,
        language=read_back.language,
        how=READ_BACK,
        given=clock.now(),
    )
    record(
        ConsentGiven(chain=case.pk, audience=case.pk, case=case.pk, side=read_back.side_id, consent=consent.pk),
        actor=actor,
    )


# --- conditions ----------------------------------------------------------------------------------------


def _found(side: Side, person: UUID) -> Person | None:
    """Return a person who takes part for a side, or may still answer an invitation to it."""
    takes_part = Participant.objects.system().filter(
        side=side, person_id=person, ended=None, role__in=Participant.SIDE_ROLES
    )
    if takes_part.exists() or open_invitation(side, person) is not None:
        found: Person = Person.objects.system().get(pk=person)
        return found
    return None


def _person_of(side: Side, person: UUID) -> Person:
    found = _found(side, person)
    if found is None:
        raise Refused(_("This person takes no part for this side."))
    return found


def _may_be_called(case: Case, who: Person, actor: Actor, *, is_table: bool) -> None:
    if is_table and actor.role != "mediator":
        raise Refused(_("Only the mediator reads out what lies on the table."))
    if has_own_way(case.pk, who.pk):
        raise Refused(OWN_WAY)
    if len(digits_of(str(who.phone or ""))) < 5:
        raise Refused(_("No telephone number of this person is on record."), _("Write it down first."))
    if who.phone_noted_by == actor.who and not is_alone(case, actor.who):
        raise Refused(_("You wrote this number down yourself. Somebody else has to call it."))


def _as_they_wish(case: Case, who: Person, *, sure: bool) -> None:
    """Keep to what the person asked of whoever calls."""
    care = care_for(who, str(case.centre.time_zone))
    if care.refused:
        raise Refused(WRITE_ONLY, WRITE_INSTEAD)
    if care.asks and not sure:
        raise Refused(call_asks(care.asks), _("Say that you call all the same, or wait for a better time."))


def _witness(case: Case, actor: Actor, witness: UUID | None, outside: str) -> tuple[UUID | None, str]:
    outside = words.line(outside, 200)
    if is_alone(case, actor.who):
        if not outside:
            raise Refused(_("Name who listens with you: nothing counts without a witness."))
        refuse_near(case, outside)
        return None, outside
    if witness is None or witness == actor.person or witness not in staff_of(case):
        raise Refused(_("Choose a second member of staff who listens: nothing counts without a witness."))
    return witness, ""


def _language_of(side: Side, who: Person) -> str:
    rows = Participant.objects.system().filter(side=side, person=who, ended=None)
    return rows.values_list("language", flat=True).first() or who.language


def _require_open(read_back: ReadBack) -> None:
    if read_back.state != ReadBack.OPEN:
        raise Refused(_("This call is over."))


def _break(read_back: ReadBack, actor: Actor, why: str) -> ReadBack:
    read_back.state, read_back.broken_by, read_back.ended = ReadBack.BROKEN, why, clock.now()
    read_back.text, read_back.answers, read_back.answer = None, None, None
    read_back.save()
    _tell(read_back, actor)
    return read_back


def _cleaned(answers: Mapping[str, Mapping[str, str]], asked: list[int]) -> dict[str, dict[str, str]]:
    kept = {}
    for place in asked:
        one: Mapping[str, Any] = answers.get(str(place), {})
        said, note = str(one.get("said", "")), words.cleaned(str(one.get("note", "")), 1_000)
        if said in OF_SENTENCE or note:
            kept[str(place)] = {"said": said if said in OF_SENTENCE else "", "note": note}
    return kept


def _tell(read_back: ReadBack, actor: Actor) -> None:
    case = read_back.case_id
    record(CalledBack(chain=case, audience=case, case=case, read_back=read_back.pk, state=read_back.state), actor=actor)


def _digest(person: UUID, purpose: str, said: str) -> bytes:
    """Bind words to a person and a purpose under the house's key, as a door does with its second thing."""
    return keyed(keystore.store().derived("read-back"), f"{purpose}:{person}", said)
