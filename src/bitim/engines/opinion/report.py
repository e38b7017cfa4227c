"""What is told of a conversation, in plain values: the same for the text, the page and programs.

Nothing here is a list of persons but `labels`, which only programs get. Figures of fewer than FLOOR people are left
out: a place on the map is drawn together with its nearest until it has as many.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from bitim.engines.disclosure import FLOOR
from bitim.engines.opinion import analysis, polis
from bitim.engines.opinion.clusters import Labels
from bitim.engines.opinion.counts import Counts, Represents
from bitim.engines.opinion.exports import Conversation
from bitim.engines.opinion.sureness import lower, upper
from bitim.engines.opinion.votes import Real

LISTED = 20
NEARLY = 0.8  # from this share on a group "nearly all" agrees
WHOLE = re.compile(r"0|[1-9][0-9]{0,16}")
MANY = 500  # people, from which on the most active hundredth are not one person or few


@dataclass(frozen=True)
class Share:
    """Agreement among the `n` people of a group (None: of everybody else) who voted, with its 90 % interval."""

    group: int | None
    share: float
    low: float
    high: float
    n: int

    @property
    def shown(self) -> str:
        """The share in words, without figures from which the answers of fewer than FLOOR people could be read."""
        agree = round(self.share * self.n)
        if self.is_plain:
            return f"{self.share:.0%} ({self.low:.0%} to {self.high:.0%})"
        if agree / self.n >= NEARLY:
            return "all or nearly all"
        return "few or none" if agree / self.n <= 1 - NEARLY else "too few people to say"

    @property
    def is_plain(self) -> bool:
        """Whether it may be told in figures."""
        return FLOOR <= round(self.share * self.n) <= self.n - FLOOR


@dataclass(frozen=True)
class Shared:
    """A statement of the common ground; `weakest` is the group that is least sure, `withstands` the invented votes
    against it that this group would bear."""

    name: str
    text: str
    weakest: Share
    stability: float
    middle: float
    withstands: int


@dataclass(frozen=True)
class Open:
    """A statement that may become common ground and the groups to ask about it."""

    name: str
    text: str
    ask: tuple[int, ...]


@dataclass(frozen=True)
class Apart:
    """A statement on which a group surely differs from the others."""

    name: str
    text: str
    own: Share
    others: Share


@dataclass(frozen=True)
class Spot:
    """At least FLOOR people near one another on the map."""

    x: float
    y: float
    people: int
    group: int | None


@dataclass(frozen=True)
class Bent:
    """How much a few could have bent the common ground: statements of it lost to `invented` people who disagree with
    everything (`against`), lost without the most active (`busiest`; None: too few people for a hundredth of them), and
    how many people share a whole ballot with two others (0 under FLOOR). Whoever is counted here is accused of
    nothing."""

    invented: int
    against: int
    busiest: int | None
    same: int


@dataclass(frozen=True)
class Report:
    """All of it; statements by their names, groups by their numbers from 0, the largest first. `apart` is one list for
    each group; of two groups that differ from one another, one list tells of both."""

    mode: str
    topic: str
    description: str
    people: int
    placed: int
    statements: int
    votes: int
    sizes: tuple[int, ...]
    labels: dict[str, int]
    aware: dict[str, float]
    common: tuple[Shared, ...] = ()
    waiting: tuple[Open, ...] = ()
    waiting_more: int = 0
    apart: tuple[tuple[Apart, ...], ...] = ()
    agree: tuple[tuple[str, str], ...] = ()
    disagree: tuple[tuple[str, str], ...] = ()
    slate: tuple[tuple[str, str], ...] = ()
    spots: tuple[Spot, ...] = ()
    sure: tuple[str, ...] = ()
    bent: Bent | None = None
    notes: tuple[str, ...] = ()
    names: frozenset[str] = field(default=frozenset(), repr=False)


def spots(at: Real, base: Labels, labels: Labels) -> list[Spot]:
    """Return small clusters as spots of at least FLOOR people each, near ones of one group taken together.

    `at` people x 2, `base` and `labels` of people (-1: not placed). A group of fewer than FLOOR is not drawn."""
    found = []
    for group in sorted(set(labels[base >= 0].tolist())):
        inside = np.flatnonzero((base >= 0) & (labels == group))
        sizes = np.bincount(base[inside])
        parts = [one for one in range(len(sizes)) if sizes[one]]
        heavy = [int(sizes[one]) for one in parts]
        centres = [at[inside[base[inside] == one]].mean(axis=0) for one in parts]
        while len(heavy) > 1 and min(heavy) < FLOOR:
            least = heavy.index(min(heavy))
            n, centre = heavy.pop(least), centres.pop(least)
            near = min(range(len(heavy)), key=lambda one: float(((centres[one] - centre) ** 2).sum()))
            centres[near] = (centres[near] * heavy[near] + centre * n) / (heavy[near] + n)
            heavy[near] += n
        found += [
            Spot(float(c[0]), float(c[1]), n, group if group >= 0 else None)
            for n, c in zip(heavy, centres, strict=True)
            if n >= FLOOR
        ]
    return found


def _share(found: Counts, group: int | None, at: int, but: int | None = None) -> Share:
    if group is not None:
        agree, seen = found.agree[group, at], found.seen[group, at]
    else:
        agree, seen = found.agree[:, at].sum(), found.seen[:, at].sum()
        if but is not None:
            agree, seen = agree - found.agree[but, at], seen - found.seen[but, at]
    low, high = float(lower(agree, seen)), float(upper(agree, seen))
    return Share(group, float(agree / seen) if seen else 0.0, low, high, int(seen))


def _named(talk: Conversation, places: Sequence[int]) -> tuple[tuple[str, str], ...]:
    return tuple((talk.statements[at].name, talk.statements[at].text) for at in places)


def _labels(talk: Conversation, labels: Labels) -> dict[str, int]:
    return {name: label for name, label in zip(talk.people, labels.tolist(), strict=True) if label >= 0}


def _aware(talk: Conversation, values: Real) -> dict[str, float]:
    return {one.name: value for one, value in zip(talk.statements, values.tolist(), strict=True)}


def of_polis(talk: Conversation) -> Report:
    """Return what the reference would tell."""
    found = polis.polis(talk.votes, talk.out)
    groups = tuple(
        tuple(part for one in listed if (part := _representing(talk, found.counts, group, one)))
        for group, listed in enumerate(found.represents)
    )
    return Report(
        mode="polis",
        topic=talk.topic,
        description=talk.description,
        people=len(talk.people),
        placed=int((found.labels >= 0).sum()),
        statements=len(talk.statements),
        votes=len(talk.votes),
        sizes=tuple(found.sizes.tolist()),
        labels=_labels(talk, found.labels),
        aware=_aware(talk, found.group_aware),
        apart=groups if len(found.sizes) > 1 else (),
        agree=_named(talk, found.agree),
        disagree=_named(talk, found.disagree),
        spots=tuple(spots(found.positions, found.base, found.labels)),
        sure=("The reference's rules: nothing here says how sure it is, and there are always groups.",),
        notes=talk.notes,
        names=frozenset(one.name for one in talk.statements),
    )


def _representing(talk: Conversation, found: Counts, group: int, one: Represents) -> Apart | None:
    """Return a statement that stands for a group; none where fewer than FLOOR people of any group voted."""
    own, others = _share(found, group, one.statement), _share(found, None, one.statement, group)
    told = talk.statements[one.statement]
    # In every group: from one group's figures and the others' together those of a few could be reckoned.
    return Apart(told.name, told.text, own, others) if found.seen[:, one.statement].min() >= FLOOR else None


def of_bitim(talk: Conversation) -> Report:
    """Return the house's own answer."""
    found = analysis.analyse(talk.votes, talk.out)
    told = talk.statements
    waiting = [Open(told[one.statement].name, told[one.statement].text, one.ask) for one in found.waiting]
    shown = found.labels if found.has_groups else np.where(found.inside, -2, -1)
    return Report(
        mode="bitim",
        topic=talk.topic,
        description=talk.description,
        people=len(talk.people),
        placed=int(found.inside.sum()),
        statements=len(told),
        votes=len(talk.votes),
        sizes=tuple(found.sizes.tolist()),
        labels=_labels(talk, found.labels),
        aware=_aware(talk, found.group_aware),
        common=tuple(_shared(talk, found, one) for one in found.common),
        waiting=tuple(waiting[:LISTED]),
        waiting_more=max(len(waiting) - LISTED, 0),
        apart=tuple(_apart(talk, found, group) for group in range(1 if len(found.sizes) == 2 else len(found.sizes))),
        agree=_named(talk, found.agree),
        slate=_named(talk, found.slate.statements) if found.slate.heard > 0.5 else (),
        spots=tuple(spots(found.places.at, found.base, shown)),
        sure=tuple(_sure(found)),
        bent=_bent(found),
        notes=talk.notes,
        names=frozenset(one.name for one in told),
    )


