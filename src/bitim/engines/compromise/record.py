"""A record of one solving that an auditor whom both sides appoint can replay.

Before anything is solved each side's table is bound by a salted hash (`committed`); afterwards the record holds those
hashes, one of what is public (issues, pairs, budgets), the rule, the package and what was proven. Of a table it tells
no more than package, proof and gap do: it is for after everybody has accepted. Each side can open its own commitment
alone; who is given every table and salt can do all again (`replayed`).
What is written down is canonical JSON with sorted keys; the hash is SHA-256.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from hmac import compare_digest
from typing import Any

from bitim.engines.compromise import answers
from bitim.engines.compromise.answers import Found
from bitim.engines.compromise.model import Party, Problem, Unfit

SALT_BYTES = 16
FORM = 1


@dataclass(frozen=True)
class Record:
    """What is kept, and may be shown to every side once the package is accepted. `commitments`: by party."""

    model: str
    commitments: Mapping[str, str]
    rule: str
    seed: str
    package: Mapping[str, str]
    certified: bool
    gap: float
    form: int = FORM

    def text(self) -> str:
        """Return the record as text, the same for the same record: what is signed."""
        return _canonical(
            {
                "form": self.form,
                "model": self.model,
                "commitments": dict(self.commitments),
                "rule": self.rule,
                "seed": self.seed,
                "package": dict(self.package),
                "certified": self.certified,
                "gap": self.gap,
            }
        )


def committed(party: Party, salt: bytes) -> str:
    """Return what binds a side to its whole table without telling it. `salt`: at least 16 random bytes, kept apart."""
    if len(salt) < SALT_BYTES:
        raise Unfit(f"The salt needs at least {SALT_BYTES} bytes: a short table could be tried out.")
    table = {
        "points": party.points,
        "disagreement": party.disagreement,
        "reservation": party.reservation,
        "refuses": sorted(party.refuses),
        "needs": sorted(party.needs),
        "weight": party.weight,
        "scale": party.scale,
        "bonds": [(one.points, [(issue, sorted(options)) for issue, options in one.where]) for one in party.bonds],
    }
    return sha256(salt + _canonical(table).encode()).hexdigest()


def model_of(problem: Problem) -> str:
    """Return the hash of what both sides know: issues and options, who takes part, pairs and budgets."""
    public = {
        "issues": [(issue.name, issue.options) for issue in problem.issues],
        "parties": [party.name for party in problem.parties],
        "apart": sorted([pair.first, pair.second] for pair in problem.apart),
        "budgets": [(one.name, one.costs, one.limit) for one in problem.budgets],
    }
    return sha256(_canonical(public).encode()).hexdigest()


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
    )


def replayed(record: Record, problem: Problem, salts: Sequence[bytes], *, seconds: float = 30.0) -> tuple[str, ...]:
    """Return what is not as recorded, in sentences; nothing when all is. For somebody who was given every table.

    A certified package has to come out as well by the rule again; of one that was not certified only what it claims of
    tables, model and constraints can be held against it."""
    wrong = []
    if not compare_digest(record.model, model_of(problem)):
        wrong.append("The issues, options or constraints are not those of the record.")
    for party, salt in zip(problem.parties, salts, strict=True):
        if not compare_digest(record.commitments.get(party.name, ""), committed(party, salt)):
            wrong.append(f"The table of {party.name} is not the one that was bound before solving.")
    if wrong:
        return tuple(wrong)
    package = tuple(
        issue.options.index(record.package[issue.name]) if record.package.get(issue.name) in issue.options else -1
        for issue in problem.issues
    )
    if -1 in package or not problem.keeps(package):
        return ("The package is not one that keeps to everything.",)
    if record.certified:
        again = answers.solve(problem, (record.rule,), seconds=seconds, seed=record.seed)
        found = again.packages[0]
        own = again.yard.key(record.rule, problem.values(package))
        if found.certificate.whole and own != again.yard.key(record.rule, found.values):
            wrong.append("Another package is better by the rule.")
        if not found.certificate.whole:
            wrong.append("The proof could not be done again in the time given.")
    return tuple(wrong)


def _canonical(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
