"""A consultation in under a minute: short keys, no name. Corrections and strikings are further lines."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from bitim.cases import law, words
from bitim.journal.actions.entering import enter, follow
from bitim.journal.days import today_at
from bitim.journal.keys import CONSULTATIONS, CORRECTED, STRUCK
from bitim.journal.models import Consultation
from bitim.journal.permissions import P
from bitim.journal.words import ADVICE, ASKED, ENTRY_CHANNELS, SENT_TO, WHY
from bitim.kernel.access import Actor, NotFound, Refused
from bitim.kernel.action import action
from bitim.kernel.ids import new_token
from bitim.kernel.text import LANGUAGES
from bitim.people.models import Centre, Place

# A talk is written down the same day; what was forgotten may be added for a month.
BACKWARDS = timedelta(days=31)
LONGEST = 2_000


@action(P.WRITE_CONSULTATION, on=Centre)
def write_consultation(centre: Centre, *, actor: Actor, day: date | None = None, **said: Any) -> Consultation:
    """Write down a consultation: place, kind, channel, language, what was asked, how it ended."""
    day = day or today_at(centre.time_zone)
    if not today_at(centre.time_zone) - BACKWARDS <= day <= today_at(centre.time_zone):
        raise Refused(_("The day is in the future or more than a month ago."))
    kept = _checked(centre, said)
    return enter(Consultation, centre, CONSULTATIONS, actor=actor, once=f"consultation:{new_token()}", day=day, **kept)


@action(P.CORRECT_CONSULTATION, on=Consultation)
def correct_consultation(entry: Consultation, *, actor: Actor, why: str, reason: str = "", **said: Any) -> Consultation:
    """Write a further line that says how the entry should read, and why."""
    entry = _standing(entry, why)
    kept = _checked(entry.centre, said)
    return follow(
        entry,
        CORRECTED,
        actor=actor,
        once=f"corrected:{new_token()}",
        corrects=entry,
        why=why,
        reason=words.line(reason, 200) or None,
        day=entry.day,
        **kept,
    )


@action(P.CORRECT_CONSULTATION, on=Consultation)
def strike_consultation(entry: Consultation, *, actor: Actor, why: str, reason: str = "") -> Consultation:
    """Say that an entry does not count: its number stays, reports leave it out."""
    entry = _standing(entry, why)
    return follow(
        entry,
        STRUCK,
        actor=actor,
        once=f"struck:{entry.head}",
        corrects=entry,
        why=why,
        reason=words.line(reason, 200) or None,
        day=entry.day,
        **{key: getattr(entry, key) for key in ("place_id", "kind", "channel", "language", "asked", "outcome")},
    )


def _standing(entry: Consultation, why: str) -> Consultation:
    """Return the entry's newest line; refused when the entry was struck, or no reason is given."""
    if why not in WHY:
        raise Refused(_("Say why it is corrected."))
    rows = Consultation.objects.system().filter(centre=entry.centre_id, year=entry.year, number=entry.number)
    newest: Consultation = rows.select_related("centre").order_by("-turn")[0]
    if newest.act == STRUCK:
        raise Refused(_("This entry was struck out already."))
    return newest


def _checked(centre: Centre, said: dict[str, Any]) -> dict[str, Any]:
    place: UUID | None = said.get("place") or None
    if place and not Place.objects.system().filter(pk=place, centre=centre).exists():
        raise NotFound
    known = {"channel": ENTRY_CHANNELS, "language": LANGUAGES, "asked": ASKED, "outcome": ADVICE}
    if any(said.get(key) not in keys for key, keys in known.items()) or not law.is_kind(centre.pack, said["kind"]):
        raise Refused(_("Something is not chosen yet."))
    sent_to = said.get("sent_to", "") if said["outcome"] == "sent" else ""
    if said["outcome"] == "sent" and sent_to not in SENT_TO:
        raise Refused(_("Say to which office the person was sent."))
    kept = {key: said[key] for key in (*known, "kind")} | {"place_id": place, "sent_to": sent_to}
    return kept | {"words": words.cleaned(said.get("words", ""), LONGEST) or None}
