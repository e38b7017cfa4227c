"""Ballots by which the people of the sides ratify draft clauses.

What is voted on are the very words that stood in the text when the sides were asked; a clause that changes afterwards
is another clause. How anybody voted is written nowhere: a paper that is used adds one to a count of its group and is
marked as used. The counts go with the result, which holds of them only what may be told.
"""

from django.db import models
from django.db.models import Q

from bitim.cases.models import Case, Side
from bitim.dialogue.permissions_ratifying import R
from bitim.kernel.keystore import Scope
from bitim.kernel.models import Row
from bitim.kernel.sealed import SealedJSON
from bitim.people.models import Person


class Ratification(Row):
    """One ballot of a case. `asked`: every side is asked whether its people, and those of the others, may read these
    words; `open`: papers are used; `over`: it was counted, `passed` says how it ended; `ended`: it was given up.

    `clauses`: [{"id", "version", "number", "texts": words by language}]. `rule`: the threshold inside every group
    (engines.ratification.RULES); `turnout`: how many per cent of a group's papers have to be used.
    """

    ASKED, OPEN, OVER, ENDED = "asked", "open", "over", "ended"
    GOING_ON = (ASKED, OPEN)

    lock_path = "case"
    notes_refusals = False  # of two presses by which a side says no, the second would name who it was
    read_permission = R.SEE_RATIFICATION
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="ratifications")
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    slug = models.CharField(max_length=12, unique=True)
    state = models.CharField(max_length=8, default=ASKED)
    clauses = SealedJSON(klass="joint")
    rule = models.CharField(max_length=16)
    turnout = models.PositiveSmallIntegerField(default=0)
    passed = models.BooleanField(null=True)
    made = models.DateTimeField()
    opened = models.DateTimeField(null=True)
    closes = models.DateTimeField()
    closed = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case"], condition=Q(state__in=("asked", "open")), name="one_open_ratification_of_a_case"
            )
        ]

    def scope_of(self, column: str) -> Scope:
        """The case's joint key."""
        return Scope("joint", self.case_id, self.case_id)


class Ratifier(Row):
    """One side's part in a ballot. `papers`: how many ballot papers its people get; 0: it does not vote, but its word
    that the clauses may be shown counts as any. `said_to`: the mediator before whom a side without a device agreed.
    `tally`: the votes so far, as text of one length, read by nothing but the count, under a key of the ballot's own
    that is destroyed with it: no copy of the data from before gives them up then. `told`: what may be told of them.
    `views`: [{"words", "out"}], what voters wished to stand beside the result, in the order of their letters, so that
    none tells when it came; in which language somebody had the pages is not kept."""

    lock_path = "ratification__case"
    read_permission = R.SEE_RATIFICATION
    ratification = models.ForeignKey(Ratification, on_delete=models.CASCADE, related_name="ratifiers")
    side = models.ForeignKey(Side, on_delete=models.CASCADE, related_name="+")
    papers = models.PositiveIntegerField(default=0)
    agreed = models.DateTimeField(null=True)
    agreed_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    said_to = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    tally = SealedJSON(klass="private")
    told = SealedJSON(klass="joint")
    views = SealedJSON(klass="joint")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["ratification", "side"], name="one_ratifier_per_side")]

    def scope_of(self, column: str) -> Scope:
        """The case's joint key: the result is everybody's at the table. The votes so far: the ballot's own."""
        if column == "tally":
            return Scope("private", self.ratification_id, self.ratification.case_id)
        return Scope("joint", self.ratification.case_id, self.ratification.case_id)


class BallotPaper(Row):
    """One piece of paper with a code that lets one person vote, once. What was voted with it is written nowhere."""

    lock_path = "ratifier__ratification__case"
    notes_refusals = False
    ratifier = models.ForeignKey(Ratifier, on_delete=models.CASCADE, related_name="ballot_papers")
    digest = models.BinaryField(unique=True)
    used = models.BooleanField(default=False)
