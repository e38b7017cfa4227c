"""What the state machine looks at."""

from dataclasses import dataclass


@dataclass(frozen=True)
class SideFacts:
    """One side: whether it joined, consented, was screened (joint, shuttle, decline or None) and signed. `met`:
    somebody else than who invited it has spoken with it. `accepted`: it has accepted every mediator of the case."""

    joined: bool = False
    consented: bool = False
    screened: str | None = None
    met: bool = True
    accepted: bool = True
    left: bool = False
    signed_agreement: bool = False
    signed_settlement: bool = False
    signed_addendum: bool = False


@dataclass(frozen=True)
class CaseFacts:
    """A case at one moment. Counts are whole numbers; `lint_stops` counts findings that forbid freezing.

    `mediator_barred`: one of its mediators may not mediate today: removed from the register, or the certificate or the
    term of office is over (Law No 401-IV, art. 9, 13-15; the pack says which).

    `known`: the names of the facts that were asked for, beside those that are always told; None: all of them.

    `settlement_stands`: a settlement that everybody signed is in force. Once the sides came back to the table, what is
    frozen and signed is said of the next text alone; the standing one binds until that one replaces it."""

    stage: str
    sides: tuple[SideFacts, ...] = ()
    mode: str = "joint"
    mediator_appointed: bool = False
    mediator_barred: bool = False
    mediator_signed_agreement: bool = False
    mediator_signed_settlement: bool = False
    agreement_frozen: bool = False
    mediator_signed_addendum: bool = False
    settlement_frozen: bool = False
    settlement_stands: bool = False
    addendum_frozen: bool = False
    clauses: int = 0
    clauses_not_agreed: int = 0
    lint_stops: int = 0
    prevailing_chosen: bool = False
    term_over: bool = False
    meeting_live: bool = False
    known: frozenset[str] | None = None

    @property
    def present_sides(self) -> tuple[SideFacts, ...]:
        """Sides that have not left."""
        return tuple(side for side in self.sides if not side.left)
