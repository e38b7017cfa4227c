"""What comes after a settlement: duties kept or not, a pulse, who asked for a case and what was given."""

from typing import ClassVar

from django.db import models

from bitim.cases.models import Case, Party, Side
from bitim.kernel.keystore import Scope
from bitim.kernel.models import Row
from bitim.kernel.sealed import Sealed, SealedJSON
from bitim.people.models import Centre, Person
from bitim.settlements.models import Clause, Document
from bitim.settlements.permissions import P


class DutyKept(Row):
    """A promise of a signed settlement, as it goes. `words` is what the settlement says of it: who, what, how much,
    how it is shown to be done, what if not. The open columns are those by which late ones are found.

    `said`: what was reported last; `received`: what another side answered to it. The house decides nothing: where
    the two differ, the page shows both. `replaced`: since when another settlement stands in its place."""

    OPEN, DONE, PARTLY, PROBLEM = "open", "done", "partly", "problem"
    REPORTS = (DONE, PARTLY, PROBLEM)

    lock_path = "case"
    read_permission = P.SEE_DUTIES
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="duties")
    document = models.ForeignKey(Document, on_delete=models.CASCADE, related_name="duties")
    clause = models.ForeignKey(Clause, on_delete=models.SET_NULL, null=True, related_name="+")
    number = models.PositiveSmallIntegerField()
    party = models.ForeignKey(Party, on_delete=models.SET_NULL, null=True, related_name="+")
    side = models.ForeignKey(Side, on_delete=models.CASCADE, null=True, related_name="+")
    words = SealedJSON(klass="archive")
    due = models.DateField(null=True)
    standing = models.BooleanField(default=False)
    said = models.CharField(max_length=8, default=OPEN)
    received = models.BooleanField(null=True)
    replaced = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["document", "number"], name="one_duty_per_clause")]
        indexes = [models.Index(fields=["due"], condition=models.Q(replaced=None), name="duties_by_day")]

    def scope_of(self, column: str) -> Scope:
        """The settlement's own archive key: the duty is kept and let go with the paper that says it."""
        return Scope("archive", self.document_id, self.case_id)


class DutyReport(Row):
    """One thing said about a duty; never changed. `says`: done, partly, problem; received, not_received. `by` wrote it
    down; `for_side` is whose word it is; `told_by` and `how` when staff were told by voice."""

    RECEIVED, NOT_RECEIVED = "received", "not_received"
    ANSWERS = (RECEIVED, NOT_RECEIVED)
    ONLINE, PHONE, IN_PERSON = "online", "phone", "in_person"
    TOLD = (PHONE, IN_PERSON)

    lock_path = "duty__case"
    duty = models.ForeignKey(DutyKept, on_delete=models.CASCADE, related_name="reports")
    says = models.CharField(max_length=12)
    for_side = models.ForeignKey(Side, on_delete=models.CASCADE, related_name="+")
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    how = models.CharField(max_length=10, default=ONLINE)
    told_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    language = models.CharField(max_length=2)
    words = Sealed(klass="joint")
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["duty", "at"])]

    def scope_of(self, column: str) -> Scope:
        """What is said about a duty is said at the joint table."""
        return Scope("joint", self.duty.case_id, self.duty.case_id)


class Pulse(Row):
    """One side's answers, some time after a settlement: kept, fair, safe. Read by that side and the mediator; that it
    was answered is told to staff, never to another side. `person`: whose word it is; `noted_by`: the mediator who wrote
    it down after a call or a talk (`how`), of a side without a device."""

    lock_path = "side__case"
    read_permission = P.SEE_DUTIES
    document = models.ForeignKey(Document, on_delete=models.CASCADE, related_name="+")
    side = models.ForeignKey(Side, on_delete=models.CASCADE, related_name="pulses")
    days = models.PositiveSmallIntegerField()
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    how = models.CharField(max_length=9, default=DutyReport.ONLINE)
    noted_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    answers = SealedJSON(klass="side")
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["document", "side", "days"], name="one_pulse_per_side_and_time")]

    def scope_of(self, column: str) -> Scope:
        """The side's key."""
        return Scope("side", self.side_id, self.side.case_id)


class Demand(Row):
    """A court, prosecutor, police or akimat asked for a case: who, on what paper, what is to be given. Never changed.

    `words`: asker, office, paper, day, given (kinds of paper), note. `tell`: whether the sides may be told - `yes`,
    `no`, or `after` the day `tell_after`."""

    YES, NO, AFTER = "yes", "no", "after"
    TELL: ClassVar[tuple[str, ...]] = (YES, NO, AFTER)

    lock_path = "case"
    read_permission = P.SEE_DEMANDS
    centre = models.ForeignKey(Centre, on_delete=models.PROTECT, related_name="+")
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="+")
    number = models.PositiveIntegerField()
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    words = SealedJSON(klass="archive")
    tell = models.CharField(max_length=5, default=YES)
    tell_after = models.DateField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["centre", "number"], name="one_demand_per_number")]

    def scope_of(self, column: str) -> Scope:
        """A key of its own, which lives as long as the register has to."""
        return Scope("archive", self.pk, self.case_id)


class DemandStep(Row):
    """What happened to a demand afterwards; never changed. `confirmed` and `refused` are a second person's word;
    `given` is each handing over of the papers."""

    CONFIRMED, REFUSED, GIVEN = "confirmed", "refused", "given"

    lock_path = "demand__case"
    demand = models.ForeignKey(Demand, on_delete=models.PROTECT, related_name="steps")
    what = models.CharField(max_length=10)
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["demand"], condition=models.Q(what__in=("confirmed", "refused")), name="one_second_word"
            )
        ]
