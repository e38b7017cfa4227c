"""What stands beside a case: a mediator's own notes, and the court proceedings that it belongs to."""

from datetime import date

from django.utils.translation import gettext_lazy as _

from bitim.cases import words
from bitim.cases.events import CourtNamed
from bitim.cases.models import Case, Side
from bitim.cases.models_after import CourtReference, OwnNote
from bitim.cases.permissions import P
from bitim.kernel import clock
from bitim.kernel.access import Actor, Refused
from bitim.kernel.action import action
from bitim.kernel.record import record

NOTE_LIMIT = 20_000


@action(P.KEEP_NOTE, on=Side)
def keep_note(side: Side, *, actor: Actor, said: str) -> None:
    """Keep the actor's own note about a side, in the place of the one before. Nothing is recorded: even that there is
    a note is nobody else's business. Empty, the note is gone."""
    said = words.cleaned(said, NOTE_LIMIT)
    rows = OwnNote.objects.system().filter(side=side, author_id=actor.who)
    if not said:
        rows.delete()
        return
    note = rows.select_related("side").first() or OwnNote(side=side, author_id=actor.who)
    note.words, note.at = said, clock.now()
    note.save()


@action(P.SET_COURT, on=Case)
def set_court(
    case: Case, *, actor: Actor, court: str, number: str = "", judge: str = "", stay_until: date | None = None
) -> CourtReference | None:
    """Say to which court proceedings a case belongs; without a name of a court it belongs to none."""
    court, number, judge = (words.line(one, 200) for one in (court, number, judge))
    rows = CourtReference.objects.system().filter(case=case)
    if not court:
        if number or judge or stay_until:
            raise Refused(_("Name the court."))
        if rows.exists():
            rows.delete()
            record(CourtNamed(chain=case.pk, audience=case.pk, case=case.pk), actor=actor)
        return None
    reference: CourtReference = rows.first() or CourtReference(case=case)
    before = (reference.court, reference.case_number, reference.judge, reference.stay_until)
    if before == (court, number or None, judge or None, stay_until):
        return reference
    reference.court, reference.case_number, reference.judge = court, number or None, judge or None
    reference.stay_until, reference.by_id, reference.at = stay_until, actor.who, clock.now()
    reference.save()
    record(CourtNamed(chain=case.pk, audience=case.pk, case=case.pk), actor=actor)
    return reference
