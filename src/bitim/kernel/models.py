"""The kernel's tables: audiences and their members, the record, doors, deliveries, files. It knows no domain.

An *audience* is any id that people can be members of: a space, a side, a case's staff, a centre. Every event goes to
exactly one audience; a person reads an audience from their membership's interval only.
Classes of data (architecture.md, Sealed) stand in `Sealed(klass=...)`; every other column is open.
"""

from uuid import UUID

from django.db import models
from django.db.models import Q

from bitim.kernel.ids import new_id
from bitim.kernel.keystore import Scope
from bitim.kernel.scoped import ScopedManager
from bitim.kernel.sealed import Sealed

NOBODY = UUID(int=0)


class Row(models.Model):
    """A row with a random id, reachable only through queries."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    objects = ScopedManager()

    class Meta:
        abstract = True


class Audience(models.Model):
    """The head of one audience's feed; the lock under which its sequence numbers are given."""

    id = models.UUIDField(primary_key=True)
    head = models.PositiveBigIntegerField(default=0)
    objects = ScopedManager()


class Membership(Row):
    """`person` belongs to `audience` and reads events with from_seq < seq (and seq <= until_seq once they left).

    An interval that is kept back (`membership.keep_back`) belongs to NOBODY's audience and remembers its own in
    `kept_from`: no question about an audience can find it."""

    audience = models.UUIDField()
    person = models.UUIDField()
    role = models.CharField(max_length=20)
    from_seq = models.PositiveBigIntegerField(default=0)
    until_seq = models.PositiveBigIntegerField(null=True)
    why = models.CharField(max_length=60)
    since = models.DateTimeField()
    ended = models.DateTimeField(null=True)
    kept_from = models.UUIDField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["audience", "person"], condition=Q(ended=None), name="one_membership_now")
        ]
        indexes = [models.Index(fields=["person", "audience"]), models.Index(fields=["audience", "ended"])]


class Event(Row):
    """One thing that happened: audit line, feed item and outbox cue at once. Ids only, never words; append-only."""

    chain = models.UUIDField()
    chain_seq = models.PositiveBigIntegerField()
    audience = models.UUIDField()
    seq = models.PositiveBigIntegerField()
    kind = models.CharField(max_length=60)
    payload = models.JSONField(default=dict)
    pseudonym = models.UUIDField(null=True)
    role = models.CharField(max_length=20)
    at = models.DateTimeField()
    mac = models.BinaryField()
    digest = models.BinaryField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["chain", "chain_seq"], name="event_chain_seq"),
            models.UniqueConstraint(fields=["audience", "seq"], name="event_audience_seq"),
        ]
        # A centre's feed grows for years; a question about one kind of event must not walk through all of it.
        indexes = [models.Index(fields=["audience", "kind", "seq"])]


class ChainHead(models.Model):
    """The last link of each chain (a case's, a centre's)."""

    id = models.UUIDField(primary_key=True)
    seq = models.PositiveBigIntegerField(default=0)
    digest = models.BinaryField()
    objects = ScopedManager()


class Checkpoint(Row):
    """A signed head of a chain on a day; a copy leaves the machine."""

    chain = models.UUIDField()
    seq = models.PositiveBigIntegerField()
    digest = models.BinaryField()
    at = models.DateTimeField()
    signature = models.BinaryField()


class Pseudonym(Row):
    """Who acts in a chain, under a name that can be shredded."""

    chain = models.UUIDField()
    person = models.UUIDField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["chain", "person"], name="one_pseudonym")]


class IdempotencyKey(models.Model):
    """What an action answered to a key that a form or client carried; kept for as long as a form can come again
    (`presses.KEPT`): it says who did what and when."""

    key = models.CharField(max_length=80)
    action = models.CharField(max_length=120)
    actor = models.UUIDField(default=NOBODY)
    result_model = models.CharField(max_length=80, blank=True)
    result_id = models.CharField(max_length=64, blank=True)
    at = models.DateTimeField()
    objects = ScopedManager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["key", "action", "actor"], name="idempotent")]
        indexes = [models.Index(fields=["at"], name="presses_by_age")]


class RefusalLine(models.Model):
    """A refused attempt, outside the rolled-back transaction; says who tried what, never why in words."""

    at = models.DateTimeField()
    person = models.UUIDField(null=True)
    permission = models.CharField(max_length=60)
    target = models.UUIDField(null=True)
    objects = ScopedManager()


class Bucket(models.Model):
    """A token bucket of a rate limit, kept under a keyed name."""

    name = models.BinaryField(primary_key=True)
    tokens = models.FloatField()
    at = models.DateTimeField()
    objects = ScopedManager()


class Door(Row):
    """A way in for one person without an account, into one case or request. A link is not a person:
    the first opening asks `second` (a thing only that person knows) and sets a PIN."""

    person = models.UUIDField()
    subject = models.UUIDField()
    purpose = models.CharField(max_length=20)
    second = models.BinaryField(null=True)
    second_kind = models.CharField(max_length=20, blank=True)
    pin = models.BinaryField(null=True)
    opened = models.DateTimeField(null=True)
    closed = models.DateTimeField(null=True)
    generation = models.PositiveIntegerField(default=1)
    made = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "subject"], condition=Q(closed=None), name="one_open_door_per_person_and_subject"
            )
        ]


class DoorSecret(Row):
    """One link or code of a door, stored as HMAC alone."""

    door = models.ForeignKey(Door, on_delete=models.CASCADE, related_name="secrets")
    kind = models.CharField(max_length=8, choices=[("link", "link"), ("code", "code")])
    digest = models.BinaryField(unique=True)
    expires = models.DateTimeField()
    ended = models.DateTimeField(null=True)


class Delivery(Row):
    """One notice to one person by one route. Carries no words and no codes: both are made while sending."""

    person = models.UUIDField()
    subject = models.UUIDField(null=True)
    door = models.ForeignKey(Door, on_delete=models.CASCADE, null=True)
    route = models.CharField(max_length=12)
    notice = models.CharField(max_length=40)
    key = models.CharField(max_length=120, unique=True)
    due = models.DateTimeField()
    sent = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    failed = models.CharField(max_length=60, blank=True)

    class Meta:
        indexes = [models.Index(fields=["sent", "due"])]


class StoredFile(Row):
    """A file sealed in chunks on disk; its name and type are sealed with the class of the place it was put in."""

    klass = models.CharField(max_length=8)
    owner = models.UUIDField()
    case = models.UUIDField(null=True)
    size = models.PositiveBigIntegerField()
    media_type = models.CharField(max_length=60)
    name = Sealed(klass="owner")
    made = models.DateTimeField()

    def scope_of(self, column: str) -> Scope:
        """Return the scope of the file's own class."""
        return Scope(self.klass, self.owner, self.case)


class Job(models.Model):
    """When a clockwork job last ran."""

    name = models.CharField(max_length=60, primary_key=True)
    ran = models.DateTimeField()
    objects = ScopedManager()
