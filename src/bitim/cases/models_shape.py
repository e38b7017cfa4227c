"""Who sits beside: what sides have said about them, and undertakings of confidentiality."""

from django.db import models
from django.db.models import Q

from bitim.cases.models import Case, Participant, Side
from bitim.cases.permissions import P
from bitim.kernel.keystore import Scope
from bitim.kernel.models import Row
from bitim.kernel.sealed import Sealed
from bitim.people.models import LANGUAGE_CHOICES, Person


class SideWord(Row):
    """What a side has said about somebody who sits beside: that its supporter may hear its private room (`caucus`),
    that a supporter may speak at the table (`speak`), that this observer may be there (`observe`). Yes or no, by one of
    its people who sign, changed at any moment: what was said before ends, the last word counts. A side's word is told
    to that side alone; whose word is missing is told to nobody."""

    CAUCUS, SPEAK, OBSERVE = "caucus", "speak", "observe"
    ABOUT = (CAUCUS, SPEAK, OBSERVE)
    ONLINE, ORAL = "online", "oral"

    lock_path = "case"
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="side_words")
    side = models.ForeignKey(Side, on_delete=models.CASCADE, related_name="words")
    participant = models.ForeignKey(Participant, on_delete=models.CASCADE, related_name="words")
    about = models.CharField(max_length=8, choices=[(a, a) for a in ABOUT])
    yes = models.BooleanField()
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    how = models.CharField(max_length=8, default=ONLINE)
    given = models.DateTimeField()
    ended = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["side", "participant", "about"], condition=Q(ended=None), name="one_word_of_a_side_now"
            )
        ]


class Undertaking(Row):
    """That somebody has promised to keep what they hear to themselves: in which language, signed on paper, said before
    a member of staff (`by`), or given online by themselves. `participant`: an interpreter, supporter or observer of the
    case; without one, somebody from outside called in for one reading, named in `name`."""

    PAPER, ORAL, ONLINE = "paper", "oral", "online"
    HOW = (PAPER, ORAL, ONLINE)

    lock_path = "case"
    read_permission = P.SEE_UNDERTAKING
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="undertakings")
    participant = models.OneToOneField(Participant, on_delete=models.CASCADE, null=True, related_name="undertaking")
    name = Sealed(klass="joint")
    language = models.CharField(max_length=2, choices=LANGUAGE_CHOICES)
    how = models.CharField(max_length=8, choices=[(h, h) for h in HOW])
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    def scope_of(self, column: str) -> Scope:
        """The name of somebody from outside lies on the table, as the names of the others do."""
        return Scope("joint", self.case_id, self.case_id)
