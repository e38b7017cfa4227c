"""Bidding unseen on one sum of money: what the sum is for, who pays, each side's own bids.

A side's bids are sealed with that side's own key and deleted when the bidding is over, however it ends. What stays is
that there was one, and the sum of a deal.
"""

from django.db import models
from django.db.models import Q

from bitim.cases.models import Case, Side
from bitim.compromise.permissions_bidding import B
from bitim.kernel.keystore import Scope
from bitim.kernel.models import Row
from bitim.kernel.sealed import Sealed, SealedJSON
from bitim.people.models import Person


class Bidding(Row):
    """One bidding between the two sides of a case, on by nobody but its mediator and with both sides' yes.

    `asked`: the sides are asked; `open`: round number `round` of `most` takes bids; `deal`: `sum`, in the smallest
    units of `currency`, is what both can live with; `none`: the last round ended without a deal; `ended`: it was
    ended before. `what`: in words what the sum is for, in the languages of the sides. `seed` draws where a half unit
    of the middle goes.
    """

    ASKED, OPEN, DEAL, NONE, ENDED = "asked", "open", "deal", "none", "ended"
    GOING_ON = (ASKED, OPEN)

    lock_path = "case"
    read_permission = B.SEE_BIDDING
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="biddings")
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=8, default=ASKED)
    what = SealedJSON(klass="joint")
    currency = models.CharField(max_length=3)
    most = models.PositiveSmallIntegerField()
    round = models.PositiveSmallIntegerField(default=1)
    seed = Sealed(klass="joint")
    sum = Sealed(klass="joint")
    since = models.DateTimeField()
    at = models.DateTimeField()
    closed = models.DateTimeField(null=True)
    written = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case"], condition=Q(state__in=("asked", "open")), name="one_open_bidding_of_a_case"
            )
        ]

    def scope_of(self, column: str) -> Scope:
        """The case's joint key."""
        return Scope("joint", self.case_id, self.case_id)


class Bidder(Row):
    """One side's part in a bidding. `bids`: its sums round by round, each as sixteen digits, so that not even their
    length says how large they are; `sealed`: in how many rounds it has bid."""

    lock_path = "bidding__case"
    read_permission = B.SEE_BIDDER
    bidding = models.ForeignKey(Bidding, on_delete=models.CASCADE, related_name="bidders")
    side = models.ForeignKey(Side, on_delete=models.CASCADE, related_name="+")
    pays = models.BooleanField()
    agreed = models.DateTimeField(null=True)
    agreed_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    bids = SealedJSON(klass="side")
    sealed = models.PositiveSmallIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["bidding", "side"], name="one_bidder_per_side"),
            models.UniqueConstraint(fields=["bidding", "pays"], name="one_pays_and_one_receives"),
        ]

    def scope_of(self, column: str) -> Scope:
        """The side's own key: the bids go when the side's words go."""
        return Scope("side", self.side_id, self.bidding.case_id)
