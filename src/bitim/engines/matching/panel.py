"""Who could mediate: the constraints of a case laid over a register, each exclusion with its reason.

A reason is a key; the page has the sentence. The order is by what serves the sides (a language of each of them, the
kind of dispute, the place, the load), and where two mediators are equal, drawn from the seed: nobody is first because
of an alphabet. Nothing here knows a side by name, so that swapping the sides changes nothing. Pure.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256


@dataclass(frozen=True)
class Candidate:
    """A mediator. `standing`: keys of why the register forbids an appointment today; `conflicts`: keys of what ties
    them to somebody of the case; empty `kinds` or `places` mean: any. `load` counts open cases."""

    key: str
    languages: frozenset[str] = frozenset()
    kinds: frozenset[str] = frozenset()
    places: frozenset[str] = frozenset()
    load: int = 0
    load_limit: int | None = None
    standing: tuple[str, ...] = ()
    conflicts: tuple[str, ...] = ()
    absent: bool = False
    struck_before: bool = False


@dataclass(frozen=True)
class Needs:
    """What a case asks: the languages in which its sides read, its kind, its place, and how many to propose."""

    languages: frozenset[str] = frozenset()
    kind: str = ""
    place: str = ""
    size: int = 5


@dataclass(frozen=True)
class Seat:
    """A mediator on the panel with the keys of what speaks for them and what to know."""

    key: str
    reasons: tuple[str, ...]


@dataclass(frozen=True)
class Panel:
    """Those who can be proposed, best first, and everybody else with at least one reason why not."""

    seats: tuple[Seat, ...]
    left_out: tuple[Seat, ...]


def hinders(candidate: Candidate, needs: Needs) -> tuple[str, ...]:
    """Return the keys of everything that keeps a mediator off the panel."""
    found = [*candidate.standing]
    if candidate.absent:
        found.append("absent")
    if candidate.load_limit is not None and candidate.load >= candidate.load_limit:
        found.append("load_full")
    if needs.languages and not candidate.languages & needs.languages:
        found.append("no_language")
    if candidate.struck_before:
        found.append("another_was_asked")
    return (*found, *(f"conflict.{kind}" for kind in candidate.conflicts))


def panel(candidates: Iterable[Candidate], needs: Needs, *, seed: str) -> Panel:
    """Return the panel of a case. The same candidates, needs and seed give the same panel, in whatever order they
    come."""
    free, out = [], []
    for one in candidates:
        why = hinders(one, needs)
        if why:
            out.append(Seat(one.key, why))
        else:
            free.append(one)
    free.sort(key=lambda one: (*_distance(one, needs), one.load, draw(seed, one.key)))
    seats = [Seat(one.key, _speaks_for(one, needs)) for one in free]
    beyond = [Seat(one.key, ("panel_full",)) for one in seats[needs.size :]]
    return Panel(tuple(seats[: needs.size]), tuple(sorted((*out, *beyond), key=lambda one: one.key)))


def draw(seed: str, key: str) -> str:
    """Return where a key falls in the draw of a seed."""
    return sha256(f"{seed}|{key}".encode()).hexdigest()


def _distance(one: Candidate, needs: Needs) -> tuple[int, bool, bool]:
    missing = len(needs.languages - one.languages)
    kind = bool(needs.kind and one.kinds and needs.kind not in one.kinds)
    place = bool(needs.place and one.places and needs.place not in one.places)
    return missing, kind, place


def _speaks_for(one: Candidate, needs: Needs) -> tuple[str, ...]:
    missing, kind, place = _distance(one, needs)
    said = ["speaks_all"] if needs.languages and not missing else ["interpreter_needed"] if missing else []
    if needs.kind and one.kinds:
        said.append("other_kind" if kind else "knows_kind")
    if needs.place and one.places:
        said.append("other_place" if place else "near")
    said.append("free" if not one.load else "has_cases")
    return tuple(said)
