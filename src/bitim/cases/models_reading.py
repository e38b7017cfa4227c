"""Reading out to a person without a device, over the telephone: the call, the agreed word, who helped which side."""

from django.db import models
from django.db.models import Q

from bitim.cases.permissions import P
from bitim.kernel.keystore import Scope
from bitim.kernel.models import Row
from bitim.kernel.sealed import Sealed, SealedJSON
from bitim.people.models import LANGUAGE_CHOICES, Person


class ReadBack(Row):
    """One call back to a person of a side, on the number on record, in which a text was read out sentence by sentence.

    Nothing in it counts until a second person, who listened, has said so in their own login (`witness`); where a centre
    has nobody else, somebody from outside is named in words (`outside`) and the record calls it weaker. `text` and
    `answers` belong to the side; no sound is kept. `number` is a keyed digest of what was dialled. `word`: whether the
    agreed word fitted, or was agreed only in this call.
    """

    INVITATION, CONSENT, QUESTIONS, CLAUSES, PAPER = "invitation", "consent", "questions", "clauses", "paper"
    PACKAGE = "package"
    ABOUT = (INVITATION, CONSENT, QUESTIONS, CLAUSES, PAPER, PACKAGE)
    OPEN, READ, COUNTED, BROKEN, NOT_SO = "open", "read", "counted", "broken", "not_so"
    AGREED_NOW, FITTED = "agreed_now", "fitted"
    SOMEBODY_ELSE, NO_ANSWER, CUT, OTHER_WORD = "somebody_else", "no_answer", "cut", "other_word"
    BROKEN_BY = (SOMEBODY_ELSE, NO_ANSWER, CUT, OTHER_WORD)

    lock_path = "case"
    read_permission = P.SEE_READ_BACK
    case = models.ForeignKey("cases.Case", on_delete=models.CASCADE, related_name="read_backs")
    side = models.ForeignKey("cases.Side", on_delete=models.CASCADE, related_name="read_backs")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    witness = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    outside = Sealed(klass="side")
    about = models.CharField(max_length=10, choices=[(one, one) for one in ABOUT])
    thing = models.UUIDField(null=True)
    language = models.CharField(max_length=2, choices=LANGUAGE_CHOICES)
    number = models.BinaryField()
    dialled = models.DateTimeField()
    word = models.CharField(max_length=10, blank=True)
    tries = models.PositiveSmallIntegerField(default=0)
    text = SealedJSON(klass="side")
    answers = SealedJSON(klass="side")
    answer = Sealed(klass="side")
    state = models.CharField(max_length=8, default=OPEN)
    broken_by = models.CharField(max_length=14, blank=True)
    ended = models.DateTimeField(null=True)
    counted = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case", "by"], condition=Q(state="open"), name="one_call_at_a_time"),
            models.CheckConstraint(condition=Q(witness=None) | ~Q(witness=models.F("by")), name="reader_is_no_witness"),
        ]
        indexes = [models.Index(fields=["witness"], condition=Q(state="read"), name="calls_to_witness")]

    def scope_of(self, column: str) -> Scope:
        """The side's key: what a side answers is the side's."""
        return Scope("side", self.side_id, self.case_id)


class SpokenWord(Row):
    """A word agreed by voice with a person of a case, asked at every later call. Only a keyed digest is kept."""

    lock_path = "case"
    case = models.ForeignKey("cases.Case", on_delete=models.CASCADE, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    digest = models.BinaryField()
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "person"], name="one_spoken_word")]


class NumberChange(Row):
    """A member of staff wrote down another telephone number of a person of a case. The number itself stands in the
    person's own row; whoever changed it does not read out on it while somebody else could."""

    lock_path = "case"
    case = models.ForeignKey("cases.Case", on_delete=models.CASCADE, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()


class Assistance(Row):
    """`by` has read out to a side (`read`), or a side has said that it does not mind if `by` helps another side as
    well (`shared`)."""

    READ, SHARED = "read", "shared"

    lock_path = "case"
    case = models.ForeignKey("cases.Case", on_delete=models.CASCADE, related_name="+")
    side = models.ForeignKey("cases.Side", on_delete=models.CASCADE, related_name="assistances")
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=6, choices=[(one, one) for one in (READ, SHARED)])
    noted_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["side", "by", "kind"], name="one_assistance_of_a_kind")]
