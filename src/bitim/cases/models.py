"""A case from request to closing: sides, parties, the people in it, screening, invitation, consent, appointment."""

from django.db import models
from django.db.models import Q

from bitim.cases.models_appointing import Acceptance, Appointment, Ballot, Panel
from bitim.cases.permissions import P
from bitim.kernel.keystore import Scope
from bitim.kernel.models import Row
from bitim.kernel.sealed import Sealed, SealedJSON
from bitim.people.models import LANGUAGE_CHOICES, Centre, Person, Place

__all__ = [
    "Acceptance",
    "Appointment",
    "Ballot",
    "Case",
    "Consent",
    "Hand",
    "Invitation",
    "Panel",
    "Participant",
    "Party",
    "Request",
    "Screening",
    "Side",
]


class Case(Row):
    """One mediation. Columns that people sort and filter by are open; words are sealed. `place`: of the centre's list,
    never an address; empty is the centre's own place."""

    read_permission = P.SEE_CASE

    centre = models.ForeignKey(Centre, on_delete=models.PROTECT, related_name="cases")
    number = models.CharField(max_length=9, unique=True)
    pack = models.CharField(max_length=8)
    stage = models.CharField(max_length=20, default="request")
    stage_since = models.DateTimeField()
    mode = models.CharField(max_length=8, default="joint", choices=[("joint", "joint"), ("shuttle", "shuttle")])
    kind = models.CharField(max_length=20, default="other")
    title = SealedJSON(klass="joint")
    place = models.ForeignKey(Place, on_delete=models.PROTECT, null=True, related_name="+")
    owner = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="owned_cases")
    made = models.DateTimeField()
    due = models.DateTimeField(null=True)
    due_for = models.CharField(max_length=30, blank=True)
    term_ends = models.DateField(null=True)
    outcome = models.CharField(max_length=20, blank=True)
    closed = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            # The order in which a centre's open cases are shown: a page deep in the list is read off, not sorted.
            models.Index(
                fields=["centre", "due", "-made", "id"], condition=Q(closed=None), name="open_cases_as_they_press"
            ),
            models.Index(fields=["centre", "closed"]),
            models.Index(fields=["centre", "stage"]),
            models.Index(fields=["owner", "closed"]),
        ]

    def scope_of(self, column: str) -> Scope:
        """The case's joint key."""
        return Scope("joint", self.pk, self.pk)


class Side(Row):
    """One side of a dispute: a shape, a tone and a name chosen by itself. Its id is its audience."""

    lock_path = "case"
    read_permission = P.SEE_SIDE
    ASKED, INVITED, JOINED, DECLINED, LEFT = "asked", "invited", "joined", "declined", "left"

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="sides")
    position = models.PositiveSmallIntegerField()
    name = Sealed(klass="joint")
    account = Sealed(klass="side")
    state = models.CharField(max_length=10, default=ASKED)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case", "position"], name="one_side_per_position"),
            models.CheckConstraint(condition=Q(position__gte=1, position__lte=8), name="two_to_eight_sides"),
        ]

    def scope_of(self, column: str) -> Scope:
        """The name is the table's, the account the side's."""
        if column == "name":
            return Scope("joint", self.case_id, self.case_id)
        return Scope("side", self.pk, self.case_id)


class Party(Row):
    """Who is bound: a person, an organisation or a group of persons with spokespeople."""

    PERSON, ORGANISATION, GROUP = "person", "organisation", "group"

    lock_path = "side__case"
    side = models.ForeignKey(Side, on_delete=models.CASCADE, related_name="parties")
    kind = models.CharField(max_length=12, choices=[(k, k) for k in (PERSON, ORGANISATION, GROUP)])
    name = Sealed(klass="joint")
    details = SealedJSON(klass="side")

    def scope_of(self, column: str) -> Scope:
        """The name stands in documents that all sign; the details stay with the side."""
        if column == "name":
            return Scope("joint", self.side.case_id, self.side.case_id)
        return Scope("side", self.side_id, self.side.case_id)


