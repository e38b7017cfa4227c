"""Several rooms at once: for pages that show all of a reader's rooms of a case as cards."""

from collections import defaultdict
from collections.abc import Iterable
from uuid import UUID

from bitim.kernel.access import Actor
from bitim.kernel.models import Membership
from bitim.room.queries.people import PersonSeen, Table
from bitim.room.queries.spaces import RoomSeen

_FIRST = {"mediator": 0, "co_mediator": 0, "interpreter": 1}


def hearers_in(actor: Actor, rooms: Iterable[RoomSeen]) -> dict[UUID, list[PersonSeen]]:
    """Return, for each of the actor's own rooms of one case (as `spaces_for` gave them), who else hears there: the
    mediator first, the own side last. Three queries, however many rooms."""
    own = list(rooms)
    if not own:
        return {}
    table = Table.of(actor, own[0].case)
    here: dict[UUID, list[UUID]] = defaultdict(list)
    members = Membership.objects.system().filter(audience__in=[room.pk for room in own], ended=None)
    for audience, person in members.order_by("since", "pk").values_list("audience", "person"):
        here[audience].append(person)
    return {
        room.pk: sorted((table.people[p] for p in here[room.pk] if p in table.people and p != actor.person), key=_order)
        for room in own
        if actor.person in here[room.pk]
    }


def _order(one: PersonSeen) -> tuple[int, int, str]:
    return _FIRST.get(one.role, 2), one.side.mark if one.side else 0, one.name
