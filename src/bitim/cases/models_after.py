"""Beside a case: a mediator's own notes, and the court that the dispute came from or goes to."""

from uuid import UUID, uuid5

from django.db import models

from bitim.cases.models import Case, Side
from bitim.cases.permissions import P
from bitim.kernel.keystore import Scope
from bitim.kernel.models import Row
from bitim.kernel.sealed import Sealed
from bitim.people.models import Person


class OwnNote(Row):
    """What one mediator keeps for themselves about one side. Nobody else ever reads it: no co-mediator, no successor,
    no coordinator. No event, no search, no export knows of it; closing destroys its key."""

    lock_path = "side__case"
    read_permission = P.SEE_NOTE
    side = models.ForeignKey(Side, on_delete=models.CASCADE, related_name="+")
    author = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    words = Sealed(klass="private")
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["side", "author"], name="one_own_note_per_side")]

    def scope_of(self, column: str) -> Scope:
        """The author's own key in this case."""
        return Scope("private", note_owner(self.side.case_id, self.author_id), self.side.case_id)


def note_owner(case: UUID, author: UUID) -> UUID:
    """Return whose key one mediator's notes in one case lie under."""
    return uuid5(case, f"notes of {author}")


class CourtReference(Row):
    """The court proceedings that a case belongs to. `stay_until`: the last day to which the judge stayed them."""

    lock_path = "case"
    read_permission = P.SEE_COURT
    case = models.OneToOneField(Case, on_delete=models.CASCADE, related_name="court_reference")
    court = Sealed(klass="archive")
    case_number = Sealed(klass="archive")
    judge = Sealed(klass="archive")
    stay_until = models.DateField(null=True, db_index=True)
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    def scope_of(self, column: str) -> Scope:
        """The case's archive key: notices to the court are written when the joint words are gone."""
        return Scope("archive", self.case_id, self.case_id)
