"""A record of one solving that an auditor whom both sides appoint can replay.

Before anything is solved each side's table is bound by a salted hash (`committed`); afterwards the record holds those
hashes, what is public (issues, pairs, budgets) and its hash, the rule, the package, the others that were shown beside
it, and what was proven of each. Of a table it tells no more than packages, proofs and gaps do: it is for after
everybody has accepted. Each side can open its own commitment alone (`opened`); who is given every opened table can do
all again (`replayed`), with the record's text and nothing else.
What is written down is canonical JSON with sorted keys; the hash is SHA-256. Loads no array library before replaying.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from hashlib import sha256
from hmac import compare_digest
from math import inf
from typing import TYPE_CHECKING, Any

from bitim.engines.compromise.model import Apart, Bond, Budget, Issue, Package, Party, Problem, Unfit
from bitim.engines.compromise.rounds import TOLERANCE

if TYPE_CHECKING:
    from bitim.engines.compromise.answers import Found
    from bitim.engines.compromise.improve import Improvement
    from bitim.engines.compromise.proposals import Proposal

SALT_BYTES = 16
FORM = 2
LONGEST = 4_000_000
BETTER = "ks"  # the rule by which a deal is bettered (improve.py)
Named = Mapping[str, str]


@dataclass(frozen=True)
class Other:
    """A package that was shown beside the rule's own. `certified`: nobody could better it without another's loss."""

    package: Named
    certified: bool
    gap: float


@dataclass(frozen=True)
class Record:
    """What is kept, and may be shown to every side once the package is accepted. `commitments`: by party; `package`:
    the rule's; `others`: each leaves everybody at least `1 - tolerance` of its gain in it; `accepted`: which of them
    all accepted. `deal`: of an improvement, the deal than which nobody was to have less."""

    model: str
    commitments: Mapping[str, str]
    rule: str
    seed: str
    package: Named
    certified: bool
    gap: float
    public: Mapping[str, Any] = field(default_factory=dict)
    others: tuple[Other, ...] = ()
    tolerance: Fraction = TOLERANCE
    accepted: Named | None = None
    deal: Named | None = None
    form: int = FORM

    def text(self) -> str:
        """Return the record as text, the same for the same record: what is signed."""
        deal = {} if self.deal is None else {"deal": dict(self.deal)}
        return _canonical(
            deal
            | {
                "form": self.form,
                "model": self.model,
                "commitments": dict(self.commitments),
                "rule": self.rule,
                "seed": self.seed,
                "package": dict(self.package),
                "certified": self.certified,
                "gap": self.gap,
                "public": dict(self.public),
                "others": [
                    {"package": dict(one.package), "certified": one.certified, "gap": one.gap} for one in self.others
                ],
                "tolerance": str(self.tolerance),
                "accepted": None if self.accepted is None else dict(self.accepted),
            }
        )

    def problem(self, parties: Sequence[Party]) -> Problem:
        """Return the problem of the record with everybody's table, parties in any order."""
        by_name = {party.name: party for party in parties}
        public = self.public
        try:
            return Problem(
                tuple(Issue(name, tuple(options)) for name, options in public["issues"]),
                tuple(by_name[name] for name in public["parties"]),
                tuple(Apart(_place(first), _place(second)) for first, second in public["apart"]),
                tuple(Budget(name, tuple(map(tuple, costs)), limit) for name, costs, limit in public["budgets"]),
            )
        except (AttributeError, KeyError, TypeError, ValueError) as fault:
            if isinstance(fault, Unfit):
                raise
            raise Unfit("The record and the tables do not belong together.") from None


def table_of(party: Party) -> dict[str, Any]:
    """Return a side's whole table as it is bound."""
    return {
        "points": party.points,
        "disagreement": party.disagreement,
        "reservation": party.reservation,
        "refuses": sorted(party.refuses),
        "needs": sorted(party.needs),
        "weight": party.weight,
        "scale": party.scale,
        "bonds": [(one.points, [(issue, sorted(options)) for issue, options in one.where]) for one in party.bonds],
    }


def committed(party: Party, salt: bytes) -> str:
    """Return what binds a side to its whole table without telling it. `salt`: at least 16 random bytes, kept apart."""
    if len(salt) < SALT_BYTES:
        raise Unfit(f"The salt needs at least {SALT_BYTES} bytes: a short table could be tried out.")
    return sha256(salt + _canonical(table_of(party)).encode()).hexdigest()


def opened(party: Party, salt: bytes) -> str:
    """Return a side's table with its salt as text: what it gives to an auditor, and to nobody else."""
    return _canonical({"form": FORM, "party": party.name, "salt": salt.hex(), "table": table_of(party)})


