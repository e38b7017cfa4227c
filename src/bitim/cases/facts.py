"""The facts of a case for the lifecycle engine, and the engine's refusals in words.

Higher layers add what they know (frozen documents, signatures, live meetings) by `contribute`; cases never imports
them.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable
from typing import Any, NamedTuple
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from bitim.cases.facts_appointing import accepted_by, unaccepting_sides
from bitim.cases.facts_vouching import unmet_sides
from bitim.cases.models import Case, Consent, Screening, Side
from bitim.engines import lifecycle
from bitim.engines.lifecycle import CaseFacts, SideFacts
from bitim.kernel import clock
from bitim.kernel.access import Refused, Words
from bitim.people.queries import standing_of

# A contributor returns ({field of CaseFacts: value}, {side id: {field of SideFacts: value}}).
Contribution = tuple[dict[str, Any], dict[UUID, dict[str, Any]]]
# Whether somebody is going to look at one of these facts.
Wanted = Callable[..., bool]


class Contributor(NamedTuple):
    """A higher layer's knowledge of a case, and the names of the facts that it tells."""

    gives: frozenset[str]
    tell: Callable[[Case, Wanted], Contribution]


_contributors: list[Contributor] = []

OBSTACLES: dict[str, Words] = {
    "wrong_stage": _("The case is not at this stage now."),
    "two_sides": _("A mediation needs at least two sides."),
    "mediator_appointed": _("A mediator has to be appointed first."),
    "mediator_in_force": _("A mediator of this case may not mediate today: the register says why."),
    "mediator_accepted": _("Each side has to accept the mediator first."),
    "all_joined": _("Not every side has come yet."),
    "somebody_here": _("Nobody of the sides is here."),
    "all_consented": _("Every side has to give its consent first, and nobody may have withdrawn it."),
    "all_screened": _("The mediator has to speak with each side alone first."),
    "all_met": _("Somebody else than who invited a side has to speak with it alone first."),
    "none_unsuitable": _("The talk with each side alone showed that mediation does not suit this dispute."),
    "not_apart": _("In this case the sides are not brought together. Work with each side apart."),
    "agreement_drawn_up": _("The agreement to mediate has to be drawn up first."),
    "agreement_signed": _("The agreement to mediate has to be signed by every side and by the mediator first."),
    "in_term": _("The term of the agreement to mediate is over. It can be extended in writing."),
    "no_live_meeting": _("A meeting is already open."),
    "live_meeting": _("No meeting is open now."),
    "has_clauses": _("The text has no clauses yet."),
    "clauses_agreed": _("Not every clause is agreed by every side."),
    "complete": _("The text still has questions that have to be answered first."),
    "prevailing_chosen": _("Say which text prevails if the languages differ."),
    "settlement_frozen": _("The text has to be made final first."),
    "settlement_signed": _("Not everybody has signed yet."),
    "settlement_stands": _("No signed settlement is in force."),
    "no_standing_settlement": _("A signed settlement is in force. Go back to keeping it first."),
    "addendum_drawn_up": _("The addendum has to be drawn up first."),
    "addendum_signed": _("Not everybody has signed the addendum yet."),
}


Tell = Callable[[Case, Wanted], Contribution]


def contribute(*gives: str) -> Callable[[Tell], Tell]:
    """Register a higher layer's knowledge of a case: the function beneath tells these facts, and no others; those that
    are dear only when they are wanted."""

    def register(tell: Tell) -> Tell:
        _contributors.append(Contributor(frozenset(gives), tell))
        return tell

    return register


