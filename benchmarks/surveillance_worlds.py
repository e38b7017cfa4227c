"""What `benchmarks.surveillance` reckons on: files of a folder that is given, and simulated series of a fresh seed."""

import csv
from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np

from bitim.engines.surveillance.counts import Counts, Distinct, in_window
from bitim.engines.surveillance.model import WINDOWS, Place

LEVELS = (0.1, 0.3, 1.0, 3.0)
WEEKS, FIRST, EACH = 260, 208, 60


def spread(mean, over: float, chance: np.random.Generator) -> np.ndarray:
    """Draw negative binomial counts of that mean and of a variance `over` times the mean."""
    shape = np.maximum(mean, 1e-9) / (over - 1)
    return chance.poisson(chance.gamma(shape, over - 1))


def burst(series: np.ndarray, start: int, size: float, chance: np.random.Generator) -> None:
    """Put about `size` further reports into four weeks."""
    series[start : start + 4] += chance.poisson(size / 4, 4)


def simulated(level: float, seed: int, cycle: float = 0.3, together: bool = False) -> tuple[dict, np.ndarray]:
    """Return series (EACH x WEEKS) without, with a small and with a large burst, and the burst's first week: variance
    1.2 or 1.5 times the mean, a yearly cycle (`together`: with its top in the same week everywhere), two bursts in the
    past, small or large."""
    chance = np.random.default_rng([seed, int(level * 10)])
    weeks = np.arange(WEEKS)
    scale = max(1.0, level**0.5)
    found = {name: np.zeros((EACH, WEEKS), dtype=np.int64) for name in ("none", "small", "large")}
    starts = chance.integers(210, 254, EACH)
    for at in range(EACH):
        phase = 1.0 if together else chance.uniform(0, 2 * np.pi)
        mean = level * (1 + cycle * np.sin(2 * np.pi * weeks / 52 + phase))
        series = spread(mean, chance.choice([1.2, 1.5]), chance)
        for start in chance.integers(20, 195, 2).tolist():
            burst(series, start, chance.choice([6, 12]) * scale, chance)
        for name, size in (("none", 0.0), ("small", 6 * scale), ("large", 12 * scale)):
            own = series.copy()
            burst(own, int(starts[at]), size, chance)
            found[name][at] = own
    return found, starts


def stored(folder: Path) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Return mean, kind, burst start and counts of the stored simulation."""
    with (folder / "sim_weekly_bursts.csv").open(newline="") as file:
        rows = list(csv.reader(file))[1:]
    means, kinds, starts = zip(*((float(row[0]), row[2], int(row[3])) for row in rows), strict=True)
    return np.array(means), np.array(kinds), np.array(starts), np.array([[int(one) for one in row[4:]] for row in rows])


def of_r(folder: Path) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return the stored p-values of farringtonFlexible with the rows that they are of, and the bounds of earsC's C1."""
    with (folder / "peer_farringtonflexible_pvalues.csv").open(newline="") as file:
        rows = list(csv.reader(file))[1:]
    with (folder / "peer_earsC1_one_series.csv").open(newline="") as file:
        bounds = [(int(row["t"]) - 1, float(row["ub"])) for row in csv.DictReader(file)]
    p = np.array([[float(one) if one not in ("", "NA", "nan") else 1.0 for one in row[1:]] for row in rows])
    return np.array([int(row[0]) for row in rows]), p, np.array(bounds)


def real(folder: Path, name: str, places: int, weeks: int) -> Counts:
    """Return a real set: a place a series, one kind; cells that are not listed are zeros, places without any are
    there."""
    with (folder / f"{name}.csv").open(newline="") as file:
        rows = list(csv.DictReader(file))
    names = sorted({row["place"] for row in rows})
    names += [f"without any {at}" for at in range(places - len(names))]
    table = np.zeros((places, weeks), dtype=np.int64)
    for row in rows:
        table[names.index(row["place"]), int(row["t"]) - 1] += int(row["count"])
    counts = Counts.plain(table, date(2001, 1, 1))
    return replace(counts, places=tuple(Place(one) for one in names))


def labelled(folder: Path) -> list[tuple[str, np.ndarray, np.ndarray]]:
    """Return the real series with labelled outbreaks: name, counts, labels."""
    found: dict[str, list[tuple[int, int]]] = {}
    with (folder / "survstat_weekly_labelled.csv").open(newline="") as file:
        for row in csv.DictReader(file):
            outbreak = int(row["outbreak"] not in ("0", "NA", ""))
            found.setdefault(row["series"], []).append((int(row["observed"]), outbreak))
    every = [(name, *np.array(rows).T) for name, rows in found.items()]
    return [one for one in every if one[2].any()]


def neighbourhoods(folder: Path) -> tuple[list[str], dict[str, list[str]]]:
    """Return the districts of Weser-Ems and who lies beside whom."""
    near: dict[str, list[str]] = {}
    with (folder / "place_adjacency_weserems.csv").open(newline="") as file:
        for row in csv.DictReader(file):
            near.setdefault(row["a"], []).append(row["b"])
    return sorted({*near, *(one for others in near.values() for one in others)}), near


def many(places: int, kinds: int, weeks: int, seed: int) -> Counts:
    """Return a country: places with some silent weeks, monitors, reporters, kinds at different levels."""
    chance = np.random.default_rng(seed)
    place, kind = np.arange(places * kinds) // kinds, np.arange(places * kinds) % kinds
    reporting = chance.random((places, weeks)) > 0.03
    level = np.geomspace(0.05, 2.0, kinds)[kind]
    rumours = spread(np.repeat(level[:, None], weeks, axis=1), 1.3, chance) * reporting[place]
    weekly = np.minimum(rumours, chance.integers(1, 5, rumours.shape))
    return Counts(
        tuple(Place(f"{at}", f"{at % 20}", f"{at % 100}") for at in range(places)),
        tuple(f"{at}" for at in range(kinds)),
        date(2021, 1, 4),
        place,
        kind,
        rumours,
        reporting,
        Distinct.of_windows(*(in_window(weekly, one) for one in WINDOWS)),
        np.where(rumours > 0, 2, 0),
        chance.integers(2, 8, (places, weeks)),
    )
