"""One negotiating text: clauses in parallel languages, proposed, changed, agreed side by side.

A clause that changes after a side agreed loses that side's mark and says so. Two people who change the same version
lose nothing: the second gets both texts back.
"""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from bitim.cases.facts import require_step
from bitim.cases.models import Case, Participant
from bitim.cases.predicates import own_side
from bitim.kernel import clock
from bitim.kernel.access import Actor, Refused
from bitim.kernel.action import action
from bitim.kernel.record import record
from bitim.kernel.text import LANGUAGES
from bitim.settlements.actions.places import table_of
from bitim.settlements.actions.words import clean, clean_texts
from bitim.settlements.events import ClauseAgreed, ClauseChanged, CommentAdded, DocumentStarted
from bitim.settlements.facts_matter import court_of
from bitim.settlements.models import Clause, ClauseComment, ClauseMark, ClauseVersion, Document, Issue
from bitim.settlements.permissions import P

DUTY_PARTS = ("who", "what", "how_much", "by_when", "how_proved", "consequence", "standing")
EDITING_FOR = timedelta(minutes=5)
CLAUSE_LIMIT, MOST_CLAUSES = 20_000, 200


class Conflict(Refused):
    """Somebody changed the clause meanwhile; carries what it says now, the caller keeps what was typed."""

    def __init__(self, clause: Clause) -> None:
        super().__init__(_("Somebody changed this clause while you were writing. Both texts are shown below."))
        self.clause_id, self.version, self.texts, self.duty = clause.pk, clause.version, clause.texts, clause.duty


@action(P.START_SETTLEMENT, on=Case)
def start_settlement(case: Case, *, actor: Actor) -> Document:
    """Begin the settlement's text in the languages of the people who will sign it. Where one stands already, because
    the sides came back to the table, the new text begins with its clauses; nothing of it is agreed yet."""
    require_step(case, "draft")
    texts = Document.objects.system().filter(case=case, kind=Document.SETTLEMENT)
    kept = texts.filter(state__in=Document.OPEN).first()
    if kept:
        return kept
    document = Document.objects.create(
        case=case,
        kind=Document.SETTLEMENT,
        languages=signers_languages(case),
        pack=case.pack,
        pack_version="",
        made=clock.now(),
    )
    record(DocumentStarted(case.pk, table_of(case), case.pk, document.pk), actor=actor)
    if standing := texts.filter(state=Document.SIGNED).first():
        _begin_from(standing, document, actor)
    if court := court_of(case):
        document.terms = (document.terms or {}) | court
        document.save(update_fields=["terms"])
    return document


def _begin_from(standing: Document, document: Document, actor: Actor) -> None:
    """Copy what stands into the new text, to be changed there."""
    document.terms = {key: value for key, value in (standing.terms or {}).items() if key != "date"}
    document.prevailing = standing.prevailing if standing.prevailing in document.languages else ""
    document.save(update_fields=["terms", "prevailing"])
    rows = Clause.objects.system().filter(document=standing, removed=None).order_by("position", "pk")
    for place, one in enumerate(rows.select_related("document"), start=1):
        clause = Clause.objects.create(
            document=document, position=place, texts=one.texts, duty=one.duty, issue_id=one.issue_id
        )
        _keep_version(clause, actor)


def signers_languages(case: Case) -> list[str]:
    """Return the languages of the sides' signers, in the house's order."""
    signers = Participant.objects.system().filter(case=case, signs=True, ended=None, side__isnull=False)
    spoken = set(signers.values_list("language", flat=True))
    return [code for code in LANGUAGES if code in spoken]


@action(P.SET_LANGUAGES, on=Document)
def set_languages(document: Document, *, actor: Actor, languages: list[str], prevailing: str) -> Document:
    """Choose the parallel languages and which text prevails. Every signer's language has to be among them.

    A change takes away the agreed marks: the sides agreed to other columns.
    """
    require_step(document.case, "draft")
    chosen = [code for code in LANGUAGES if code in languages]
    missing = set(signers_languages(document.case)) - set(chosen)
    if missing:
        raise Refused(_("The text has to be in the language of everyone who signs it."))
    if prevailing and prevailing not in chosen:
        raise Refused(_("The prevailing text has to be one of the chosen languages."))
    if (chosen, prevailing) == (document.languages, document.prevailing):
        return document
    document.languages, document.prevailing = chosen, prevailing
    document.save(update_fields=["languages", "prevailing"])
    for clause in Clause.objects.system().filter(document=document, removed=None):
        _changed(clause, actor, _drop_marks(clause))
    return document


@action(P.PROPOSE_CLAUSE, on=Document)
def propose_clause(
    document: Document,
    *,
    actor: Actor,
    texts: Mapping[str, str],
    duty: Mapping[str, Any] | None = None,
    issue: UUID | None = None,
) -> Clause:
    """Add a clause at the end. `duty` may name who, what, how much, by when, how proved, what if not."""
    require_step(document.case, "draft")
    texts = clean_texts(texts, CLAUSE_LIMIT)
    last = Clause.objects.system().filter(document=document).aggregate(n=Max("position"))["n"] or 0
    if last >= MOST_CLAUSES:
        raise Refused(_("The text has too many clauses."))
    about = Issue.objects.system().filter(pk=issue, case=document.case).first() if issue else None
    clause = Clause.objects.create(
        document=document, position=last + 1, texts=texts, duty=_clean_duty(duty or {}), issue=about
    )
    _keep_version(clause, actor)
    _changed(clause, actor, 0)
    return clause


