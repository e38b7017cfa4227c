"""Persons, centres, roles, the register of mediators, staff accounts."""

from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import Q

from bitim.kernel.ids import new_id
from bitim.kernel.keystore import Scope
from bitim.kernel.models import Row
from bitim.kernel.sealed import Sealed, SealedJSON
from bitim.people.models_register import Absence, CentreInterest, Mark, MediatorCard, Place, RegisterImport
from bitim.people.models_templates import TemplateAcceptance
from bitim.people.permissions import P

__all__ = [
    "Absence",
    "Account",
    "Centre",
    "CentreInterest",
    "CentreRole",
    "Mark",
    "MediatorCard",
    "Person",
    "Place",
    "RegisterImport",
    "TemplateAcceptance",
]

LANGUAGE_CHOICES = [(c, c) for c in ("kk", "ru", "en", "uz", "ky", "bg")]


class Centre(Row):
    """A mediation centre: the tenant. Its name, address and phone are public."""

    name = models.JSONField(default=dict)
    address = models.JSONField(default=dict)
    place = models.JSONField(default=dict)
    phone = models.CharField(max_length=40)
    email = models.EmailField(blank=True)
    pack = models.CharField(max_length=8, default="kz")
    languages = models.JSONField(default=list)
    time_zone = models.CharField(max_length=40, default="Asia/Almaty")
    calendar_title = models.CharField(max_length=20, default="meeting")  # a key of the pack's `calendar_titles`
    slug = models.SlugField(unique=True)
    seal_key = SealedJSON(klass="centre")
    made = models.DateTimeField()

    def scope_of(self, column: str) -> Scope:
        """The centre's own key."""
        return Scope("centre", self.pk)


class Person(Row):
    """A human being. No ethnicity, no scores, no copies of papers. Everything that names them is sealed."""

    name = Sealed(klass="person")
    phone = Sealed(klass="person")
    email = Sealed(klass="person")
    spoken = Sealed(klass="person")
    safe_contact = SealedJSON(klass="person")
    language = models.CharField(max_length=2, choices=LANGUAGE_CHOICES, default="kk")
    time_zone = models.CharField(max_length=40, blank=True)  # empty: the centre's
    name_blind = models.BinaryField(null=True, db_index=True)
    phone_blind = models.BinaryField(null=True, db_index=True)
    email_blind = models.BinaryField(null=True, db_index=True)
    # Since when the telephone is this one, and who noted it: whoever is called back on it should know.
    phone_noted = models.DateTimeField(null=True)
    phone_noted_by = models.UUIDField(null=True)
    made = models.DateTimeField()

    def scope_of(self, column: str) -> Scope:
        """The person's own key."""
        return Scope("person", self.pk)


class AccountManager(BaseUserManager["Account"]):
    """Makes staff accounts; there are no passwords."""

    def create_user(self, email: str, **more: Any) -> "Account":
        """Make an account that logs in by e-mail code, authenticator or passkey."""
        account = self.model(email=self.normalize_email(email).lower(), **more)
        account.set_unusable_password()
        account.save()
        return account


class Account(AbstractBaseUser):
    """A staff login. Parties have none: they come by doors."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    email = models.EmailField(unique=True)
    person = models.OneToOneField(Person, on_delete=models.CASCADE, null=True, related_name="account")
    is_active = models.BooleanField(default=True)
    is_staff: ClassVar[bool] = False
    is_superuser: ClassVar[bool] = False

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []
    objects: ClassVar[AccountManager] = AccountManager()


class CodeSheet(Row):
    """A printed sheet of one-time codes of a member of staff. HMACs alone; a used code is taken out."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="sheets")
    made_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    pin = models.BinaryField()
    codes = models.JSONField(default=list)
    made = models.DateTimeField()
    used = models.DateTimeField(null=True)
    ended = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person"], condition=Q(ended=None), name="one_sheet_at_a_time")]


class CentreRole(Row):
    """What a person is at a centre."""

    read_permission = P.SEE_CENTRE
    COORDINATOR, MEDIATOR, INTERPRETER, HEAD = "coordinator", "mediator", "interpreter", "head"
    ROLES = (COORDINATOR, MEDIATOR, INTERPRETER, HEAD)

    centre = models.ForeignKey(Centre, on_delete=models.CASCADE, related_name="roles")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="centre_roles")
    role = models.CharField(max_length=20, choices=[(r, r) for r in ROLES])
    since = models.DateTimeField()
    ended = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["centre", "person", "role"], condition=Q(ended=None), name="one_role_at_a_time"
            )
        ]
