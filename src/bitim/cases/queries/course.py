"""Where a case stands, and what happened in it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from bitim.cases.models import Case
from bitim.cases.permissions import P
from bitim.cases.predicates import is_coordinator
from bitim.kernel import membership
from bitim.kernel.access import Actor, require_visible
from bitim.kernel.models import Event
from bitim.kernel.record import KINDS

PAGE = 100
# The case's own stages without `closed`: (key, name, what it means for a party).
STORY: tuple[tuple[str, Any, Any], ...] = (
    ("request", _("Request"), _("Somebody asked the centre for help.")),
    ("contract", _("Contract"), _("Each side is spoken with alone, consents, and signs how the mediation will go.")),
    ("meetings", _("Meetings"), _("The sides talk with the mediator's help, together or apart.")),
    ("drafting", _("Text"), _("What was agreed is written down, clause by clause.")),
    ("signing", _("Signing"), _("Everybody reads the whole text and signs, or does not.")),
    ("performance", _("Keeping"), _("What was promised is done, day by day.")),
)
STAGE_NAMES: dict[str, Any] = {key: name for key, name, _means in STORY} | {"closed": _("Closed")}


@dataclass(frozen=True)
class Stone:
    """A stage as a stepping stone: `state` is `done`, `now` or `next`."""

    key: str
    name: str | Promise
    means: str | Promise
    state: str


@dataclass(frozen=True)
class RecordLine:
    """One line of the record: a sentence, by whom (role), when; the stage it led to. Never words of people."""

    at: datetime
    role: str
    kind: str
    sentence: str | Promise
    stage: str | Promise = ""


def story_for(actor: Actor, case: Case) -> list[Stone]:
    """Return the stages of a case as stepping stones for a reader of the case."""
    require_visible(actor, P.SEE_CASE, case)
    keys = [key for key, _name, _means in STORY]
    here = keys.index(case.stage) if case.stage in keys else len(keys)
    return [
        Stone(key, name, means, "done" if place < here else "now" if place == here else "next")
        for place, (key, name, means) in enumerate(STORY)
    ]


def record_for(actor: Actor, case: Case, page: int = 1) -> list[RecordLine]:
    """Return the staff's record of a case, newest first; a mediator reads the intervals of their own appointment."""
    require_visible(actor, P.SEE_RECORD, case)
    rows = Event.objects.system().filter(audience=case.pk)
    if not is_coordinator(actor, case) and actor.person is not None:
        rows = rows.filter(membership.intervals(case.pk, actor.person))
    start = (max(page, 1) - 1) * PAGE
    return [
        RecordLine(e.at, e.role, e.kind, KINDS[e.kind].sentence if e.kind in KINDS else "", _stage(e))
        for e in rows.order_by("-seq")[start : start + PAGE]
    ]


def _stage(event: Event) -> str | Promise:
    """Return the name of the stage to which an event led."""
    name: str | Promise = STAGE_NAMES.get(event.payload.get("stage", ""), "")
    return name