@action(P.EDIT_CLAUSE, on=Clause)
def begin_editing(clause: Clause, *, actor: Actor) -> Clause:
    """Leave a hint that this clause is being changed; it locks nothing and fades after five minutes."""
    clause.editing_id, clause.editing_since = actor.who, clock.now()
    clause.save(update_fields=["editing", "editing_since"])
    return clause


@action(P.EDIT_CLAUSE, on=Clause)
def edit_clause(
    clause: Clause, *, actor: Actor, version: int, texts: Mapping[str, str], duty: Mapping[str, Any]
) -> Clause:
    """Change a clause from the version that the writer saw; raises Conflict when it has changed meanwhile."""
    require_step(clause.document.case, "draft")
    if clause.removed:
        raise Refused(_("This clause was taken out meanwhile."))
    texts, duty = clean_texts(texts, CLAUSE_LIMIT), _clean_duty(duty)
    if (texts, duty) == (clause.texts, clause.duty or {}):
        return clause
    if version != clause.version:
        raise Conflict(clause)
    clause.texts, clause.duty = texts, duty
    clause.version += 1
    clause.editing = clause.editing_since = None
    clause.save()
    _keep_version(clause, actor)
    _changed(clause, actor, _drop_marks(clause))
    return clause


@action(P.REMOVE_CLAUSE, on=Clause)
def remove_clause(clause: Clause, *, actor: Actor) -> None:
    """Take a clause out; its versions stay readable."""
    require_step(clause.document.case, "draft")
    if clause.removed is None:
        clause.removed = clock.now()
        clause.save(update_fields=["removed"])
        _changed(clause, actor, _drop_marks(clause))


@action(P.AGREE_CLAUSE, on=Clause)
def agree_clause(
    clause: Clause, *, actor: Actor, version: int, how: str, language: str, read_by: UUID | None = None
) -> ClauseMark:
    """Mark a clause agreed for one's side, saying how it was taken in; only the version that was seen counts."""
    case = clause.document.case
    require_step(case, "draft")
    side = own_side(actor, case)
    if clause.removed or version != clause.version:
        raise Refused(_("This clause has changed. Please read it again."))
    if how not in (ClauseMark.READ, ClauseMark.HEARD, ClauseMark.READ_ALOUD):
        raise Refused(_("Please say how you took the text in."))
    if language not in clause.document.languages or not (clause.texts or {}).get(language):
        raise Refused(_("This clause is not written in that language yet."))
    if how == ClauseMark.READ_ALOUD and not _takes_part(case, read_by):
        raise Refused(_("Please say who read the text aloud."))
    marks = ClauseMark.objects.system()
    kept = marks.filter(clause=clause, side_id=side, lost=None).first()
    if kept:
        return kept
    mark: ClauseMark = ClauseMark.objects.create(
        clause=clause,
        version=version,
        side_id=side,
        person_id=actor.who,
        how=how,
        read_by_id=read_by if how == ClauseMark.READ_ALOUD else None,
        language=language,
        at=clock.now(),
    )
    record(ClauseAgreed(case.pk, table_of(case), case.pk, clause.pk, side, version, how), actor=actor)
    return mark


@action(P.AGREE_CLAUSE, on=Clause)
def take_back_agreement(clause: Clause, *, actor: Actor) -> None:
    """Take one's side's mark back; nothing is agreed until everything is signed."""
    case = clause.document.case
    side = own_side(actor, case)
    lost = ClauseMark.objects.system().filter(clause=clause, side_id=side, lost=None).update(lost=clock.now())
    if lost:
        _changed(clause, actor, lost)


@action(P.COMMENT, on=Clause)
def comment(clause: Clause, *, actor: Actor, body: str, language: str) -> ClauseComment:
    """Remark on a clause; everybody at the table reads it."""
    body = clean(body, 5000)
    if not body:
        raise Refused(_("Please write something first."))
    made: ClauseComment = ClauseComment.objects.create(
        clause=clause, author_id=actor.who, language=language, body=body, at=clock.now()
    )
    case = clause.document.case
    record(CommentAdded(case.pk, table_of(case), case.pk, clause.pk, made.pk), actor=actor)
    return made


def _takes_part(case: Case, person: UUID | None) -> bool:
    return Participant.objects.system().filter(case=case, person_id=person, ended=None).exists() if person else False


def _clean_duty(duty: Mapping[str, Any]) -> dict[str, Any]:
    kept: dict[str, Any] = {}
    for part in DUTY_PARTS:
        value = duty.get(part)
        if isinstance(value, Mapping):
            value = clean_texts(value, 2000, may_be_empty=True)
        elif value:
            value = clean(str(value), 200)
        if value:
            kept[part] = value
    return kept


def _keep_version(clause: Clause, actor: Actor) -> None:
    ClauseVersion.objects.create(
        clause=clause,
        number=clause.version,
        texts=clause.texts,
        duty=clause.duty,
        by_id=actor.who,
        at=clock.now(),
    )


def _drop_marks(clause: Clause) -> int:
    return ClauseMark.objects.system().filter(clause=clause, lost=None).update(lost=clock.now())


def _changed(clause: Clause, actor: Actor, lost: int) -> None:
    document = clause.document
    case = document.case
    document.revision += 1
    document.save(update_fields=["revision"])
    record(ClauseChanged(case.pk, table_of(case), case.pk, document.pk, clause.pk, clause.version, lost), actor=actor)