def read_opened(text: str) -> tuple[Party, bytes]:
    """Return a side and its salt from the text that `opened` gave."""
    found = _object(text, "An opened table")
    try:
        table, salt = found["table"], bytes.fromhex(found["salt"])
        party = Party(
            _word(found["party"]),
            tuple(tuple(_whole(one) for one in row) for row in table["points"]),
            _whole(table["disagreement"]),
            None if table["reservation"] is None else _whole(table["reservation"]),
            frozenset(_place(one) for one in table["refuses"]),
            frozenset(_place(one) for one in table["needs"]),
            _whole(table["weight"]),
            _whole(table["scale"]),
            tuple(
                Bond(_whole(points), tuple((_whole(issue), frozenset(map(_whole, at))) for issue, at in where))
                for points, where in table["bonds"]
            ),
        )
    except (AttributeError, KeyError, TypeError, ValueError):
        raise Unfit("This is not an opened table: something in it is missing or of another kind.") from None
    return party, salt


def read(text: str) -> Record:
    """Return the record of a text that `Record.text` gave."""
    found = _object(text, "A record")
    try:
        if found["form"] != FORM:
            raise Unfit(f"This record is of form {found['form']}; form {FORM} is known here.")
        return Record(
            _word(found["model"]),
            _named(found["commitments"]),
            _word(found["rule"]),
            _word(found["seed"]),
            _named(found["package"]),
            _yes_or_no(found["certified"]),
            _share(found["gap"]),
            dict(found["public"]),
            tuple(
                Other(_named(one["package"]), _yes_or_no(one["certified"]), _share(one["gap"]))
                for one in found["others"]
            ),
            Fraction(_word(found["tolerance"])),
            None if found["accepted"] is None else _named(found["accepted"]),
            _named(found["deal"]) if "deal" in found else None,
        )
    except (AttributeError, KeyError, TypeError, ValueError, ZeroDivisionError) as fault:
        if isinstance(fault, Unfit):
            raise
        raise Unfit("This is not a record: something in it is missing or of another kind.") from None


def public_of(problem: Problem) -> dict[str, Any]:
    """Return what both sides know: issues and options, who takes part, pairs and budgets."""
    return {
        "issues": [[issue.name, list(issue.options)] for issue in problem.issues],
        "parties": [party.name for party in problem.parties],
        "apart": sorted([list(pair.first), list(pair.second)] for pair in problem.apart),
        "budgets": [[one.name, [list(row) for row in one.costs], one.limit] for one in problem.budgets],
    }


def model_of(problem: Problem) -> str:
    """Return the hash of what both sides know."""
    return sha256(_canonical(public_of(problem)).encode()).hexdigest()


def above(problem: Problem, deal: Package) -> Problem:
    """Return the problem in which nobody may get less than a deal gives them, and gains are reckoned from it."""
    floors = zip(problem.parties, problem.values(deal), strict=True)
    parties = (replace(party, disagreement=has, reservation=has) for party, has in floors)
    return replace(problem, parties=tuple(parties))


def recorded(problem: Problem, salts: Sequence[bytes], found: Found, *, seed: str) -> Record:
    """Return the record of a package; `salts` in the order of the parties, each side's own."""
    pairs = zip(problem.parties, salts, strict=True)
    return Record(
        model_of(problem),
        {party.name: committed(party, salt) for party, salt in pairs},
        found.rule,
        seed,
        problem.named(found.package),
        found.certificate.whole,
        found.certificate.gap,
        public_of(problem),
    )


def recorded_round(
    problem: Problem,
    salts: Sequence[bytes],
    proposals: Sequence[Proposal],
    *,
    seed: str,
    accepted: int | None = None,
    tolerance: Fraction = TOLERANCE,
) -> Record:
    """Return the record of a round. `accepted`: the number of the accepted package among `proposals`. The rule's own
    package has to be among them, opened or not: the others are measured by it. Leave out others that never opened."""
    first = [one for one in proposals if one.kind == "nash"]
    if len(first) != 1:
        raise Unfit("A round has one package of its rule, the others are near to it.")
    pairs = zip(problem.parties, salts, strict=True)
    return Record(
        model_of(problem),
        {party.name: committed(party, salt) for party, salt in pairs},
        "nash",
        seed,
        problem.named(first[0].package),
        first[0].certificate.whole,
        first[0].certificate.gap,
        public_of(problem),
        tuple(
            Other(problem.named(one.package), one.certificate.pareto, one.certificate.gap)
            for one in proposals
            if one is not first[0]
        ),
        tolerance,
        None if accepted is None else problem.named(proposals[accepted].package),
    )


def recorded_improvement(
    problem: Problem, salts: Sequence[bytes], deal: Package, better: Improvement, *, seed: str
) -> Record:
    """Return the record of a package that is better for everybody than a deal: found by the rule among those that are
    no worse than the deal for anybody."""
    pairs = zip(problem.parties, salts, strict=True)
    return Record(
        model_of(problem),
        {party.name: committed(party, salt) for party, salt in pairs},
        BETTER,
        seed,
        problem.named(better.package),
        better.certificate.whole,
        better.certificate.gap,
        public_of(problem),
        deal=problem.named(deal),
    )


