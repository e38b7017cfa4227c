"""Who belongs to an audience, from when to when. The one place that opens and closes intervals."""

from collections.abc import Iterable
from uuid import UUID

from django.db.models import Q, QuerySet

from bitim.kernel import bus, clock
from bitim.kernel.models import NOBODY, Audience, Membership
from bitim.kernel.prepared import prepared


def head_of(audience: UUID) -> Audience:
    """Return the audience's head, locked, made at first use."""
    found = locked_head(audience)
    if not found:
        Audience.objects.system().get_or_create(pk=audience)
        found = locked_head(audience)
    return found[0]


@prepared
def locked_head(audience: UUID) -> "QuerySet[Audience, Audience]":
    """Return the audience's head, locked, if there is one."""
    return Audience.objects.system().select_for_update().filter(pk=audience)


def join(audience: UUID, person: UUID, role: str, *, why: str, from_start: bool = False) -> Membership:
    """Make a person a member from now on; with `from_start` they also read what was said before.

    Joining twice changes nothing. Must run inside a write transaction.
    """
    head = head_of(audience)
    now_member = Membership.objects.system().filter(audience=audience, person=person, ended=None).first()
    if now_member:
        return now_member
    bus.changed(audience)
    return Membership.objects.create(
        audience=audience,
        person=person,
        role=role,
        from_seq=0 if from_start else head.head,
        why=why,
        since=clock.now(),
    )


def leave(audience: UUID, person: UUID) -> None:
    """End a membership: open streams close, nothing later is ever read."""
    head = head_of(audience)
    Membership.objects.system().filter(audience=audience, person=person, ended=None).update(
        ended=clock.now(), until_seq=head.head
    )
    bus.changed(audience)


def leave_all(audience: UUID) -> None:
    """End every membership of an audience (a room that closes)."""
    for person in members(audience):
        leave(audience, person)


def keep_back(person: UUID, role: str) -> None:
    """Lock away all that a person could read in one role until now, in every audience; where they belong, they belong
    from now on alone. Must run inside a write transaction."""
    rows = Membership.objects.system().filter(person=person, role=role, kept_from=None)
    now_in = dict(rows.filter(ended=None).values_list("audience", "why"))
    for audience in sorted(now_in, key=str):
        leave(audience, person)
    for row in rows:
        row.audience, row.kept_from = NOBODY, row.audience
        row.save(update_fields=["audience", "kept_from"])
    for audience in sorted(now_in, key=str):
        join(audience, person, role, why=now_in[audience])


def give_back(person: UUID) -> None:
    """Give a person the very intervals that were kept back; nothing more. Must run inside a write transaction."""
    for row in Membership.objects.system().filter(person=person).exclude(kept_from=None).order_by("kept_from", "pk"):
        assert row.kept_from is not None
        row.audience, row.kept_from = row.kept_from, None
        row.save(update_fields=["audience", "kept_from"])
        bus.changed(row.audience)


def members(audience: UUID) -> list[UUID]:
    """Return who belongs now."""
    rows = Membership.objects.system().filter(audience=audience, ended=None)
    return list(rows.order_by("since", "pk").values_list("person", flat=True))


def is_member(audience: UUID, person: UUID | None) -> bool:
    """Tell whether the person belongs now."""
    return (
        person is not None and Membership.objects.system().filter(audience=audience, person=person, ended=None).exists()
    )


def intervals(audience: UUID, person: UUID) -> Q:
    """Return the condition on `seq` under which this person may read this audience's rows; matches nothing for a
    stranger."""
    readable = Q(pk__in=[])
    for start, end in _intervals(audience, person):
        readable |= Q(seq__gt=start) if end is None else Q(seq__gt=start, seq__lte=end)
    return readable


@prepared
def _intervals(audience: UUID, person: UUID) -> "QuerySet[Membership, tuple[int, int | None]]":
    rows = Membership.objects.system().filter(audience=audience, person=person)
    return rows.order_by().values_list("from_seq", "until_seq")


def audiences_of(person: UUID, among: Iterable[UUID] | None = None) -> list[UUID]:
    """Return the audiences a person belongs to now."""
    rows = Membership.objects.system().filter(person=person, ended=None)
    if among is not None:
        rows = rows.filter(audience__in=list(among))
    return list(rows.values_list("audience", flat=True))
