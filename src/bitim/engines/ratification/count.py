"""The count of each group, whether the text passes in it, and what of the count may be told."""

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

from bitim.engines.disclosure import FLOOR

# Of all who voted in a group, abstentions among them: more than a half; at least two thirds, three quarters.
RULES = {"half": Fraction(1, 2), "two_thirds": Fraction(2, 3), "three_quarters": Fraction(3, 4)}
TURNOUTS = (0, 50)  # per cent of the ballot papers of a group that have to be used for its vote to count


@dataclass(frozen=True)
class Cast:
    """The votes of one group: `papers` are all that were given out to it."""

    papers: int
    yes: int = 0
    no: int = 0
    abstained: int = 0

    @property
    def voted(self) -> int:
        """How many papers were used."""
        return self.yes + self.no + self.abstained


@dataclass(frozen=True)
class Told:
    """What of a group's count may be told. `passed`: the text passes in it; `enough`: enough of it voted. The counts
    are None where one of them, or what it could be reckoned from, is under the floor; `against` and `abstained` apart
    only where both reach it; `rest` is the two together. `voted` of `papers` (None: fewer than the floor) is exact with
    the counts, else a multiple of the floor (`at_least`): with it and the verdict a few could be reckoned."""

    papers: int
    voted: int | None
    at_least: bool
    enough: bool
    passed: bool
    yes: int | None = None
    rest: int | None = None
    against: int | None = None
    abstained: int | None = None


def turned_out(cast: Cast, turnout: int) -> bool:
    """Tell whether enough of a group voted: at least so many per cent of its papers, and never fewer people than may be
    told of: whether the text passes would tell of one or two how they voted."""
    return cast.voted >= FLOOR and cast.voted * 100 >= cast.papers * turnout


def passes_here(cast: Cast, rule: str, turnout: int) -> bool:
    """Tell whether a text passes in one group, in whole numbers. KeyError for a rule that there is not."""
    need = RULES[rule]
    if not turned_out(cast, turnout):
        return False
    reached = cast.yes * need.denominator - cast.voted * need.numerator
    return reached > 0 if rule == "half" else reached >= 0


def passes(groups: Iterable[Cast], rule: str, turnout: int) -> bool:
    """Tell whether a text passes: in every group, and there is one."""
    each = [passes_here(one, rule, turnout) for one in groups]
    return bool(each) and all(each)


def told(cast: Cast, rule: str, turnout: int) -> Told:
    """Return what may be told of a group. A count of nobody is under the floor too: that nobody was for, or nobody
    against, would tell of everybody how they voted."""
    rest = cast.no + cast.abstained
    shown = cast.yes >= FLOOR and rest >= FLOOR
    voted = cast.voted if shown else cast.voted - cast.voted % FLOOR
    split = shown and cast.no >= FLOOR and cast.abstained >= FLOOR
    return Told(
        papers=cast.papers,
        voted=voted or None,
        at_least=not shown,
        enough=turned_out(cast, turnout),
        passed=passes_here(cast, rule, turnout),
        yes=cast.yes if shown else None,
        rest=rest if shown else None,
        against=cast.no if split else None,
        abstained=cast.abstained if split else None,
    )
