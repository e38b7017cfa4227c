"""How much texts of reports have in common: words by stem or by meaning, runs of letters, both weighed by rarity. Pure.

Weights are inverse document frequencies, log((n + 1) / (df + 0.5)), of the reports handed in: a word that every report
has counts for little. Cosines of the weighed vectors lie in 0 to 1. Source: the vector space model (Salton, 1975).
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix

from bitim.engines.rumours.glossary import empty, meaning
from bitim.engines.rumours.letters import fold, runs_of, stem, words

Real = NDArray[np.float64]
# "14 мың" and "14 тысяч" are 14000.
_THOUSANDS = re.compile(r"(?<!\d)(\d{1,4})[ \u00a0]?(?:мың|мын|тыс|тысяч\w{0,2})\b")
_FEW = {"2": "екі", "3": "үш", "5": "бес", "10": "он", "100": "жүз"}
LONGEST = 2000  # letters of a text that are looked at


@dataclass(frozen=True)
class Features:
    """Words of reports (stem, or meaning where two languages share one) and their runs of three letters: rows are
    reports, columns features, values weights; rows have length 1. `names`: what each column of words stands for;
    `weights`: the rarity of each column of words."""

    words: csr_matrix
    runs: csr_matrix
    names: tuple[str, ...]
    weights: Real


def terms(text: str, language: str) -> dict[str, str]:
    """Return what of a text is compared: stem or meaning -> the folded stem. Empty words are left out; numbers stand
    for themselves, small ones for their word."""
    found: dict[str, str] = {}
    for word in words(_THOUSANDS.sub(r"\g<1>000", text[:LONGEST])):
        if empty(word):
            continue
        said = _FEW.get(word, word)
        root = stem(said, language)
        if root:
            found.setdefault(meaning(said, root) or root, root)
    return found


def _weighed(rows: Sequence[frozenset[str]]) -> tuple[csr_matrix, tuple[str, ...], Real]:
    names = tuple(sorted(set().union(*rows))) if rows else ()
    column = {name: at for at, name in enumerate(names)}
    where = [sorted(column[name] for name in row) for row in rows]
    ends = np.cumsum([0, *(len(one) for one in where)])
    columns = np.array([at for one in where for at in one], dtype=np.int64)
    often = np.bincount(columns, minlength=len(names)).astype(np.float64)
    weights = np.log((len(rows) + 1.0) / (often + 0.5))
    table = csr_matrix((weights[columns], columns, ends), shape=(len(rows), len(names)))
    length = np.sqrt(np.asarray(table.multiply(table).sum(axis=1)).ravel())
    table.data /= np.repeat(np.where(length > 0, length, 1.0), np.diff(ends))
    return table, names, weights


def features(texts: Sequence[tuple[str, str]]) -> Features:
    """Return the features of texts, each with its language."""
    found = [terms(text, language) for text, language in texts]
    table, names, weights = _weighed([frozenset(one) for one in found])
    letters = [frozenset(run for word in {*one, *one.values()} for run in runs_of(fold(word))) for one in found]
    return Features(table, _weighed(letters)[0], names, weights)
