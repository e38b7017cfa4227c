"""What came out, for anybody: common ground first, then differences, then the map. Figures come from `Outcome.told`,
which holds none of fewer people than the floor; here they only get their words."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bitim.dialogue.models import Conversation, Outcome, Slip, Statement
from bitim.dialogue.permissions import P
from bitim.dialogue.queries.voices import LETTERS
from bitim.kernel.access import Actor, require_visible
from bitim.kernel.text import pick


@dataclass(frozen=True)
class Share:
    """Agreement in a group, or of all. `share`, `low`, `high`: whole percents (the interval holds the true share in
    nine of ten cases); None where a figure would tell of few people: then `most` says nearly all (True) or few
    (False), or nothing."""

    group: str
    n: int
    share: int | None = None
    low: int | None = None
    high: int | None = None
    most: bool | None = None


@dataclass(frozen=True)
class Row:
    """A sentence with what is told of it. `stays`: in how many of a hundred draws of other people it would stay."""

    number: int
    words: str
    language: str
    own: Share | None = None
    others: Share | None = None
    stays: int = 0
    ask: tuple[str, ...] = ()


@dataclass(frozen=True)
class Spot:
    """A circle of the map, in the map's own units, written as an SVG reads them in any language."""

    x: str
    y: str
    r: str
    people: int
    group: str
    tone: int


@dataclass(frozen=True)
class Results:
    """Everything that is told of a conversation; `at` None: nothing can be told yet."""

    talk: Conversation
    at: datetime | None = None
    voices: int = 0
    votes: int = 0
    brought: int = 0
    slips: int = 0
    groups: tuple[tuple[str, int], ...] = ()
    common: tuple[Row, ...] = ()
    waiting: tuple[Row, ...] = ()
    apart: tuple[tuple[str, tuple[Row, ...]], ...] = ()
    slate: tuple[Row, ...] = ()
    spots: tuple[Spot, ...] = ()
    bent: Mapping[str, Any] | None = None


def results(actor: Actor, talk: Conversation) -> Results:
    """Return what came out; Refused by nobody, NotFound while it is kept back."""
    require_visible(actor, P.SEE_RESULTS, talk)
    outcome = Outcome.objects.system().filter(conversation=talk).select_related("conversation").first()
    if outcome is None or not outcome.told.get("voices"):
        return Results(talk)
    told: Mapping[str, Any] = outcome.told
    asked = Statement.objects.system().filter(conversation=talk, state=Statement.SHOWN).select_related("conversation")
    words = {one.number: pick(one.words) for one in asked}

    def pair(one: Mapping[str, Any]) -> Row:
        return row(one, own=_share(one["own"]), others=_share(one["others"]))

    def shared(one: Mapping[str, Any]) -> Row:
        return row(one, own=_share(one["least"]), stays=round(100 * one["stays"]))

    def row(one: Mapping[str, Any], **more: Any) -> Row:
        said, language = words[one["number"]]
        return Row(one["number"], said, language, **more)

    def known(listed: list[dict[str, Any]]) -> list[dict[str, Any]]:
        return [one for one in listed if one["number"] in words]

    return Results(
        talk=talk,
        at=outcome.at,
        voices=told["voices"],
        votes=told["votes"],
        brought=talk.brought,
        slips=Slip.objects.system().filter(conversation=talk).count(),
        groups=tuple((LETTERS[at], size) for at, size in enumerate(told["sizes"])) if len(told["sizes"]) > 1 else (),
        common=tuple(shared(one) for one in known(told["common"])),
        waiting=tuple(row(one, ask=tuple(LETTERS[at] for at in one["ask"])) for one in known(told["waiting"])),
        apart=tuple(
            (
                LETTERS[at],
                tuple(map(pair, known(listed))),
            )
            for at, listed in enumerate(told["apart"])
            if listed
        ),
        slate=tuple(row({"number": one}) for one in told["slate"] if one in words),
        spots=tuple(_spots(told["spots"], len(told["sizes"]) > 1)),
        bent=told.get("bent"),
    )


def _share(one: Mapping[str, Any]) -> Share:
    group = LETTERS[one["group"]] if one["group"] >= 0 else ""
    return Share(group, one["n"], one.get("share"), one.get("low"), one.get("high"), one.get("most"))


WIDE, HIGH, EDGE, SMALLEST, LARGEST = 640, 420, 36, 7.0, 30.0


def _spots(told: list[list[float]], groups: bool) -> list[Spot]:
    """Place the circles on a sheet of WIDE x HIGH, large ones first, so that no small one lies under them."""
    if not told:
        return []
    xs, ys = [one[0] for one in told], [one[1] for one in told]
    middle = (min(xs) + max(xs)) / 2, (min(ys) + max(ys)) / 2
    scale = min((WIDE - 2 * EDGE) / max(max(xs) - min(xs), 1e-9), (HIGH - 2 * EDGE) / max(max(ys) - min(ys), 1e-9))
    most = max(one[2] for one in told)
    made = []
    for x, y, people, group in sorted(told, key=lambda one: (-one[2], one[0], one[1])):
        size = max(SMALLEST, LARGEST * (people / most) ** 0.5)
        tone = int(group) if groups and group >= 0 else -1
        across, down = WIDE / 2 + (x - middle[0]) * scale, HIGH / 2 - (y - middle[1]) * scale
        letter = LETTERS[tone] if tone >= 0 else ""
        made.append(Spot(f"{across:.1f}", f"{down:.1f}", f"{size:.1f}", int(people), letter, tone))
    return made
