"""Marks put down and destroyed, for actions that have decided for themselves who may."""

from collections.abc import Iterable
from uuid import UUID

from bitim.people.models import Mark


def keep_marks(owner: UUID, what: str, found: frozenset[bytes]) -> None:
    """Put down what an owner is found by now, in place of what stood there before."""
    here = {bytes(digest) for digest in Mark.objects.system().filter(owner=owner).values_list("digest", flat=True)}
    if here == found:
        return
    Mark.objects.system().filter(owner=owner).exclude(digest__in=found).delete()
    Mark.objects.bulk_create([Mark(owner=owner, what=what, digest=digest) for digest in sorted(found - here)])


def forget_marks(owners: Iterable[UUID]) -> int:
    """Destroy the marks of owners whose words were destroyed; return how many went."""
    return Mark.objects.system().filter(owner__in=list(owners)).delete()[0]
