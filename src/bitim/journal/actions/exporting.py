"""A book or a report leaves the house as a file: who took it, which one and its hash stay in the record."""

import hashlib

from bitim.journal.events import BookExported
from bitim.journal.permissions import P
from bitim.kernel.access import Actor
from bitim.kernel.action import action
from bitim.kernel.record import record
from bitim.people.models import Centre


@action(P.EXPORT, on=Centre)
def export(centre: Centre, *, actor: Actor, what: str, period: str, form: str, content: bytes) -> None:
    """Record that a file was made for the actor, who gets it in the same answer."""
    digest = hashlib.sha256(content).hexdigest()
    record(BookExported(centre.pk, centre.pk, what, period, form, digest), actor=actor)
