"""The kinds of document that are signed, as data: which step lets people sign one, and what happens when all have.

A new kind is a line here and a template in the law pack; signing, sealing and checking treat all kinds alike.
"""

from dataclasses import dataclass

AGREEMENT, SETTLEMENT, ADDENDUM = "agreement_to_mediate", "settlement", "addendum"


@dataclass(frozen=True)
class Kind:
    """`short` names it in the facts of a case; `sign` and `last` are steps of the lifecycle; `clauses` says that it is
    written clause by clause and can be opened again, instead of being drawn up in one step."""

    short: str
    sign: str
    last: str
    clauses: bool = False


KINDS = {
    AGREEMENT: Kind("agreement", "sign_agreement", "begin_mediation"),
    SETTLEMENT: Kind("settlement", "sign_settlement", "settle", clauses=True),
    ADDENDUM: Kind("addendum", "sign_addendum", "extend_term"),
}
SIGN_STEP = {key: kind.sign for key, kind in KINDS.items()}
LAST_STEP = {key: kind.last for key, kind in KINDS.items()}
SHORT = {key: kind.short for key, kind in KINDS.items()}
