"""The course of a case: its names, its way of working, its stages."""

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from bitim.cases import words
from bitim.cases.actions.receiving import titles
from bitim.cases.actions.screening import put_mode
from bitim.cases.events import CaseRetitled, SideNamed, StageChanged
from bitim.cases.facts import facts_of, move
from bitim.cases.models import Case, Screening, Side
from bitim.cases.permissions import P
from bitim.kernel.access import Actor, Refused
from bitim.kernel.action import action
from bitim.kernel.record import record


@action(P.NAME_SIDE, on=Side)
def name_side(side: Side, *, actor: Actor, name: str) -> Side:
    """Give a side the name that it chooses for itself."""
    name = words.line(name, 80)
    if not name:
        raise Refused(_("Write the name under which your side wants to be called."))
    side.name = name
    side.save(update_fields=["name"])
    record(SideNamed(chain=side.case_id, audience=side.case_id, case=side.case_id, side=side.pk), actor=actor)
    return side


@action(P.RETITLE, on=Case)
def retitle(case: Case, *, actor: Actor, title: Mapping[str, str]) -> Case:
    """Change the title in every language given."""
    case.title = titles(title)
    case.save(update_fields=["title"])
    record(CaseRetitled(chain=case.pk, audience=case.pk, case=case.pk), actor=actor)
    return case


@action(P.SWITCH_MODE, on=Case)
def switch_mode(case: Case, *, actor: Actor, mode: str) -> Case:
    """Hold the case jointly or apart. Together only when no side's latest talk alone asked for apart."""
    if mode not in ("joint", "shuttle"):
        raise Refused(_("Choose together or apart."))
    if mode == case.mode:
        return case
    apart = any(side.screened == Screening.SHUTTLE for side in facts_of(case, frozenset({"screened"})).present_sides)
    if mode == "joint" and apart:
        raise Refused(
            _("The talk with a side alone asked for working apart."),
            _("Speak with that side alone again; the newest talk counts."),
        )
    put_mode(case, mode, actor)
    return case


@action(P.START_DRAFTING, on=Case)
def start_drafting(case: Case, *, actor: Actor) -> Case:
    """Go from meetings to drafting the text."""
    return _step(case, "start_drafting", actor)


@action(P.START_DRAFTING, on=Case)
def back_to_meetings(case: Case, *, actor: Actor) -> Case:
    """Go back from drafting to meetings."""
    return _step(case, "back_to_meetings", actor)


def _step(case: Case, step: str, actor: Actor) -> Case:
    if move(case, step):
        record(StageChanged(chain=case.pk, audience=case.pk, case=case.pk, stage=case.stage), actor=actor)
    return case
