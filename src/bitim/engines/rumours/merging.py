"""Which reports may tell one rumour, with reasons. Suggestions only: a person confirms and can undo. Pure.

Two reports are looked at together if they name the same or a neighbouring place within 14 days and share a word (or its
meaning in the other language), or if they carry the same link or picture, wherever. What speaks for one rumour is added
up on the scale of log odds; groups grow while the mean over all pairs between two groups stays above a limit (average
linkage, Sokal and Michener 1958). Weights were fitted by logistic regression on one half of `tests/data/prevention` as
it is and with its rumours crowded in time, and are no chances of real life.
"""

from collections.abc import Iterable, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix

from bitim.engines.rumours.grouping import FLOOR, grown
from bitim.engines.rumours.letters import words
from bitim.engines.rumours.likeness import Features, Real, features, terms
from bitim.engines.rumours.model import Reasons, Report, Suggestion

Whole = NDArray[np.int64]
DAYS = 14.0
LIMIT = -0.7  # mean log odds between two groups that are suggested as one
MOST_REASONS = 60  # pairs of one suggestion that are explained, the strongest
SAME_MARK = 5.0  # log odds of two reports with one link or picture
MOST_OF_A_MARK = 50  # reports compared for one link: one that half a town sends says little of any two
# Constant; cosine of words, of runs of letters; days apart / 14; same place; same language; the three rarest words.
WEIGHTS = np.array([-3.9, 1.6, 2.4, -5.4, 1.1, -1.3, 4.7, 3.1, 0.9])
RAREST = 3


def suggest(
    reports: Sequence[Report],
    neighbours: Mapping[str, Iterable[str]] | None = None,
    apart: Iterable[tuple[str, str]] = (),
    together: Iterable[tuple[str, str]] = (),
    limit: float = LIMIT,
) -> list[Suggestion]:
    """Return groups of two reports or more that may tell one rumour, the earliest first.

    `neighbours`: places next to each place. `apart`, `together`: pairs of ids on which a person has decided; the first
    are never put into one group, the second always (an `apart` against a `together` loses). Ids that are not there are
    passed over. Raises ValueError if an id comes twice.
    """
    ordered = sorted(reports, key=lambda one: (one.at, one.id))
    number = {one.id: at for at, one in enumerate(ordered)}
    if len(number) < len(ordered):
        raise ValueError("two reports with one id")
    if not ordered:
        return []
    found = features([(one.text, one.language) for one in ordered])
    scores = {pair: min(score, SAME_MARK) for pair, score in _compared(ordered, neighbours or {}, found)}
    for pair in _marked(ordered):
        scores[pair] = SAME_MARK
    for one, two in apart:
        if one in number and two in number and one != two:
            scores[_pair(number[one], number[two])] = -np.inf
    fixed = [_pair(number[one], number[two]) for one, two in together if one in number and two in number]
    groups = grown(len(ordered), scores, fixed, limit)
    return [_suggestion(ordered, group, scores, limit) for group in groups]


def _pair(one: int, two: int) -> tuple[int, int]:
    return (one, two) if one < two else (two, one)


def _marked(reports: Sequence[Report]) -> Iterable[tuple[int, int]]:
    carriers: dict[str, list[int]] = {}
    for at, report in enumerate(reports):
        for mark in report.marks:
            carriers.setdefault(mark, []).append(at)
    for who in carriers.values():
        for at, one in enumerate(who):
            yield from ((one, two) for two in who[at + 1 : at + MOST_OF_A_MARK])


