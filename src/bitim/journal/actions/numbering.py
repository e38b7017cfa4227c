"""How the office writes its numbers and for which places it counts: the head decides, from the next line on."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext_lazy as _

from bitim.cases import words
from bitim.journal import formats
from bitim.journal.actions.entering import numbering_of
from bitim.journal.events import NumberingChanged
from bitim.journal.keys import BOOKS
from bitim.journal.permissions import P
from bitim.journal.words import FORMAT_TROUBLE
from bitim.kernel import clock
from bitim.kernel.access import Actor, Refused
from bitim.kernel.action import action
from bitim.kernel.record import record
from bitim.people.models import Centre, Place

MOST_PLACES = 200


@action(P.SET_NUMBERING, on=Centre)
def set_numbering(
    centre: Centre,
    *,
    actor: Actor,
    code: str = "",
    patterns: Mapping[str, str],
    places: Sequence[Mapping[str, str]] | None = None,
) -> None:
    """Choose the patterns of all books, and the list of places. What was written keeps its number and its place."""
    how = numbering_of(centre)
    how.code = words.line(code, 12)
    for book in BOOKS:
        pattern = words.line(patterns.get(book, ""), 40)
        if wrong := formats.trouble(pattern, how.code):
            raise Refused(FORMAT_TROUBLE[wrong])
        setattr(how, book, pattern)
    how.save()
    if places is not None:
        _keep_places(centre, places)
    record(NumberingChanged(chain=centre.pk, audience=centre.pk), actor=actor)


def _keep_places(centre: Centre, places: Sequence[Mapping[str, str]]) -> None:
    if len(places) > MOST_PLACES:
        raise Refused(_("So many places cannot be counted apart."))
    known: dict[str, Any] = {_key(row.name): row for row in Place.objects.system().filter(centre=centre)}
    wanted = {_key(name): (position, dict(name)) for position, name in enumerate(places)}
    for key, (position, name) in wanted.items():
        row = known.pop(key, None) or Place(centre=centre)
        row.name, row.position, row.ended = name, position, None
        row.save()
    for row in known.values():
        row.ended = row.ended or clock.now()
        row.save(update_fields=["ended"])
        row.cards.system().update(point=None)


def _key(name: Mapping[str, str]) -> str:
    return "|".join(f"{code}={name[code]}" for code in sorted(name))
