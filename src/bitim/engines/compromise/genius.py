"""Scenarios of the Genius environment and its competitions (ANAC): a domain file and one profile for each party.

What a profile says of an option: weight of the issue x evaluation / largest evaluation of the issue; of a whole number
between bounds: weight x (offset + slope x (number - lower bound)), kept within 0 and 1. Weights are taken as they
stand, added up to one or not. A profile of hyper-rectangles (`type="nonlinear"`) adds the points of every rectangle
that holds and divides by `maxutility`. Discounts over time are not part of a package and are left out. The reservation
value is both disagreement point and reservation, 0 where none is given.

Decimals are taken as fractions and brought to whole points by their common denominator; where that is too large for
64-bit sums they are rounded to `GRAIN`, and `Problem.exact` says so. Source: the files themselves and the reading of
them by NegMAS. Pure: the files' contents come in.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from bitim.engines.compromise.model import LARGEST_SUM, Bond, Issue, Party, Problem, Unfit, numeric
from bitim.engines.compromise.tree import Element, Foreign, grow

DOMAIN, PROFILE = "negotiation_template", "utility_space"
GRAIN = 10**15
MOST_LETTERS = 40


@dataclass(frozen=True)
class Scenario:
    """A problem whose parties are named after their files, and the files of the folder that are something else."""

    problem: Problem
    left_out: tuple[str, ...] = ()


@dataclass(frozen=True)
class _Profile:
    """What a file says, in fractions."""

    name: str
    issues: tuple[Issue, ...]
    table: tuple[tuple[Fraction, ...], ...]
    floor: Fraction
    bonds: tuple[tuple[Fraction, tuple[tuple[int, frozenset[int]], ...]], ...] = ()


def read(files: Mapping[str, bytes], *, strict: bool = True) -> Scenario:
    """Return the scenario of files {name: content}; the domain file may be missing.

    `strict`: every file has to be a domain or a profile; otherwise (a folder) other files are left out and named.
    """
    domain: tuple[str, tuple[Issue, ...]] | None = None
    profiles: list[_Profile] = []
    left_out: list[str] = []
    for name, content in files.items():
        try:
            root = grow(name, content)
        except Foreign:
            if strict:
                raise
            left_out.append(name)
            continue
        if root.tag == DOMAIN or (root.tag == PROFILE and _values_nothing(root)):
            if domain:
                raise Unfit(f"There are two domain files, {domain[0]} and {name}: give one.")
            domain = name, tuple(_issue(name, one) for one in _issues(name, root))
        elif root.tag == PROFILE:
            profiles.append(_profile(name, root))
        elif strict:
            raise Unfit(f"{name} is not a Genius scenario: it begins with <{root.tag}>.")
        else:
            left_out.append(name)
    if len(profiles) < 2:
        raise Unfit(_too_few(profiles, domain is not None, left_out))
    issues = domain[1] if domain else profiles[0].issues
    first = domain[0] if domain else profiles[0].name
    parties = [_party(_aligned(issues, one, first)) for one in profiles]
    return Scenario(
        Problem(issues, tuple(party for party, _ in parties), exact=all(exact for _, exact in parties)), tuple(left_out)
    )


def _values_nothing(root: Element) -> bool:
    """Tell whether a file only names issues, as some domains do under a profile's name."""
    valued = any("evaluation" in item.attributes for item in root.all("item"))
    named = next(root.all("issue"), None) is not None
    return named and not valued and not any(next(root.all(tag), None) for tag in ("weight", "evaluator", "ufun"))


def _too_few(profiles: Sequence[_Profile], domain: bool, left_out: Sequence[str]) -> str:
    found = f"{profiles[0].name} is one profile" if profiles else "no profile was found"
    more = " and the domain file" if domain else ""
    rest = f"; no scenario files: {', '.join(left_out)}" if left_out else ""
    return f"A Genius scenario needs the profiles of at least two parties; {found}{more}{rest}."


def _issues(name: str, root: Element) -> list[Element]:
    found = list(root.all("issue"))
    if not found:
        raise Unfit(f"{name} names no issue.")
    return found


def _issue(name: str, element: Element) -> Issue:
    title = element.attributes.get("name", "").strip()
    if not title:
        raise Unfit(f"{name} has an issue without a name.")
    kind = (element.attributes.get("vtype") or element.attributes.get("type") or "discrete").lower()
    try:
        if kind == "integer":
            low, high = (int(_number(name, element, bound)) for bound in ("lowerbound", "upperbound"))
            return numeric(title, low, high)
        if kind == "discrete":
            return Issue(title, tuple(item.attributes.get("value", "").strip() for item in element.all("item")))
    except Unfit as fault:
        raise Unfit(f"{name}: {fault}") from None
    raise Unfit(f"{name}: “{title}” is of the kind “{kind}”; options and whole numbers can be read.")


def _number(name: str, element: Element, attribute: str, otherwise: Fraction | None = None) -> Fraction:
    text = element.attributes.get(attribute)
    if text is None and otherwise is not None:
        return otherwise
    try:
        if text is None or len(text) > MOST_LETTERS or "/" in text or "_" in text or _exponent(text) > 30:
            raise ValueError
        return Fraction(text.strip())
    except ValueError:
        said = "is missing" if text is None else f"“{text[:MOST_LETTERS]}” is not a number written like 0.25"
        raise Unfit(f"{name}: {attribute} of <{element.tag}> {said}.") from None


def _exponent(text: str) -> int:
    return abs(int(text.lower().partition("e")[2] or 0))


