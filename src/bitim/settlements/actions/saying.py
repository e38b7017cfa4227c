"""What a side without a device says at the table, noted by the mediator before whom it was said.

Only for a side of which nobody has a way in (`answers_by_voice`), never for one that is online itself; and only where
somebody of it was in the room (`sat_before_the_mediator`): a side at home is called, with a second person who listens.
The mark carries the mediator's name wherever it is shown. It binds nobody: the final text is signed by the people
themselves, so a mark that is not true falls at the signing.
"""

from uuid import UUID

from django.utils.translation import gettext_lazy as _

from bitim.cases.events import ReadBackCounted
from bitim.cases.facts import require_step
from bitim.cases.facts_reading import GONE, answers_by_voice
from bitim.cases.models import Case, Participant, Side
from bitim.cases.models_reading import ReadBack
from bitim.cases.predicates import is_accepted_here
from bitim.kernel import clock
from bitim.kernel.access import Actor, Refused
from bitim.kernel.action import action
from bitim.kernel.record import on, record
from bitim.settlements.actions.places import table_of
from bitim.settlements.events import ClauseAgreed, ClauseChanged, TableMarked
from bitim.settlements.facts_heard import sat_before_the_mediator
from bitim.settlements.models import Clause, ClauseMark, Issue, Option, TableMark
from bitim.settlements.permissions import P

ONLINE = _("This side answers for itself, on its own device.")
AT_HOME = _("Nobody of this side was here. Read the clauses out to them by telephone, with a colleague who listens.")
ASKED_AT_HOME = _(
    "Nobody of this side was here. Read the questions out to them by telephone, with a colleague who listens."
)


@action(P.NOTE_MARK, on=Issue)
def note_on_issue(issue: Issue, *, actor: Actor, side: UUID, yes: bool) -> None:
    """Note that a side says yes to a question, or takes it back, before the mediator."""
    _note(issue.case, actor, side, yes, issue=issue)


@action(P.NOTE_MARK, on=Option)
def note_on_option(option: Option, *, actor: Actor, side: UUID, yes: bool) -> None:
    """Note that a side could live with an option, or takes it back, before the mediator."""
    _note(option.issue.case, actor, side, yes, option=option)


@action(P.NOTE_AGREEMENT, on=Clause)
def note_agreement(clause: Clause, *, actor: Actor, side: UUID, version: int, yes: bool = True) -> None:
    """Note that a side agrees to the version of a clause that was read to it, or takes that back. Before the mediator
    can only have been who was in the room: a side at home is called, and a second person listens."""
    case = clause.document.case
    require_step(case, "draft")
    speaker = speaker_of(case, side, actor)
    rows = ClauseMark.objects.system().filter(clause=clause, side_id=side, lost=None)
    if not yes:
        lost = rows.update(lost=clock.now())
        if lost:
            _changed(clause, actor, lost)
        return
    if side not in sat_before_the_mediator([side]):
        raise Refused(AT_HOME)
    if clause.removed or version != clause.version:
        raise Refused(_("This clause has changed. Please read it again."))
    if not (clause.texts or {}).get(speaker.language):
        raise Refused(_("This clause is not written in that language yet."))
    if rows.exists():
        return
    _agree(clause, actor, speaker, how=ClauseMark.SAID, read_by=actor.who)


def speaker_of(case: Case, side: UUID, actor: Actor) -> Participant:
    """Return who speaks for a side whose word this mediator may note; Refused for any other side."""
    found = Side.objects.system().select_related("case").filter(pk=side, case=case).exclude(state__in=GONE).first()
    if found is None:
        raise Refused(_("This side takes no part in the case."))
    if not answers_by_voice(found):
        raise Refused(ONLINE)
    if not (actor.is_system or is_accepted_here(actor, found)):
        raise Refused(is_accepted_here.reason)
    people = Participant.objects.system().filter(side=found, ended=None, role__in=Participant.SIDE_ROLES)
    people = people.filter(unconfirmed=None)
    speaker: Participant = people.order_by("-signs", "since", "pk")[0]
    return speaker