class Participant(Row):
    """A person in a case, in one role, from when to when. Roles: party (for themselves), spokesperson (of a group),
    representative (with a mandate), mediator, co_mediator, interpreter, coordinator; beside a side a supporter, beside
    all of them an observer. Neither signs, consents, marks or releases anything.

    `interpreter_required`: what the person says they speak meets no language of theirs in this case (facts_spoken.py).
    `reason`: why an observer was let in, a short key.
    `unconfirmed`: since when it waits for a second person to say who came, by a new code given by `reissued_by` or,
    with `added`, to a side that had people already. `denied`: when a second person said that it is not they.
    `seen_by`, `seen_at`: which member of staff had them before them in person, and when; `seen_as`: which kind of paper
    they showed (`SEEN_AS`), never its number and never a copy. `hand`: who signs at
    their request, `hand_before` whom, `hand_why` (`WHY`), where the pack allows it."""

    PARTY, SPOKESPERSON, REPRESENTATIVE = "party", "spokesperson", "representative"
    MEDIATOR, CO_MEDIATOR, INTERPRETER, COORDINATOR = "mediator", "co_mediator", "interpreter", "coordinator"
    SUPPORTER, OBSERVER = "supporter", "observer"
    BESIDE = (SUPPORTER, OBSERVER)
    SIDE_ROLES = (PARTY, SPOKESPERSON, REPRESENTATIVE)
    MEDIATOR_ROLES = (MEDIATOR, CO_MEDIATOR)
    ID_CARD, PASSPORT, OTHER_PAPER, KNOWN, NOT_LOOKED = "id_card", "passport", "other_paper", "known", "not_looked"
    WHY = ("illness", "impairment", "letters")
    SEEN_AS = (ID_CARD, PASSPORT, OTHER_PAPER, KNOWN, NOT_LOOKED)

    lock_path = "case"
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="participants")
    side = models.ForeignKey(Side, on_delete=models.CASCADE, null=True, related_name="participants")
    party = models.ForeignKey(Party, on_delete=models.CASCADE, null=True, related_name="participants")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="participations")
    role = models.CharField(max_length=20)
    shown_name = Sealed(klass="joint")
    language = models.CharField(max_length=2, choices=LANGUAGE_CHOICES, default="kk")
    signs = models.BooleanField(default=False)
    since = models.DateTimeField()
    ended = models.DateTimeField(null=True)
    unconfirmed = models.DateTimeField(null=True)
    reissued_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    added = models.BooleanField(default=False)
    denied = models.DateTimeField(null=True)
    interpreter_required = models.BooleanField(default=False)
    reason = models.CharField(max_length=12, blank=True)
    seen_as = models.CharField(max_length=12, blank=True)
    seen_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    seen_at = models.DateTimeField(null=True)
    hand = Sealed(klass="joint")
    hand_before = Sealed(klass="joint")
    hand_why = models.CharField(max_length=12, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case", "person", "role"], condition=Q(ended=None), name="one_role_in_a_case"
            )
        ]
        indexes = [
            models.Index(fields=["person", "ended"]),
            models.Index(fields=["case", "role", "ended"]),
            models.Index(fields=["unconfirmed"], condition=Q(unconfirmed__isnull=False), name="whoever_waits"),
            # A centre's day asks for the few cases of ten thousand in which nobody is appointed, or no one interprets.
            models.Index(
                fields=["case"], condition=Q(ended=None, role__in=("mediator", "co_mediator")), name="who_mediates_now"
            ),
            models.Index(
                fields=["case"], condition=Q(ended=None, interpreter_required=True), name="who_needs_interpreter"
            ),
        ]

    def scope_of(self, column: str) -> Scope:
        """The name by which the table calls this person, and who signs for them."""
        return Scope("joint", self.case_id, self.case_id)


class Request(Row):
    """A request for mediation, filled in over three screens, resumable by code; nothing goes to the other side."""

    read_permission = P.SEE_REQUEST
    DRAFT, SENT, ACCEPTED, DECLINED, WITHDRAWN = "draft", "sent", "accepted", "declined", "withdrawn"

    centre = models.ForeignKey(Centre, on_delete=models.PROTECT, related_name="requests")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="requests")
    case = models.OneToOneField(Case, on_delete=models.PROTECT, null=True, related_name="request")
    words = SealedJSON(klass="person")
    kind = models.CharField(max_length=20, default="other")
    language = models.CharField(max_length=2, choices=LANGUAGE_CHOICES, default="kk")
    step = models.PositiveSmallIntegerField(default=1)
    state = models.CharField(max_length=10, default=DRAFT)
    outcome = models.CharField(max_length=20, blank=True)
    made = models.DateTimeField()
    sent = models.DateTimeField(null=True)
    answered = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["centre", "state", "sent"])]

    def scope_of(self, column: str) -> Scope:
        """What a person tells before there is a case stays under that person's key."""
        return Scope("person", self.person_id)