def _bent(found: analysis.Analysis) -> Bent | None:
    """Return what the common ground would have withstood; None where there is none."""
    if not found.common:
        return None
    few = found.brigade
    busiest = len(few.without_busiest) if len(found.inside) >= MANY else None
    return Bent(few.invented, len(few.against), busiest, few.same if few.same >= FLOOR else 0)


def _shared(talk: Conversation, found: analysis.Analysis, one: analysis.Claim) -> Shared:
    told, at = talk.statements[one.statement], one.statement
    group = int(found.low[:, at].argmin()) if found.has_groups else None
    weakest = _share(found.counts, group, at)
    return Shared(told.name, told.text, weakest, one.stability, one.middle, found.brigade.withstands[at])


def _apart(talk: Conversation, found: analysis.Analysis, group: int) -> tuple[Apart, ...]:
    """Return what most surely sets a group apart, the widest gap first."""
    rows = []
    for at in np.flatnonzero(found.differences[group]).tolist():
        own, others = _share(found.counts, group, at), _share(found.counts, None, at, group)
        if min(own.n, others.n) >= FLOOR:
            rows.append(Apart(talk.statements[at].name, talk.statements[at].text, own, others))
    rows.sort(key=lambda one: -abs(one.own.share - one.others.share))
    return tuple(rows[: LISTED // 2])


def _sure(found: analysis.Analysis) -> list[str]:
    """Return in sentences how sure the answer is."""
    chance, said = found.chance, []
    if found.has_groups:
        said.append(
            f"There are groups: {len(chance.dealt)} times the same votes were dealt by chance, and people never"
            f" differed as much (here {chance.ratio[0]:.1f} times their mean)."
        )
        steady = "groups stay nearly the same" if found.alike >= 0.8 else "some people would be grouped otherwise"
        drawn = sum(found.steady.numbers.values())
        said.append(
            f"Had other people come ({drawn} resamples), {steady} (likeness {found.alike:.2f} of 1)."
            " A group is no identity."
        )
    elif not found.inside.any():
        said.append("Nobody has voted yet.")
    elif found.alike < 1 and chance.groups:
        said.append(
            f"No groups: what was found fell apart when other people were drawn (likeness {found.alike:.2f} of 1)."
        )
    else:
        said.append("No groups: people do not differ in a way that chance would not show as well, or are too few.")
    if found.inside.any() and not found.has_groups:
        said.append("Everybody counts as one group below; what a minority thinks may be hidden in it.")
    few, many = found.brigade, len(found.inside) >= MANY
    if found.common:
        said.append(
            f"Statements of common ground: {len(found.common)}."
            + (f" Lost without the most active people: {len(few.without_busiest)}." if many else "")
            + f" Lost if people ({few.invented}) were invented who disagree with everything: {len(few.against)}; gained"
            f" if they agreed with everything: {len(few.for_all)}."
        )
    if few.same >= FLOOR:
        said.append(f"{few.same} people gave exactly the same answers as at least two others.")
    return said


def as_json(report: Report, seconds: float) -> dict[str, object]:
    """Return the report for programs. Statements are whole numbers where all their names are."""
    whole = all(WHOLE.fullmatch(name) for name in report.names)

    def told(name: str) -> int | str:
        return int(name) if whole else name

    return {
        "participants": report.people,
        "statements": report.statements,
        "votes": report.votes,
        "has_groups": len(report.sizes) > 1,
        "groups": list(report.sizes),
        "labels": report.labels,
        "group_aware_consensus": report.aware,
        "common_ground": [
            {
                "statement": told(one.name),
                "low": one.weakest.low,
                "share": one.weakest.share,
                "n": one.weakest.n,
                "stability": one.stability,
            }
            for one in report.common
        ],
        "consensus_agree": [told(name) for name, _ in report.agree],
        "seconds": round(seconds, 6),
    }