def replayed(record: Record, problem: Problem, salts: Sequence[bytes], *, seconds: float = 30.0) -> tuple[str, ...]:
    """Return what is not as recorded, in sentences; nothing when all is. For somebody who was given every table.

    A certified package has to come out as well by the rule again; of one that was not certified only what it claims of
    tables, model and constraints can be held against it. Each other package has to keep to everything, to lie within
    the tolerance, and, where certified, to be such that nobody could better it without another's loss."""
    wrong = []
    if not compare_digest(record.model, model_of(problem)):
        wrong.append("The issues, options or constraints are not those of the record.")
    for party, salt in zip(problem.parties, salts, strict=True):
        if not compare_digest(record.commitments.get(party.name, ""), committed(party, salt)):
            wrong.append(f"The table of {party.name} is not the one that was bound before solving.")
    if wrong:
        return tuple(wrong)
    package = _found(problem, record.package)
    if package is None:
        return ("The package is not one that keeps to everything.",)
    if record.deal is not None:
        deal = _chosen(problem, record.deal)
        if deal is None:
            return ("The deal does not choose one option for each issue.",)
        if any(gets < has for gets, has in zip(problem.values(package), problem.values(deal), strict=True)):
            return ("The package leaves somebody less than the deal.",)
        problem = above(problem, deal)
    if record.certified:
        wrong += _by_the_rule(record, problem, package, seconds)
    for number, other in enumerate(record.others, 1):
        wrong += _beside(record, problem, package, other, f"Package {number} beside it", seconds)
    if record.accepted is not None and record.accepted not in (record.package, *(one.package for one in record.others)):
        wrong.append("The accepted package is none of those that were shown.")
    return tuple(wrong)


def _by_the_rule(record: Record, problem: Problem, package: Package, seconds: float) -> list[str]:
    from bitim.engines.compromise import answers

    again = answers.solve(problem, (record.rule,), seconds=seconds, seed=record.seed)
    found = again.packages[0]
    if not found.certificate.whole:
        return ["The proof could not be done again in the time given."]
    if again.yard.key(record.rule, problem.values(package)) != again.yard.key(record.rule, found.values):
        return ["Another package is better by the rule."]
    return []


def _beside(record: Record, problem: Problem, first: Package, other: Other, what: str, seconds: float) -> list[str]:
    from bitim.engines.compromise import search
    from bitim.engines.compromise.alternatives import near
    from bitim.engines.compromise.program import Watch

    package = _found(problem, other.package)
    if package is None:
        return [f"{what} is not one that keeps to everything."]
    wrong = []
    if not near(problem, first, package, record.tolerance):
        wrong.append(f"{what} leaves somebody less of their gain than the tolerance allows.")
    if other.certified:
        better, missing = search.bettered(search.Seeker(problem, Watch(seconds)), package)
        if problem.values(better) != problem.values(package):
            wrong.append(f"{what} could be bettered for somebody at nobody's loss.")
        elif missing:
            wrong.append(f"The proof of package {what.split()[1]} could not be done again in the time given.")
    return wrong


def _found(problem: Problem, named: Named) -> Package | None:
    """Return a recorded package by numbers, or None when it is none or breaks something."""
    package = _chosen(problem, named)
    return None if package is None or not problem.keeps(package) else package


def _chosen(problem: Problem, named: Named) -> Package | None:
    """Return one option for each issue by numbers, or None when something is missing or unknown."""
    package = tuple(
        issue.options.index(named[issue.name]) if named.get(issue.name) in issue.options else -1
        for issue in problem.issues
    )
    return None if -1 in package or len(named) != len(package) else package


def _object(text: str, what: str) -> dict[str, Any]:
    if len(text) > LONGEST:
        raise Unfit(f"{what} is never that long.")
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        raise Unfit(f"{what} is JSON; this is not.") from None
    if not isinstance(found, dict):
        raise Unfit(f"{what} is a JSON object; this is not.")
    return found


def _whole(value: object) -> int:
    if isinstance(value, bool) or not isinstance(value, int):
        raise TypeError
    return value


def _word(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError
    return value


def _share(value: object) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value < inf:
        raise TypeError
    return float(value)


def _yes_or_no(value: object) -> bool:
    if not isinstance(value, bool):
        raise TypeError
    return value


def _named(value: Mapping[object, object]) -> dict[str, str]:
    return {_word(key): _word(one) for key, one in value.items()}


def _place(value: Sequence[object]) -> tuple[int, int]:
    issue, option = value
    return _whole(issue), _whole(option)


def _canonical(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