class Screening(Row):
    """One side's answers, given alone, to the short safety questions; read by the mediator and screener only."""

    JOINT, SHUTTLE, DECLINE = "joint", "shuttle", "decline"

    lock_path = "case"
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="screenings")
    side = models.ForeignKey(Side, on_delete=models.CASCADE, related_name="screenings")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    answers = SealedJSON(klass="side")
    stops = SealedJSON(klass="side")
    result = models.CharField(max_length=8, choices=[(r, r) for r in (JOINT, SHUTTLE, DECLINE)])
    reasons = Sealed(klass="side")
    at = models.DateTimeField()

    def scope_of(self, column: str) -> Scope:
        """The side's key."""
        return Scope("side", self.side_id, self.case_id)


class Invitation(Row):
    """An invitation of one person of a side; answered yes, talk first, or no - equally easy. `added`: prepared for a
    side that was there already, not together with it. `role`: empty for the side's own people, else supporter."""

    PREPARED, SENT, ACCEPTED, TALK, DECLINED, LAPSED = "prepared", "sent", "accepted", "talk", "declined", "lapsed"

    lock_path = "case"
    read_permission = P.SEE_INVITATION
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="invitations")
    side = models.ForeignKey(Side, on_delete=models.CASCADE, related_name="invitations")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=10, default=PREPARED)
    added = models.BooleanField(default=False)
    role = models.CharField(max_length=12, blank=True)
    route = models.CharField(max_length=10, blank=True)
    shows_title = models.BooleanField(default=False)
    sent = models.DateTimeField(null=True)
    delivered = models.DateTimeField(null=True)
    due = models.DateField(null=True)
    answered = models.DateTimeField(null=True)


class Hand(Row):
    """A member of staff who had a hand in an invitation: wrote the person down, or sent it or saw its code. Whoever had
    could come in by it, or have made the person up, and does not vouch for them."""

    PREPARED, SENT = "prepared", "sent"

    lock_path = "invitation__case"
    invitation = models.ForeignKey(Invitation, on_delete=models.CASCADE, related_name="hands")
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=8, choices=[(k, k) for k in (PREPARED, SENT)])
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["invitation", "by", "kind"], name="one_hand_of_a_kind")]


class Attempt(Row):
    """One attempt to bring an invitation to a person: by what way, by whom, when, and what came of it."""

    HAND, POST, PHONE, MESSENGER, EMAIL, ONLINE = "hand", "post", "phone", "messenger", "email", "online"
    ROUTES = (HAND, POST, PHONE, MESSENGER, EMAIL, ONLINE)
    HANDED, SPOKEN, ANSWERED, OPENED = "handed", "spoken", "answered", "opened"
    ON_ITS_WAY, NO_ANSWER, SOMEBODY_ELSE, CAME_BACK, REFUSED = (
        "on_its_way",
        "no_answer",
        "somebody_else",
        "came_back",
        "not_taken",
    )
    DELIVERED = (HANDED, SPOKEN, ANSWERED, OPENED, REFUSED)
    OUTCOMES = (*DELIVERED, ON_ITS_WAY, NO_ANSWER, SOMEBODY_ELSE, CAME_BACK)

    lock_path = "invitation__case"
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="attempts")
    invitation = models.ForeignKey(Invitation, on_delete=models.CASCADE, related_name="attempts")
    by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    route = models.CharField(max_length=10, choices=[(r, r) for r in ROUTES])
    outcome = models.CharField(max_length=14, choices=[(o, o) for o in OUTCOMES])
    note = Sealed(klass="side")
    at = models.DateTimeField()

    def scope_of(self, column: str) -> Scope:
        """What was noted about reaching somebody goes with their side."""
        return Scope("side", self.invitation.side_id, self.case_id)


class Consent(Row):
    """A side's recorded consent to mediation, by one of its people; can be withdrawn at any time."""

    lock_path = "case"
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="consents")
    side = models.ForeignKey(Side, on_delete=models.CASCADE, related_name="consents")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    language = models.CharField(max_length=2)
    how = models.CharField(max_length=12, default="online")
    given = models.DateTimeField()
    withdrawn = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["side", "person"], condition=Q(withdrawn=None), name="one_consent_now")
        ]


import bitim.cases.models_after  # noqa: E402 - the tables beside a case, of the same application
import bitim.cases.models_reading  # noqa: E402 - the tables of calls belong to this domain
import bitim.cases.models_shape  # noqa: E402, F401 - the tables of those who sit beside belong to this domain
