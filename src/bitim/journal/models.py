"""The books of an office. Lines are only added: what changes, and what was wrong, is another line.

A *number* (centre, book, year, number) is given once, without a gap, by the line in place 1; further lines of the same
number stand in places 2, 3 ... Triggers of the database refuse a changed, removed or skipped line (migration 0002).
A line of a case keeps the case's id, not the row: it outlives the case. Names are sealed under the line's own key, so
that they outlive the keys of the case, until the pack's term for journals is over.
"""

from uuid import UUID

from django.db import models

from bitim.journal.permissions import P
from bitim.kernel.keystore import Scope
from bitim.kernel.models import Row
from bitim.kernel.sealed import Sealed, SealedJSON
from bitim.people.models import LANGUAGE_CHOICES, Centre, Person, Place


class Numbering(Row):
    """How a centre writes its numbers: one pattern for each book, chosen by the head (formats.py)."""

    centre = models.OneToOneField(Centre, on_delete=models.CASCADE, related_name="numbering")
    code = models.CharField(max_length=12, blank=True)
    cases = models.CharField(max_length=40)
    incoming = models.CharField(max_length=40)
    outgoing = models.CharField(max_length=40)
    consultations = models.CharField(max_length=40)


class Numbered(Row):
    """What every line of every book has. `once` is the key by which the same thing is not entered twice."""

    read_permission = P.SEE_BOOK

    centre = models.ForeignKey(Centre, on_delete=models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField()
    number = models.PositiveIntegerField()
    turn = models.PositiveSmallIntegerField(default=1)
    shown = models.CharField(max_length=60)
    act = models.CharField(max_length=10)
    day = models.DateField()
    at = models.DateTimeField()
    by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    once = models.CharField(max_length=120, unique=True)
    place = models.ForeignKey(Place, on_delete=models.PROTECT, null=True, related_name="+")
    kind = models.CharField(max_length=20, blank=True)
    channel = models.CharField(max_length=8, blank=True)
    why = models.CharField(max_length=12, blank=True)
    reason = Sealed(klass="archive")
    first = models.UUIDField(null=True)

    class Meta:
        abstract = True

    @property
    def head(self) -> UUID:
        """The id of the line in place 1, under which this number is known."""
        return self.first or self.pk

    def scope_of(self, column: str) -> Scope:
        """The number's own key: nothing else hangs on it, neither the case's keys nor a person's."""
        return Scope("archive", self.head)


class Line(Numbered):
    """A line of the registration journal or of the papers that came in and went out. `emptied`: the columns of which a
    correction says that nothing stands there, as a settlement that was never signed."""

    book = models.CharField(max_length=14)
    case = models.UUIDField(null=True)
    sides = models.PositiveSmallIntegerField(null=True)
    register = models.CharField(max_length=12, blank=True)
    agreed = models.DateField(null=True)
    signed = models.DateField(null=True)
    outcome = models.CharField(max_length=20, blank=True)
    closed = models.DateField(null=True)
    subject = models.CharField(max_length=16, blank=True)
    corrects = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="corrections")
    emptied = models.JSONField(null=True)
    names = SealedJSON(klass="archive")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["centre", "book", "year", "number", "turn"], name="one_line_of_a_number")
        ]
        indexes = [models.Index(fields=["case", "book"])]


class Consultation(Numbered):
    """Somebody came, called or wrote and was advised: no name is asked for. `words` is what was asked, where the short
    key does not say it; only who wrote it and the coordinator read it."""

    read_permission = P.SEE_CONSULTATION

    language = models.CharField(max_length=2, choices=LANGUAGE_CHOICES)
    asked = models.CharField(max_length=12)
    outcome = models.CharField(max_length=10)
    sent_to = models.CharField(max_length=12, blank=True)
    words = Sealed(klass="archive")
    corrects = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="corrections")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["centre", "year", "number", "turn"], name="one_line_of_a_consultation")
        ]
        indexes = [models.Index(fields=["by", "year"])]


class Aspect(Row):
    """Whether a dispute has an inter-ethnic aspect: yes, no or unclear. It is a mark on the dispute, set by staff,
    never on people. No page of a party reads this table; it appears in sums of internal reports alone. Keeps the
    case's id, not the row, as lines do. A new mark is a new row: the newest counts, and a report of a time that is over
    counts the newest of its last day."""

    YES, NO, UNCLEAR = "yes", "no", "unclear"

    centre = models.ForeignKey(Centre, on_delete=models.PROTECT, related_name="+")
    case = models.UUIDField(db_index=True)
    answer = models.CharField(max_length=8, choices=[(a, a) for a in (YES, NO, UNCLEAR)])
    by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()
