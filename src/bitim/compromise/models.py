"""Looking for a package: what is looked at, each side's private list, rounds of packages and hidden replies.

A side's list, its checks, its salt and its replies are sealed with that side's own key; what every side may see
(questions, options, packages) with the case's joint key.
"""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from bitim.cases.models import Case, Side
from bitim.compromise.permissions import P
from bitim.kernel.keystore import Scope
from bitim.kernel.models import Row
from bitim.kernel.sealed import PaddedJSON, Sealed, SealedJSON
from bitim.people.models import Person


class Search(Row):
    """One looking for a package in a case, on by nobody but its mediator and with every side's yes.

    `asked`: the sides are asked; `listing`: each side writes its list; `solving`: all lists are closed and packages are
    looked for; `proposing`: a round of packages is open, or is over; `found`: every side accepted one; `ended`.
    `model`: {"issues": [{"id", "title", "options": [{"id", "words"}]}], "apart": [[[issue, option], [issue, option]]]},
    as it was when the sides were asked: later changes of the table do not change what is weighed.
    `deal`: the answers that the sides came to at the table in spite of it, by the mediator's word; a day later it is
    looked once (`improved`) whether every side could gain.
    `kind`: of goods, what is weighed are things to be divided: each has the sides for options, {"id": the side as the
    engine calls it, "side": its id}, and whoever is chosen gets the thing.
    """

    ASKED, LISTING, SOLVING, PROPOSING, FOUND, ENDED = "asked", "listing", "solving", "proposing", "found", "ended"
    OPEN = (ASKED, LISTING, SOLVING, PROPOSING)
    PACKAGE, GOODS = "package", "goods"

    lock_path = "case"
    read_permission = P.SEE_SEARCH
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="searches")
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=10, default=PACKAGE)
    state = models.CharField(max_length=10, default=ASKED)
    model = SealedJSON(klass="joint")
    since = models.DateTimeField()
    at = models.DateTimeField()
    ended = models.DateTimeField(null=True)
    written = models.DateTimeField(null=True)
    deal = SealedJSON(klass="joint")
    deal_at = models.DateTimeField(null=True)
    improved = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case"],
                condition=Q(state__in=("asked", "listing", "solving", "proposing")),
                name="one_open_search_of_a_case",
            )
        ]

    def scope_of(self, column: str) -> Scope:
        """The case's joint key."""
        return Scope("joint", self.case_id, self.case_id)


class Part(Row):
    """One side's part in a search. `lists`: its orders and marks; `table`: whole points, made when the list was closed;
    `commitment` binds it, with `salt`, before anything is looked for. `unlock`: the side would open the lists again.
    `shared`: since when the mediator may read the list, because the side wanted it. `told_to`: the mediator who wrote
    down what a side without a device said."""

    lock_path = "search__case"
    read_permission = P.SEE_PART
    search = models.ForeignKey(Search, on_delete=models.CASCADE, related_name="parts")
    side = models.ForeignKey(Side, on_delete=models.CASCADE, related_name="+")
    agreed = models.DateTimeField(null=True)
    agreed_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    lists = PaddedJSON(klass="side")
    table = PaddedJSON(klass="side")
    salt = Sealed(klass="side")
    commitment = models.CharField(max_length=64, blank=True)
    frozen = models.DateTimeField(null=True)
    unlock = models.DateTimeField(null=True)
    shared = models.DateTimeField(null=True)
    told_to = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["search", "side"], name="one_part_per_side")]

    def scope_of(self, column: str) -> Scope:
        """The side's own key: the list goes when the side's words go."""
        return Scope("side", self.side_id, self.search.case_id)


class Round(Row):
    """At most three packages from the lists as they were closed. They open one after another: the next one when every
    side has answered and none that is open was accepted by all.

    `packages`: [{"options": [number, ...], "certified": bool, "gap": "percent, or empty"}]. `none`: no package keeps to
    everything that the sides must have or cannot accept. `record`: what an auditor whom all sides appoint can replay,
    as text; once a package is accepted it names that one and leaves out what was never opened, and `digest` is its
    SHA-256. `improves`: its one package is better for every side than the deal they have.
    """

    OPEN, ACCEPTED, OVER, NONE = "open", "accepted", "over", "none"

    lock_path = "search__case"
    read_permission = P.SEE_ROUND
    search = models.ForeignKey(Search, on_delete=models.CASCADE, related_name="rounds")
    number = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=8, default=OPEN)
    packages = SealedJSON(klass="joint")
    opened = models.PositiveSmallIntegerField(default=1)
    accepted = models.PositiveSmallIntegerField(null=True)
    record = Sealed(klass="joint")
    digest = models.CharField(max_length=64, blank=True)
    at = models.DateTimeField()
    closed = models.DateTimeField(null=True)
    improves = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["search", "number"], name="one_round_per_number"),
            models.UniqueConstraint(fields=["search"], condition=Q(state="open"), name="one_open_round_of_a_search"),
        ]

    def scope_of(self, column: str) -> Scope:
        """The case's joint key."""
        return Scope("joint", self.search.case_id, self.search.case_id)


class Reply(Row):
    """What a side said to a package: sealed with the side's key, shown to that side alone, gone when the round is
    over. One letter, since a word's length would tell which word it is."""

    LETTERS: ClassVar[dict[str, str]] = {"accept": "a", "refuse": "r", "another": "n"}

    lock_path = "round__search__case"
    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="replies")
    part = models.ForeignKey(Part, on_delete=models.CASCADE, related_name="+")
    number = models.PositiveSmallIntegerField()
    says = Sealed(klass="side")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["round", "part", "number"], name="one_reply_to_a_package")]

    @property
    def word(self) -> str:
        """What was said, as the engine calls it."""
        return {letter: word for word, letter in self.LETTERS.items()}.get(str(self.says), "")

    def scope_of(self, column: str) -> Scope:
        """The side's own key."""
        return Scope("side", self.part.side_id, self.part.search.case_id)


import bitim.compromise.models_bidding  # noqa: E402, F401 - the tables of blind bidding, of the same application