def facts_of(case: Case, reads: frozenset[str] | None = None) -> CaseFacts:
    """Return the facts of a case as they are now, in a fixed number of queries.

    `reads`: the names of the facts that somebody is going to look at; the others are not asked for, and no guard may
    look at them. None: everything."""
    sides = list(Side.objects.system().filter(case=case).order_by("position"))
    whole: dict[str, Any] = {
        "stage": case.stage,
        "mode": case.mode,
        "term_over": bool(case.term_ends and case.term_ends < clock.today()),
    }

    def wanted(*names: str) -> bool:
        return reads is None or not reads.isdisjoint(names)

    told = [_told(case, sides, wanted)]
    told += [one.tell(case, wanted) for one in _contributors if wanted(*one.gives)]
    of_side: dict[UUID, dict[str, Any]] = defaultdict(dict)
    for for_case, for_sides in told:
        whole |= for_case
        for side_id, more in for_sides.items():
            of_side[side_id] |= more
    made = tuple(
        SideFacts(
            joined=side.state == Side.JOINED,
            left=side.state in (Side.LEFT, Side.DECLINED),
            **of_side[side.pk],
        )
        for side in sides
    )
    return CaseFacts(sides=made, known=reads, **whole)


OWN = frozenset({"consented", "screened", "met", "accepted", "mediator_appointed", "mediator_barred"})


def _told(case: Case, sides: list[Side], wanted: Wanted) -> Contribution:
    """Tell what this domain knows itself (`OWN`)."""
    whole: dict[str, Any] = {}
    of_side: dict[UUID, dict[str, Any]] = {side.pk: {} for side in sides}
    if wanted("consented"):
        rows = Consent.objects.system().filter(case=case, withdrawn=None)
        for one in rows.values_list("side_id", flat=True).distinct():
            of_side[one]["consented"] = True
    if wanted("screened", "met"):
        held = Screening.objects.system().filter(case=case).order_by("at")
        talks = list(held.values_list("side_id", "person_id", "by_id", "result"))
        for one, _person, _by, result in talks:
            of_side[one]["screened"] = result
        for one in unmet_sides(case, [talk[:3] for talk in talks]) if wanted("met") else ():
            of_side[one]["met"] = False
    if wanted("accepted", "mediator_appointed", "mediator_barred"):
        accepted = accepted_by(case.pk)
        whole["mediator_appointed"] = bool(accepted)
        if accepted and wanted("mediator_barred"):
            whole["mediator_barred"] = any(standing_of(case.pack, case.centre_id, accepted).values())
        for one in unaccepting_sides(of_side, accepted):
            of_side[one]["accepted"] = False
    return whole, of_side


def facts_for(case: Case, steps: Iterable[str]) -> CaseFacts:
    """Return what the guards of these steps look at, and no more."""
    return facts_of(case, lifecycle.reads_of(steps))


def require_step(case: Case, step: str) -> None:
    """Raise Refused, in the reader's language, unless the step may happen now."""
    found = lifecycle.obstacles(facts_for(case, [step]), step)
    if found:
        raise Refused(OBSTACLES[found[0]], OBSTACLES[found[1]] if len(found) > 1 else "")


def move(case: Case, step: str) -> bool:
    """Take a step and, when it leads to another stage, put the case there; tell whether the stage changed."""
    facts = facts_for(case, [step])
    found = lifecycle.obstacles(facts, step)
    if found:
        raise Refused(OBSTACLES[found[0]])
    to = lifecycle.advance(facts, step)
    if to == case.stage:
        return False
    case.stage, case.stage_since = to, clock.now()
    if to == "closed":
        case.closed = case.stage_since
    case.save(update_fields=["stage", "stage_since", "closed"])
    return True


def steps_for(case: Case, role: str) -> list[str]:
    """Return the names of the steps that a role may take now; what buttons are shown."""
    steps = lifecycle.steps_at(case.stage, role)
    facts = facts_for(case, steps)
    return [step for step in steps if not lifecycle.obstacles(facts, step)]


def obstacle_words(case: Case, step: str) -> list[Words]:
    """Return the sentences of what stands in the way of a step."""
    return [OBSTACLES[key] for key in lifecycle.obstacles(facts_for(case, [step]), step)]
