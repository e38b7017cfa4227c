"""Opinions reckoned by us and by red-dwarf 0.4.0 in one process, one thread: seconds, ratio, same consensus.

red-dwarf (MPL-2.0) is an oracle here and nowhere else: install it into an environment of its own, with NumPy and SciPy.
`PYTHONPATH=src:. PYTHON_OF_THAT_ENVIRONMENT -m benchmarks.opinion_speed [FOLDER ...] [--big] [--million]`. Without a
folder: vtaiwan and Austria's energy of the tests' data. Ours gets columns of whole numbers and gives everything of the
mode `polis`; red-dwarf gets its own list of records and gives its pipeline. `--big` adds drawn votes: 10,000 people
against red-dwarf, then 100,000 of ours alone, with memory; `--million` a million people, 30 million votes (ours, 8 GB).
"""

import argparse
import os
import sys
import time
import tracemalloc
from pathlib import Path
from statistics import median

for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ.setdefault(name, "1")

import numpy as np  # noqa: E402

from bitim.engines.opinion import analysis, exports, steady  # noqa: E402
from bitim.engines.opinion.polis import polis  # noqa: E402
from bitim.engines.opinion.tests.cases import planted, real  # noqa: E402
from bitim.engines.opinion.votes import Votes  # noqa: E402

RUNS = 5
REAL_AIM, DRAWN_AIM = 7.0, 40.0


def seconds(act, times: int) -> tuple[float, object]:
    """Return the median seconds of some calls, and what the last gave."""
    took = []
    for _ in range(times):
        began = time.perf_counter()
        found = act()
        took.append(time.perf_counter() - began)
    return median(took), found


def ours(votes: Votes, out):
    """Encode the columns anew and give everything."""
    return polis(
        Votes.of(votes.person, votes.statement, votes.vote, votes.people, votes.statements),
        out,
    )


def theirs(votes: Votes, out):
    """Return a call of red-dwarf's pipeline on its own records."""
    from reddwarf.implementations.polis import run_pipeline

    records = [
        {"participant_id": who, "statement_id": what, "vote": how, "modified": at}
        for at, (who, what, how) in enumerate(
            zip(votes.person.tolist(), votes.statement.tolist(), votes.vote.tolist(), strict=True)
        )
    ]
    rejected = np.flatnonzero(out).tolist()
    return lambda: run_pipeline(votes=records, mod_out_statement_ids=rejected, random_state=0)


def compared(name: str, votes: Votes, out, runs: int = RUNS) -> float:
    """Print one comparison; return the ratio."""
    own, mine = seconds(lambda: ours(votes, out), runs)
    act = theirs(votes, out)
    peer, other = seconds(act, runs)
    listed = [int(one["tid"]) for one in other.consensus["agree"]]
    print(
        f"{name}: {len(votes)} votes, ours {own * 1000:.0f} ms, red-dwarf {peer * 1000:.0f} ms, "
        f"ratio {peer / own:.1f}; "
        f"consensus {mine.agree} and {listed}; load {os.getloadavg()[0]:.1f}",
        flush=True,
    )
    return peer / own


def resampled(talk: exports.Conversation) -> float:
    """Compare fifty resamples of people with ten runs of red-dwarf; return the ratio."""
    whole = analysis._Grouper(talk.votes, talk.out, analysis.taken_in(talk.votes.given, talk.votes.statements))
    labels = np.full(talk.votes.people, -1, dtype=np.intp)
    labels[whole.inside] = whole.labels
    own, _ = seconds(lambda: steady.steadiness(talk.votes, labels, whole.again, 50), 3)
    peer, _ = seconds(theirs(talk.votes, talk.out), RUNS)
    print(f"50 resamples: ours {own:.2f} s, ten runs of red-dwarf {10 * peer:.2f} s", flush=True)
    return 10 * peer / own


def drawn(people: int, statements: int, each: float, runs: int) -> tuple[Votes, float]:
    """Return drawn votes and our seconds; print them with the memory above the votes themselves."""
    votes, _ = planted(people, statements, each, groups=3, seed=1)
    out = np.zeros(statements, dtype=bool)
    took, _ = seconds(lambda: ours(votes, out), runs)
    tracemalloc.start()
    ours(votes, out)
    extra = tracemalloc.get_traced_memory()[1] / len(votes)
    tracemalloc.stop()
    print(f"{people} people, {len(votes)} votes: ours {took:.3f} s, {extra:.0f} bytes a vote above them", flush=True)
    return votes, took


def main() -> int:
    """Measure; 1 when an aim is missed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folders", nargs="*", type=Path)
    parser.add_argument("--big", action="store_true")
    parser.add_argument("--million", action="store_true")
    asked = parser.parse_args()
    talks = {one.name: exports.read({f.name: f.read_bytes() for f in one.glob("*.csv")}) for one in asked.folders}
    missed = False
    for name, talk in (talks or {one: real(one) for one in ("vtaiwan", "austria-energy")}).items():
        missed |= compared(name, talk.votes, talk.out) < REAL_AIM
    missed |= resampled(real("vtaiwan")) < 1
    if asked.big:
        votes, small = drawn(10_000, 1000, 48, RUNS)
        missed |= compared("drawn", votes, np.zeros(1000, dtype=bool), 1) < DRAWN_AIM
        _, large = drawn(100_000, 2000, 52, 3)
        print(f"ten times the people: {large / small:.1f} times the seconds", flush=True)
        missed |= large > 3 or large / small > 12
    if asked.million:
        drawn(1_000_000, 2000, 31, 1)
    return int(missed)


if __name__ == "__main__":
    sys.exit(main())
