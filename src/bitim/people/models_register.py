"""The register of mediators and what belongs to it: cards, places, absences, the centre's own interests, the
marks by which one person is found under several spellings, and a list on its way into the register."""

from typing import Any

from django.db import models

from bitim.kernel.keystore import Scope
from bitim.kernel.models import Row
from bitim.kernel.sealed import Sealed, SealedJSON, normalised
from bitim.people.permissions import P


class Place(Row):
    """A place of a centre: a settlement or district for which its books count apart and in which its cases are; with an
    address, also a reception point with its sign on the door. Chosen from this one list: never somebody's address."""

    read_permission = P.SEE_CENTRE
    centre = models.ForeignKey("people.Centre", on_delete=models.CASCADE, related_name="places")
    name = models.JSONField(default=dict)
    address = models.JSONField(default=dict)
    hours = models.JSONField(default=dict)
    position = models.PositiveSmallIntegerField(default=0)
    ended = models.DateTimeField(null=True)

    class Meta:
        db_table = "journal_place"  # it began as the journal's list; append-only lines point to it


class MediatorCard(Row):
    """A mediator's line in the register: public by law, so open. It can be there before the mediator has a login, or
    without one (`person` empty): a region's list names people whom this house has never seen.

    Professional (Law No 401-IV, art. 9, 14): the organisation that keeps the register, certificate, training.
    Public (art. 10; Orders No 126 and 134 of 2022): the meeting that elected them, the number in the akimat's register,
    the term of office. `revoked`: since when the page says no; `removed_on` and `removed_for` what the decision says.
    `of_age`: whoever keeps the register saw that the age rule of the pack is met; the date of birth is not kept.
    `search`: what a card is found by, spelling folded."""

    read_permission = P.SEE_CENTRE
    PROFESSIONAL, PUBLIC = "professional", "public"

    centre = models.ForeignKey("people.Centre", on_delete=models.CASCADE, related_name="cards")
    person = models.OneToOneField("people.Person", on_delete=models.CASCADE, null=True, related_name="card")
    kind = models.CharField(max_length=12, choices=[(PROFESSIONAL, PROFESSIONAL), (PUBLIC, PUBLIC)])
    public_name = models.JSONField(default=dict)
    organisation = models.JSONField(default=dict)
    certificate = models.CharField(max_length=60, blank=True)
    issued = models.DateField(null=True)
    expires = models.DateField(null=True)
    training = models.CharField(max_length=200, blank=True)
    training_hours = models.PositiveSmallIntegerField(null=True)
    refreshed = models.DateField(null=True)
    of_age = models.BooleanField(null=True)
    elected_at = models.CharField(max_length=200, blank=True)
    elected_on = models.DateField(null=True)
    register_number = models.CharField(max_length=60, blank=True)
    term_from = models.DateField(null=True)
    term_to = models.DateField(null=True)
    takes_fee = models.BooleanField(default=False)
    revoked = models.DateTimeField(null=True)
    removed_on = models.DateField(null=True)
    removed_for = models.CharField(max_length=30, blank=True)
    languages = models.JSONField(default=list)
    spoken = models.CharField(max_length=200, blank=True)
    kinds = models.JSONField(default=list)
    places = models.JSONField(default=list)
    load_limit = models.PositiveSmallIntegerField(null=True)
    point = models.ForeignKey(Place, on_delete=models.SET_NULL, null=True, related_name="cards")
    number = models.CharField(max_length=30, unique=True)
    search = models.CharField(max_length=600, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["centre", "search"], name="a_register_by_name"),
            models.Index(fields=["centre", "register_number"], name="a_register_by_number"),
        ]

    def searchable(self) -> str:
        """Return what this card is found by: its name first, so that a register stands in the order of names."""
        parts = [*(self.public_name or {}).values(), self.register_number, self.certificate, self.number]
        parts += [*(self.organisation or {}).values(), *self.places]
        return " ".join(normalised(part) for part in parts if part)[:600]

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Keep with the card what it is found by."""
        self.search = self.searchable()
        if kwargs.get("update_fields") is not None:
            kwargs["update_fields"] = {*kwargs["update_fields"], "search"}
        super().save(*args, **kwargs)


class Absence(Row):
    """A mediator is away, from and to these days; somebody else takes over what cannot wait."""

    lock_path = "centre"
    read_permission = P.SEE_CENTRE
    centre = models.ForeignKey("people.Centre", on_delete=models.CASCADE, related_name="absences")
    person = models.ForeignKey("people.Person", on_delete=models.CASCADE, related_name="absences")
    since = models.DateField()
    until = models.DateField(null=True)
    back = models.DateTimeField(null=True)


class CentreInterest(Row):
    """Whom the centre itself depends on: founder, funder, landlord. Where one of them is a party of a case, each side
    is told before it consents."""

    FOUNDER, FUNDER, LANDLORD, OTHER = "founder", "funder", "landlord", "other"
    KINDS = (FOUNDER, FUNDER, LANDLORD, OTHER)

    lock_path = "centre"
    read_permission = P.SEE_CENTRE
    centre = models.ForeignKey("people.Centre", on_delete=models.CASCADE, related_name="interests")
    kind = models.CharField(max_length=10, choices=[(k, k) for k in KINDS])
    name = Sealed(klass="centre")
    identifier = Sealed(klass="centre")
    declared = models.DateTimeField()
    ended = models.DateTimeField(null=True)

    def scope_of(self, column: str) -> Scope:
        """The centre's own key."""
        return Scope("centre", self.centre_id)


class Mark(Row):
    """A keyed blind index of one way to know somebody: a pair of words of their name in any spelling, a telephone, an
    address, a BIN. `owner` is a person, a party or a declared interest. What it tells whoever holds the database
    stands in docs/threat-model.md."""

    owner = models.UUIDField(db_index=True)
    what = models.CharField(max_length=8)
    digest = models.BinaryField(db_index=True)


class RegisterImport(Row):
    """A region's list on its way into the register: read, shown, then entered by one press or left. What the file says
    is destroyed with the row after the press, or after a day."""

    lock_path = "centre"
    read_permission = P.IMPORT_REGISTER
    centre = models.ForeignKey("people.Centre", on_delete=models.CASCADE, related_name="imports")
    by = models.ForeignKey("people.Person", on_delete=models.SET_NULL, null=True, related_name="+")
    words = Sealed(klass="centre")
    columns = SealedJSON(klass="centre")
    made = models.DateTimeField()
    entered = models.DateTimeField(null=True)
    added = models.PositiveIntegerField(default=0)
    changed = models.PositiveIntegerField(default=0)

    def scope_of(self, column: str) -> Scope:
        """The centre's own key."""
        return Scope("centre", self.centre_id)
