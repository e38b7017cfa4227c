"""The sides choose a mediator: each strikes and ranks without seeing the other's list; the lists are laid over one
another when the last one is in. Nobody reads a list but the side that wrote it."""

import secrets
from collections.abc import Sequence
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from bitim.cases.actions.appointing import _may_mediate, _proposed
from bitim.cases.events import PanelDecided, PanelPut
from bitim.cases.facts import require_step
from bitim.cases.models import Appointment, Ballot, Case, Panel, Participant, Side
from bitim.cases.permissions import P
from bitim.engines import matching
from bitim.kernel import clock
from bitim.kernel.access import Actor, NotFound, Refused
from bitim.kernel.action import action
from bitim.kernel.record import record

WRONG = {
    "not_on_panel": _("Choose among the mediators of this list."),
    "too_many_strikes": _("Somebody has to be left: strike fewer mediators."),
    "twice": _("Give each mediator one place."),
}


@action(P.APPOINT, on=Case)
def put_panel(case: Case, *, actor: Actor, members: Sequence[UUID]) -> Panel:
    """Put mediators before the sides to choose from; each may be appointed today. One list at a time."""
    require_step(case, "appoint_mediator")
    chosen = list(dict.fromkeys(members))
    if len(chosen) < 2:
        raise Refused(_("A choice needs at least two mediators."))
    if Panel.objects.system().filter(case=case, decided=None, dropped=None).exists():
        raise Refused(_("The sides are choosing already."))
    for person in chosen:
        _may_mediate(case, person, Participant.MEDIATOR, None)
    panel: Panel = Panel.objects.create(
        case=case,
        members=[str(person) for person in chosen],
        seed=secrets.token_hex(16),
        by_id=actor.person,
        made=clock.now(),
    )
    record(PanelPut(chain=case.pk, audience=case.pk, case=case.pk, panel=panel.pk), actor=actor)
    return panel


@action(P.APPOINT, on=Panel)
def drop_panel(panel: Panel, *, actor: Actor) -> Panel:
    """Take the list back before it is decided; what the sides wrote is destroyed."""
    if panel.decided is None and panel.dropped is None:
        panel.dropped = clock.now()
        panel.save(update_fields=["dropped"])
        Ballot.objects.system().filter(panel=panel).delete()
    return panel


@action(P.CHOOSE_MEDIATOR, on=Side)
def choose_mediator(side: Side, *, actor: Actor, panel: UUID, strikes: Sequence[UUID], ranks: Sequence[UUID]) -> Ballot:
    """Keep a side's list, sealed to the side; changed until the last side has written. Then the chosen mediator is
    asked to take the case."""
    one = Panel.objects.system().filter(pk=panel, case=side.case).first()
    if one is None:
        raise NotFound
    if one.decided or one.dropped:
        raise Refused(_("The choice is over."))
    signers = Participant.objects.system().filter(side=side, signs=True, ended=None, person_id=actor.who)
    if not signers.exists():
        raise Refused(_("Only a person who signs for this side can answer for it."))
    said = matching.Ballot(frozenset(map(str, strikes)), tuple(map(str, ranks)))
    sides = _present(side.case)
    wrong = matching.wrong(said, one.members, len(sides))
    if wrong:
        raise Refused(WRONG[wrong])
    ballot = Ballot.objects.system().filter(panel=one, side=side).select_related("side").first()
    ballot = ballot or Ballot(panel=one, side=side)
    ballot.said, ballot.at = {"strikes": sorted(said.strikes), "ranks": list(said.ranks)}, clock.now()
    ballot.save()
    if set(Ballot.objects.system().filter(panel=one).values_list("side_id", flat=True)) >= sides:
        _decide(one, side.case, actor)
    return ballot


def _present(case: Case) -> set[UUID]:
    rows = Side.objects.system().filter(case=case).exclude(state__in=(Side.LEFT, Side.DECLINED))
    return set(rows.values_list("pk", flat=True))


def order_of(panel: Panel) -> list[UUID]:
    """Return the mediators whom nobody struck, in the order in which they are asked; the same every time."""
    present = _present(panel.case)
    rows = Ballot.objects.system().filter(panel=panel, side__in=present).select_related("side")
    lists = [matching.Ballot(frozenset(row.said["strikes"]), tuple(row.said["ranks"])) for row in rows if row.said]
    return [UUID(key) for key in matching.choose(panel.members, lists, seed=panel.seed).order]


def _decide(panel: Panel, case: Case, actor: Actor) -> None:
    panel.decided = clock.now()
    panel.save(update_fields=["decided"])
    record(PanelDecided(chain=case.pk, audience=case.pk, case=case.pk, panel=panel.pk), actor=actor)
    _ask_next(panel, case, actor)


@action(P.APPOINT, on=Panel)
def ask_next(panel: Panel, *, actor: Actor) -> Appointment:
    """Ask the next of those whom nobody struck, when the one before did not take the case or another was wished."""
    if panel.decided is None:
        raise Refused(_("The sides are still choosing."))
    asked = _ask_next(panel, panel.case, actor)
    if asked is None:
        raise Refused(_("Nobody is left on this list."), _("Put a new list before the sides."))
    return asked


def _ask_next(panel: Panel, case: Case, actor: Actor) -> Appointment | None:
    before = set(Appointment.objects.system().filter(case=case).values_list("person_id", flat=True))
    for person in order_of(panel):
        if person in before:
            continue
        try:
            _may_mediate(case, person, Participant.MEDIATOR, None)
        except Refused:  # a certificate that ended meanwhile, a role that was given up: the next one is asked
            continue
        return _proposed(case, person, Participant.MEDIATOR, None, actor)
    return None