@on(ReadBackCounted)
def agree_to_what_was_read(happening: ReadBackCounted, actor: Actor) -> None:
    """Mark what was read out in a call and agreed: clauses, each in the version that was read (one that has changed
    since is read again); questions and ways to answer them."""
    call = ReadBack.objects.system().select_related("case").get(pk=happening.read_back)
    if call.about not in (ReadBack.CLAUSES, ReadBack.QUESTIONS) or call.answer != "yes":
        return
    speaker = (
        Participant.objects.system()
        .filter(case=call.case, side_id=call.side_id, person_id=call.person_id, ended=None, unconfirmed=None)
        .first()
    )
    if speaker is None:
        return
    agreed = [part for part, yes in _agreed(call).items() if yes]
    if call.about == ReadBack.QUESTIONS:
        _mark_what_was_read(call, speaker, agreed, actor)
        return
    for part in agreed:
        pk, version = part.split(":")
        clause = Clause.objects.system().select_related("document__case").filter(pk=pk, removed=None).first()
        rows = ClauseMark.objects.system().filter(clause_id=pk, side_id=call.side_id, lost=None)
        if clause is None or clause.version != int(version) or rows.exists():
            continue
        _agree(clause, actor, speaker, how=ClauseMark.READ_ALOUD, read_by=call.by_id)


def _agreed(call: ReadBack) -> dict[str, bool]:
    """Return of each part that was read whether everything in it was answered with yes."""
    agreed: dict[str, bool] = {}
    for place, one in enumerate(call.text or []):
        if not one.get("asks", True):
            continue
        said = (call.answers or {}).get(str(place), {}).get("said")
        agreed[one["part"]] = agreed.get(one["part"], True) and said == "yes"
    return agreed


def _mark_what_was_read(call: ReadBack, speaker: Participant, agreed: list[str], actor: Actor) -> None:
    """Mark questions and ways to answer them to which the side said yes in a call; one that is marked stays so."""
    case = call.case
    for part in agreed:
        kind, pk = part.split(":")
        thing = {"issue": Issue, "option": Option}[kind].objects.system().filter(pk=pk).first()
        of = {kind: thing}
        if thing is None or TableMark.objects.system().filter(side_id=call.side_id, **of).exists():
            continue
        TableMark.objects.create(
            side_id=call.side_id, person_id=speaker.person_id, said_to_id=call.by_id, at=clock.now(), **of
        )
        record(TableMarked(case.pk, table_of(case), case.pk, call.side_id, thing.pk, True), actor=actor)


def _agree(clause: Clause, actor: Actor, speaker: Participant, *, how: str, read_by: UUID) -> None:
    case = clause.document.case
    assert speaker.side_id is not None
    ClauseMark.objects.create(
        clause=clause,
        version=clause.version,
        side_id=speaker.side_id,
        person_id=speaker.person_id,
        how=how,
        read_by_id=read_by,
        language=speaker.language,
        at=clock.now(),
    )
    record(ClauseAgreed(case.pk, table_of(case), case.pk, clause.pk, speaker.side_id, clause.version, how), actor=actor)


def _changed(clause: Clause, actor: Actor, lost: int) -> None:
    document = clause.document
    case = document.case
    record(ClauseChanged(case.pk, table_of(case), case.pk, document.pk, clause.pk, clause.version, lost), actor=actor)


def _note(
    case: Case, actor: Actor, side: UUID, yes: bool, *, issue: Issue | None = None, option: Option | None = None
) -> None:
    require_step(case, "agree_issues")
    speaker = speaker_of(case, side, actor)
    thing = issue or option
    assert thing is not None
    marks = TableMark.objects.system().filter(issue=issue, option=option, side_id=side)
    if marks.exists() == yes:
        return
    if yes and side not in sat_before_the_mediator([side]):
        raise Refused(ASKED_AT_HOME)
    if yes:
        TableMark.objects.create(
            issue=issue,
            option=option,
            side_id=side,
            person_id=speaker.person_id,
            said_to_id=actor.who,
            at=clock.now(),
        )
    else:
        marks.delete()
    record(TableMarked(case.pk, table_of(case), case.pk, side, thing.pk, yes), actor=actor)
