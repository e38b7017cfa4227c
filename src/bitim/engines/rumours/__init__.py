"""Reports of rumours: what in them gives a person away, which tell one rumour, floods, independent tellers. Pure.

Nothing here decides: texts are shown masked, merging is suggested with reasons, floods are held until a person looks,
credibility is proposed from counted facts. No word raises an alarm, no people is counted.

Importing this package loads no array library: the module that compares reports comes with the first comparison.
"""

from collections.abc import Iterable, Mapping, Sequence

from bitim.engines.rumours.flood import Arrival, Flood, floods
from bitim.engines.rumours.masking import KINDS, MARK, Span, masked, traces
from bitim.engines.rumours.model import Reasons, Report, Suggestion
from bitim.engines.rumours.sources import Credibility, Independence, Teller, credibility, independence

__all__ = [
    "KINDS",
    "MARK",
    "Arrival",
    "Credibility",
    "Flood",
    "Independence",
    "Reasons",
    "Report",
    "Span",
    "Suggestion",
    "Teller",
    "credibility",
    "floods",
    "independence",
    "masked",
    "suggest",
    "traces",
]


def suggest(
    reports: Sequence[Report],
    neighbours: Mapping[str, Iterable[str]] | None = None,
    apart: Iterable[tuple[str, str]] = (),
    together: Iterable[tuple[str, str]] = (),
) -> list[Suggestion]:
    """Return groups of reports that may tell one rumour, with reasons; see `merging.suggest`."""
    from bitim.engines.rumours import merging

    return merging.suggest(reports, neighbours, apart, together)
