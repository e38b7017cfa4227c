"""Appointing a mediator: proposed, told what ties them, accepted by each side; and the sides' blind choice of one."""

from django.db import models

from bitim.cases.permissions import P
from bitim.kernel.keystore import Scope
from bitim.kernel.models import Row
from bitim.kernel.sealed import Sealed, SealedJSON


class Appointment(Row):
    """A mediator or co-mediator from proposal to the end of their part.

    proposed -> accepted by the mediator (from then on a participant) -> in office once every present side has accepted.
    `tells`: the mediator disclosed something; `disclosure` is what, shown to each side. `replaces`: whose cases they
    take over; that one's part ends when every side has accepted the new one."""

    PROPOSED, ACCEPTED, DECLINED, ANOTHER, ENDED = "proposed", "accepted", "declined", "another", "ended"

    lock_path = "case"
    read_permission = P.SEE_PROPOSAL
    case = models.ForeignKey("cases.Case", on_delete=models.CASCADE, related_name="appointments")
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="appointments")
    role = models.CharField(max_length=20)
    state = models.CharField(max_length=10, default=PROPOSED)
    tells = models.BooleanField(default=False)
    disclosure = Sealed(klass="joint")
    participant = models.OneToOneField(
        "cases.Participant", on_delete=models.SET_NULL, null=True, related_name="appointment"
    )
    replaces = models.ForeignKey("cases.Participant", on_delete=models.SET_NULL, null=True, related_name="+")
    by = models.ForeignKey("people.Person", on_delete=models.PROTECT, null=True, related_name="+")
    proposed = models.DateTimeField()
    answered = models.DateTimeField(null=True)
    ended = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["person", "state"]), models.Index(fields=["case", "state"])]

    def scope_of(self, column: str) -> Scope:
        """What a mediator discloses is for every side."""
        return Scope("joint", self.case_id, self.case_id)


class Acceptance(Row):
    """One side's answer to one mediator. `earlier`: the mediator may read what was said before in that side's private
    room. An objection needs no reason; nobody but the centre's coordinator reads whose it was."""

    ACCEPTED, ANOTHER = "accepted", "another"
    ONLINE, ORAL, PHONE, PAPER = "online", "oral", "phone", "paper"

    lock_path = "appointment__case"
    appointment = models.ForeignKey(Appointment, on_delete=models.CASCADE, related_name="acceptances")
    side = models.ForeignKey("cases.Side", on_delete=models.CASCADE, related_name="acceptances")
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    answer = models.CharField(max_length=10)
    earlier = models.BooleanField(default=False)
    how = models.CharField(max_length=8, default=ONLINE)
    recorded_by = models.ForeignKey("people.Person", on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["appointment", "side"], name="one_answer_of_a_side")]


class Panel(Row):
    """Mediators put before the sides to choose from. `seed` draws between equals, so that the choice can be made again
    and comes out the same."""

    lock_path = "case"
    read_permission = P.SEE_PANEL
    case = models.ForeignKey("cases.Case", on_delete=models.CASCADE, related_name="panels")
    members = models.JSONField(default=list)
    seed = models.CharField(max_length=32)
    by = models.ForeignKey("people.Person", on_delete=models.PROTECT, null=True, related_name="+")
    made = models.DateTimeField()
    decided = models.DateTimeField(null=True)
    dropped = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case"], condition=models.Q(decided=None, dropped=None), name="one_panel_at_a_time"
            )
        ]


class Ballot(Row):
    """Whom a side strikes and in what order it would have the rest: under the side's own key, read by nobody else, the
    mediator and the coordinator among them."""

    lock_path = "panel__case"
    panel = models.ForeignKey(Panel, on_delete=models.CASCADE, related_name="ballots")
    side = models.ForeignKey("cases.Side", on_delete=models.CASCADE, related_name="ballots")
    said = SealedJSON(klass="side")
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["panel", "side"], name="one_ballot_of_a_side")]

    def scope_of(self, column: str) -> Scope:
        """The side's key."""
        return Scope("side", self.side_id, self.side.case_id)
