"""What stands wrong in the registration journal or among the papers: another line says so, why, and how it should
read. The wrong line stays."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _

from bitim.cases import law, words
from bitim.cases.models import Case
from bitim.engines.lifecycle import OUTCOMES
from bitim.journal.actions.entering import follow
from bitim.journal.days import today_at
from bitim.journal.folding import DATES, EMPTIABLE, FOLDED, fold
from bitim.journal.keys import CORRECTED, STRUCK
from bitim.journal.models import Line
from bitim.journal.permissions import P
from bitim.journal.words import CHANNELS, REGISTERS, SUBJECTS, WHY
from bitim.kernel.access import Actor, NotFound, Refused
from bitim.kernel.action import action
from bitim.kernel.ids import new_token
from bitim.people.models import Place


@action(P.CORRECT_LINE, on=Line)
def correct_line(
    line: Line, *, actor: Actor, why: str, reason: str = "", emptied: Sequence[str] = (), **said: Any
) -> Line:
    """Write how a number should read. Only what is said and differs is kept in the new line. What is left out stays;
    `emptied` names the columns in which nothing should stand."""
    lines = _standing(line, why)
    now = fold(lines)
    cleared = [key for key in EMPTIABLE if key in emptied and getattr(now, key)]
    changed = {
        key: said[key] for key in FOLDED if key not in cleared and said.get(key) and said[key] != getattr(now, key)
    }
    if not changed and not cleared:
        raise Refused(_("Nothing is different from what stands in the journal."))
    _check(line, changed, now.closed)
    if "place_id" in changed and (case := lines[0].case):
        Case.objects.system().filter(pk=case, centre=line.centre).update(place_id=changed["place_id"])
    about = (*changed, *cleared)
    wrong = next((one for one in reversed(lines) if any(getattr(one, key) for key in about)), lines[0])
    return follow(
        lines[0],
        CORRECTED,
        actor=actor,
        once=f"corrected:{new_token()}",
        corrects=wrong,
        case=lines[0].case,
        why=why,
        reason=words.line(reason, 200) or None,
        emptied=cleared or None,
        **changed,
    )


@action(P.CORRECT_LINE, on=Line)
def strike_line(line: Line, *, actor: Actor, why: str, reason: str = "") -> Line:
    """Say that a number does not count: it was entered twice, or should not be here. It stays in the book as struck
    out, is never given again, and no report counts it."""
    lines = _standing(line, why)
    return follow(
        lines[0],
        STRUCK,
        actor=actor,
        once=f"struck:{lines[0].pk}",
        corrects=lines[0],
        case=lines[0].case,
        why=why,
        reason=words.line(reason, 200) or None,
    )


def _standing(line: Line, why: str) -> list[Line]:
    """Return the lines of a number in their order; refused when it was struck, or no reason is given."""
    if why not in WHY:
        raise Refused(_("Say why it is corrected."))
    same = Line.objects.system().filter(centre=line.centre_id, book=line.book, year=line.year, number=line.number)
    lines = list(same.select_related("centre").order_by("turn"))
    if any(one.act == STRUCK for one in lines):
        raise Refused(_("This entry was struck out already."))
    return lines


def _check(line: Line, changed: dict[str, Any], closed: date | None) -> None:
    known: dict[str, Any] = {"outcome": OUTCOMES, "channel": CHANNELS, "register": REGISTERS, "subject": SUBJECTS}
    if any(changed[key] not in keys for key, keys in known.items() if key in changed):
        raise Refused(_("Something is not chosen yet."))
    if "kind" in changed and not law.is_kind(line.centre.pack, changed["kind"]):
        raise Refused(_("Something is not chosen yet."))
    if "sides" in changed and not 1 <= int(changed["sides"]) <= 8:
        raise Refused(_("A case has between one and eight sides."))
    if "place_id" in changed and not Place.objects.system().filter(pk=changed["place_id"], centre=line.centre).exists():
        raise NotFound
    if any(changed[key] > today_at(line.centre.time_zone) for key in DATES if key in changed):
        raise Refused(_("The day is in the future."))
    if ("outcome" in changed or "closed" in changed) and closed is None:
        raise Refused(_("This case is not closed: its ending is written when it is."))