def _compared(
    reports: Sequence[Report], neighbours: Mapping[str, Iterable[str]], found: Features
) -> Iterable[tuple[tuple[int, int], float]]:
    """Yield pairs of numbers with their log odds, those above the floor."""
    first = reports[0].at
    days = np.array([(one.at - first).total_seconds() / 86400 for one in reports])
    language = np.unique([one.language for one in reports], return_inverse=True)[1]
    at_place: dict[str, list[int]] = {}
    for number, report in enumerate(reports):
        at_place.setdefault(report.place, []).append(number)
    near = {place: {place} for place in at_place}
    for place, others in neighbours.items():
        for other in others:
            if place in near and other in near:
                near[place].add(other)
                near[other].add(place)
    for place, mine in at_place.items():
        theirs = np.array(sorted(number for other in near[place] for number in at_place[other]))
        own = np.isin(theirs, mine)
        for one, two, shared in _near(np.array(mine), theirs, own, days, found.words):
            same = own[np.searchsorted(theirs, two)]
            gaps = np.abs(days[one] - days[two]) / DAYS
            told = np.column_stack((shared, _rows(found.runs, one, two), gaps, same, language[one] == language[two]))
            scores = WEIGHTS[0] + np.column_stack((told, _rarest(found, one, two))) @ WEIGHTS[1:]
            for at in np.flatnonzero(scores > FLOOR):
                yield (int(one[at]), int(two[at])), float(scores[at])


def _near(
    mine: Whole, theirs: Whole, own: NDArray[np.bool_], days: Real, table: csr_matrix
) -> Iterable[tuple[Whole, Whole, Real]]:
    """Yield blocks of pairs (one < two) at most 14 days apart that share a word, with the cosine of their words."""
    for start in range(0, len(mine), 200):
        block = mine[start : start + 200]
        low = np.searchsorted(days[theirs], days[block[0]] - 1e-9)
        high = np.searchsorted(days[theirs], days[block[-1]] + DAYS + 1e-9)
        shared = (table[block] @ table[theirs[low:high]].T).tocoo()
        one, two = block[shared.row], theirs[low:high][shared.col]
        kept = (one < two) & (np.abs(days[one] - days[two]) <= DAYS)
        if kept.any():
            yield one[kept], two[kept], shared.data[kept]


def _rows(table: csr_matrix, one: Whole, two: Whole) -> Real:
    """Return the cosine of each pair of rows."""
    return np.asarray(table[one].multiply(table[two]).sum(axis=1), dtype=np.float64).ravel()


def _rarest(found: Features, one: Whole, two: Whole) -> Real:
    """Return the rarity of the three rarest words of each pair, 0 to 1, largest first; columns are the three."""
    both = found.words[one].multiply(found.words[two]).tocsr()
    row = np.repeat(np.arange(len(one)), np.diff(both.indptr))
    rare = np.minimum(found.weights[both.indices] / np.log(found.words.shape[0] + 1.0), 1.0)
    order = np.lexsort((-rare, row))
    place = np.arange(len(row)) - both.indptr[row]
    best = np.zeros((len(one), RAREST))
    kept = place < RAREST
    best[row[kept], place[kept]] = rare[order][kept]
    return best


def _suggestion(
    reports: Sequence[Report], group: Sequence[int], scores: Mapping[tuple[int, int], float], limit: float
) -> Suggestion:
    pairs = [(one, two) for at, one in enumerate(group) for two in group[at + 1 :]]
    strong = [pair for pair in pairs if scores.get(pair, FLOOR) >= limit]
    strong.sort(key=lambda pair: (-scores[pair], pair))
    shown = {at: typed(reports[at]) for at in {at for pair in strong[:MOST_REASONS] for at in pair}}
    why = tuple(
        _reasons(reports[one], reports[two], shown[one], shown[two], scores[one, two])
        for one, two in strong[:MOST_REASONS]
    )
    return Suggestion(tuple(reports[at].id for at in group), why)


def _reasons(one: Report, two: Report, left: Mapping[str, str], right: Mapping[str, str], score: float) -> Reasons:
    alike = tuple((left[term], right[term]) for term in left if term in right)
    hours = abs((one.at - two.at).total_seconds()) / 3600
    return Reasons(
        one.id,
        two.id,
        alike,
        tuple(sorted(one.marks & two.marks)),
        one.place == two.place,
        round(hours),
        one.language != two.language,
        round(score, 2),
    )


def typed(report: Report) -> dict[str, str]:
    """Return the stem or meaning of each word that counts -> the word as it was typed first."""
    found: dict[str, str] = {}
    for word in words(report.text):
        for term in terms(word, report.language):
            found.setdefault(term, word)
    return found