def _profile(name: str, root: Element) -> _Profile:
    elements = _issues(name, root)
    issues = tuple(_issue(name, one) for one in elements)
    floor = next((_number(name, one, "value", Fraction(0)) for one in root.all("reservation")), Fraction(0))
    if next(root.all("hyperRectangle"), None) is not None:
        table = tuple((Fraction(0),) * len(issue.options) for issue in issues)
        return _Profile(name, issues, table, floor, _rectangles(name, root, elements, issues))
    weights = {one.attributes.get("index"): _number(name, one, "value") for one in root.all("weight")}
    rows = []
    for element, issue in zip(elements, issues, strict=True):
        if element.attributes.get("index") not in weights:
            raise Unfit(f"{name} gives no weight to “{issue.name}”.")
        weight = weights[element.attributes.get("index")]
        rows.append(tuple(weight * one for one in _evaluations(name, element, issue)))
    return _Profile(name, issues, tuple(rows), floor)


def _evaluations(name: str, element: Element, issue: Issue) -> list[Fraction]:
    line = next(element.all("evaluator"), None)
    items = list(element.all("item"))
    if items:
        found = [_number(name, item, "evaluation") for item in items]
        largest = max(found)
        if largest < 0:
            raise Unfit(f"{name}: all evaluations of “{issue.name}” are below nothing.")
        return [one / largest if largest else Fraction(0) for one in found]
    if line is None or line.attributes.get("ftype", "linear") != "linear":
        raise Unfit(f"{name}: “{issue.name}” is valued in a way that cannot be read; a straight line can be.")
    offset, slope = (_number(name, line, one, Fraction(0)) for one in ("offset", "slope"))
    return [min(max(offset + slope * at, Fraction(0)), Fraction(1)) for at in range(len(issue.options))]


def _rectangles(
    name: str, root: Element, elements: Sequence[Element], issues: Sequence[Issue]
) -> tuple[tuple[Fraction, tuple[tuple[int, frozenset[int]], ...]], ...]:
    whole = next(root.all("utility"), None)
    most = _number(name, whole, "maxutility", Fraction(1)) if whole else Fraction(1)
    if most <= 0:
        raise Unfit(f"{name}: maxutility has to be more than nothing.")
    at = {one.attributes.get("index"): number for number, one in enumerate(elements)}
    found = []
    for ufun in root.all("ufun"):
        if ufun.attributes.get("aggregation", "sum") != "sum":
            raise Unfit(f"{name}: hyper-rectangles are not added up but put together otherwise; that cannot be read.")
        weight = _number(name, ufun, "weight", Fraction(1))
        for box in ufun.all("hyperRectangle"):
            where = []
            for side in box.inside:
                issue = at.get(side.attributes.get("index"))
                if side.tag != "INCLUDES" or issue is None:
                    raise Unfit(f"{name}: a hyper-rectangle has a condition <{side.tag}> that cannot be read.")
                low, high = _number(name, side, "min"), _number(name, side, "max")
                where.append((issue, frozenset(_between(name, issues[issue], low, high))))
            found.append((_number(name, box, "utility") * weight / most, tuple(where)))
    return tuple(found)


def _between(name: str, issue: Issue, low: Fraction, high: Fraction) -> list[int]:
    try:
        return [at for at, option in enumerate(issue.options) if low <= int(option) <= high]
    except ValueError:
        raise Unfit(f"{name}: a hyper-rectangle asks “{issue.name}” for numbers, and it has words.") from None


def _aligned(issues: Sequence[Issue], profile: _Profile, first: str) -> _Profile:
    """Return a profile in the order of the domain's issues and options; other issues or options are refused."""
    apart = f"{profile.name} and {first} do not belong together"
    at = {one.name: number for number, one in enumerate(profile.issues)}
    if len(at) != len(profile.issues) or set(at) != {one.name for one in issues}:
        raise Unfit(f"{apart}: they name different issues.")
    table, places = [], {}
    for number, issue in enumerate(issues):
        own = profile.issues[at[issue.name]]
        if set(own.options) != set(issue.options):
            raise Unfit(f"{apart}: “{issue.name}” has other options in each.")
        columns = [own.options.index(option) for option in issue.options]
        table.append(tuple(profile.table[at[issue.name]][column] for column in columns))
        places[at[issue.name]] = number, {column: place for place, column in enumerate(columns)}
    bonds = [
        (worth, tuple((places[i][0], frozenset(places[i][1][option] for option in options)) for i, options in where))
        for worth, where in profile.bonds
    ]
    return replace(profile, issues=tuple(issues), table=tuple(table), bonds=tuple(bonds))


def _party(profile: _Profile) -> tuple[Party, bool]:
    """Return the party in whole points and whether nothing was rounded."""
    numbers = [one for row in profile.table for one in row] + [profile.floor] + [one for one, _ in profile.bonds]
    scale = math.lcm(*(one.denominator for one in numbers))
    extent = sum(max(abs(one) for one in row) for row in profile.table) + sum(abs(one) for one, _ in profile.bonds)
    exact = (extent + abs(profile.floor)) * scale < LARGEST_SUM
    if not exact:
        scale = GRAIN // 10 ** max(0, len(str(int(extent) + abs(int(profile.floor)))) - 2)
    floor = math.ceil(profile.floor * scale)
    party = Party(
        profile.name,
        tuple(tuple(round(one * scale) for one in row) for row in profile.table),
        disagreement=floor,
        reservation=floor,
        scale=scale,
        bonds=tuple(Bond(round(points * scale), where) for points, where in profile.bonds),
    )
    return party, exact
