"""The watch over reports against its goals, on a fresh seed, real series, and what R's package surveillance gave.

`PYTHONPATH=src:. python -m benchmarks.surveillance FOLDER [--seeds N] [--worlds N] [--series N]`. FOLDER holds the
series: sim_weekly_bursts, peer_*, place_week_*, place_adjacency_weserems, survstat_weekly_labelled. False alerts are
counted as weeks in which a method fits (two reports or more in the window), without the rule that an open series is
quiet, so that all methods are counted alike; *told* is what the house would tell with all its rules. 1 when a goal is
missed.
"""

import argparse
import os
import subprocess
import sys
import tempfile
import time
from datetime import timedelta
from pathlib import Path
from statistics import median

import numpy as np
from scipy.stats import nbinom

from benchmarks import surveillance_worlds as worlds
from benchmarks.measure import table
from bitim.engines.surveillance import Route, Setting, replay, scan
from bitim.engines.surveillance.bank import read_week
from bitim.engines.surveillance.charts import ears_bound, ears_c3, ewma
from bitim.engines.surveillance.counts import Counts, in_window
from bitim.engines.surveillance.past import Past
from bitim.engines.surveillance.replays import readings, run
from bitim.engines.surveillance.weekly import Thresholds, look

SEED = 202611  # taken before any of these series was drawn
LEVELS, FIRST, WEEKS = worlds.LEVELS, worlds.FIRST, worlds.WEEKS
QUARTER, HALF = 0.0022, 0.0056  # thresholds for 0.25 and 0.5 a year, from the stored simulation of another seed
METHODS = ("bank", "bank, one week", "ewma", "C1", "C2", "C2, sd >= .5", "C3")
MISSED: list[str] = []


def goal(name: str, met: bool, told: str) -> None:
    """Print a goal and whether it is met."""
    print(f"{name}: {told} -> {'met' if met else 'MISSED'}", flush=True)
    if not met:
        MISSED.append(name)


def scores(rumours: np.ndarray, season: bool, first: int = FIRST) -> dict[str, np.ndarray]:
    """Return, series x weeks from `first`, how unusual each method finds each week: the more the larger."""
    past = Past.of(Counts.plain(rumours))
    chance = np.array([one.chance for one in readings(past, "bank", first, season)]).T
    single = np.array([_one_week(past, week) for week in range(first, rumours.shape[1])]).T
    z = np.where(in_window(rumours, 4)[:, first:] >= 2, ewma(past)[0][:, first:], -np.inf)
    found = {"bank": -np.log10(np.maximum(chance, 1e-300)), "bank, one week": -np.log10(np.maximum(single, 1e-300))}
    found |= {"ewma": z, "C3": np.nan_to_num(ears_c3(rumours)[:, first:], posinf=1e9)}
    for name, method, least in (("C1", "C1", 0.0), ("C2", "C2", 0.0), ("C2, sd >= .5", "C2", 0.5)):
        mean = ears_bound(rumours, method, 0.0)
        sd = np.maximum(ears_bound(rumours, method, 1.0) - mean, max(least, 1e-9))
        found[name] = ((rumours - mean) / sd)[:, first:]
    return found


def _one_week(past: Past, week: int) -> np.ndarray:
    from bitim.engines.surveillance.bank import _window

    return _window(past, week, 1, None).chance


def level_for(quiet: list[np.ndarray], a_year: float) -> float:
    """Return the lowest level above which these quiet weeks lie no more than `a_year` times a year."""
    every = np.sort(np.concatenate([one.ravel() for one in quiet]))[::-1]
    allowed = int(a_year * len(every) / 52)
    return float(every[allowed])


def a_year(score: np.ndarray, level: float) -> float:
    """Return how many weeks a year lie above a level."""
    return float((score > level).mean() * 52)


def found_in(score: np.ndarray, starts: np.ndarray, level: float) -> tuple[float, float]:
    """Return the share of bursts found in their four weeks, and the median delay in weeks (0: its first week)."""
    delays = []
    for row, start in zip(score, starts, strict=True):
        above = np.flatnonzero(row[start - FIRST : start - FIRST + 4] > level)
        delays.append(int(above[0]) if len(above) else None)
    hit = [one for one in delays if one is not None]
    return len(hit) / len(delays), median(hit) if hit else float("nan")


def one_seed(seed: int, season: bool) -> tuple[dict[str, dict[float, dict[str, np.ndarray]]], dict[float, np.ndarray]]:
    """Return the scores of a seed: by kind of series, level and method; and where the bursts begin."""
    by_kind: dict[str, dict[float, dict[str, np.ndarray]]] = {"none": {}, "small": {}, "large": {}}
    starts = {}
    for level in LEVELS:
        series, starts[level] = worlds.simulated(level, seed)
        for kind, rumours in series.items():
            by_kind[kind][level] = scores(rumours, season)
    return by_kind, starts


def simulation(seeds: int) -> None:
    """Goals 1 to 3 on fresh seeds; the first decides, the others show how far it may be off."""
    native = {"C1": 3.0, "C2": 3.0, "C3": 2.0, "ewma": 3.1}
    several = []
    for number in range(seeds):
        quiet, (bursts, starts) = {}, one_seed(SEED + number, season=True)
        rows, matched = [], {}
        for name in METHODS:
            quiet[name] = [bursts["none"][level][name] for level in LEVELS]
            settings = [("0.5 a year", level_for(quiet[name], 0.5)), ("0.25 a year", level_for(quiet[name], 0.25))]
            if name == "bank":
                settings += [(f"p < {one}", -np.log10(one)) for one in (HALF, QUARTER)]
            settings += [("native", native[name])] if name in native else []
            for label, level in settings:
                false = [a_year(one, level) for one in quiet[name]]
                large, delay = zip(
                    *(found_in(bursts["large"][one][name], starts[one], level) for one in LEVELS), strict=True
                )
                small = np.mean([found_in(bursts["small"][one][name], starts[one], level)[0] for one in LEVELS])
                matched[name, label] = (np.mean(false), false, np.mean(large), np.mean(delay), small)
                by_level = " ".join(f"{one:.1f}" for one in false)
                row = [name, label, by_level, f"{np.mean(false):.2f}", f"{np.mean(large):.2f}", f"{small:.2f}"]
                rows.append([*row, f"{np.mean(delay):.1f}"])
        if not number:
            head = ["method", "threshold", "false a year by mean .1 .3 1 3", "mean", "found, large", "small", "delay"]
            print(table(head, rows), flush=True)
        several.append(matched)
    fixed = [one["bank", f"p < {QUARTER}"] for one in several]
    mean, by_level, large, delay, _ = fixed[0]
    goal("G1", mean <= 0.30 and max(by_level) <= 0.6, f"false {mean:.2f} a year, worst level {max(by_level):.2f}")
    goal("G2", large >= 0.82 and delay <= 2, f"found {large:.2f}, delay {delay:.1f} weeks")
    gains, half = (
        [[one[name, label][2] for name in ("bank", "C2, sd >= .5", "ewma")] for one in several]
        for label in ("0.25 a year", "0.5 a year")
    )
    bank, c2, chart = gains[0]
    goal("G3", bank >= c2 + 0.10 and bank >= chart - 0.05, f"bank {bank:.2f}, C2 {c2:.2f}, EWMA {chart:.2f}")
    print("all seeds, p < 0.0022:", [f"{one[0]:.2f}/{max(one[1]):.2f}/{one[2]:.2f}" for one in fixed])
    for label, each in (("0.25", gains), ("0.5", half)):
        told = [" ".join(f"{one:.2f}" for one in row) for row in each]
        print(f"all seeds, matched {label}, bank, C2 with sd >= .5, EWMA: {told}", flush=True)


def against_r(folder: Path) -> None:
    """Goal 6, and Farrington's stored p-values on the same series."""
    means, kinds, starts, rumours = worlds.stored(folder)
    rows, p, bounds = worlds.of_r(folder)
    at = int(np.flatnonzero((means == 1) & (kinds == "large"))[0])
    own = ears_bound(rumours[at : at + 1])[0]
    far = max(abs(own[int(week)] - bound) for week, bound in bounds)
    goal("G6", far < 1e-9, f"C1 differs from R by at most {far:.1e}")
    own_scores: dict[str, np.ndarray] = {name: np.zeros((len(rumours), WEEKS - FIRST)) for name in METHODS}
    for level in LEVELS:
        own = means == level
        for name, score in scores(rumours[own], season=False).items():
            own_scores[name][own] = score
    seen = (rumours[rows][:, FIRST:] >= 1) & (in_window(rumours[rows], 4)[:, FIRST:] >= 2)
    farrington = np.where(seen, -np.log10(np.maximum(p, 1e-300)), -np.inf)
    told = []
    for name in ("bank", "ewma", "C2", "farrington"):
        score = farrington if name == "farrington" else own_scores[name][rows]
        quiet, large = kinds[rows] == "none", kinds[rows] == "large"
        level = level_for([score[quiet]], 0.5)
        told.append(f"{name} {found_in(score[large], starts[rows][large], level)[0]:.2f}")
    print(f"same 160 stored series, found at 0.5 false a year: {', '.join(told)}", flush=True)


def real_series(folder: Path) -> None:
    """Goal 4, and the few labelled episodes. The goal counts weeks that fit by all that a rise asks for, a report in
    that very week included; every week above the threshold stands beside it."""
    rows, bank = [], {}
    sets = (("hepA_berlin", 12, 290), ("salmNewport", 16, 528), ("measles_weserems", 17, 104))
    for name, places, weeks in sets:
        counts = worlds.real(folder, f"place_week_{name}_{places}x{weeks}", places, weeks)
        score = scores(counts.rumours, season=True, first=52)
        heard = counts.rumours[:, 52:] >= 1
        past = Past.of(counts)
        row = [f"{counts.rumours.mean():.2f}"]
        for limit in (0.005, QUARTER):
            raised, _ = run(past, readings(past, "bank", 52), np.full(places, limit))
            told = sum(one.rise.sum() for one in raised) * 52 / (places * (weeks - 52))
            above = score["bank"] > -np.log10(limit)
            fits = float((above & heard).mean() * 52)
            bank.setdefault(name, fits)
            row.append(f"{above.mean() * 52:.2f} / {fits:.2f} / {told:.2f}")
        row += [f"{a_year(score[method], level):.2f}" for method, level in (("ewma", 3.1), ("C1", 3.0), ("C2", 3.0))]
        rows.append([name, *row])
    limits = ("p < .005: above / fits / told", f"p < {QUARTER}: the same")
    print(table(["set", "mean", *limits, "EWMA 3.1", "C1", "C2"], rows))
    first, second = bank["hepA_berlin"], bank["salmNewport"]
    goal("G4", first <= 0.35 and second <= 0.7, f"hepatitis A {first:.2f}, Salmonella Newport {second:.2f} at p < .005")
    print(
        f"labelled real series, episodes found at false alerts a series-year: {'; '.join(episodes(folder))}", flush=True
    )


def episodes(folder: Path) -> list[str]:
    """Return what each method finds of the labelled episodes that begin after the first year."""
    every = [(scores(rumours[None], season=True, first=52), labels) for _, rumours, labels in worlds.labelled(folder)]
    settings = (("bank p < .005", "bank", -np.log10(0.005)), ("bank p < .001", "bank", 3.0))
    told = []
    for label, method, level in (*settings, ("EWMA", "ewma", 3.1), ("C1", "C1", 3.0), ("C2", "C2", 3.0)):
        hit = number = false = weeks = 0
        for score, labels in every:
            above, later = score[method][0] > level, labels[52:]
            begins = np.flatnonzero(np.diff(np.concatenate((labels[51:52], later))) == 1)
            for start in begins.tolist():
                ends = start + int(np.argmin(np.append(later[start:], 0)))
                number += 1
                hit += bool(above[start:ends].any())
            false += int((above & (later == 0)).sum())
            weeks += int((later == 0).sum())
        told.append(f"{label} {hit} of {number} at {false * 52 / weeks:.1f}")
    return told


def grid(side: int) -> tuple[list[str], dict[str, list[str]]]:
    """Return the places of a square map and their neighbours across edges."""
    names = [f"{x} {y}" for x in range(side) for y in range(side)]
    near = {f"{x} {y}": [f"{x + 1} {y}"] if x + 1 < side else [] for x in range(side) for y in range(side)}
    for x in range(side):
        for y in range(side - 1):
            near[f"{x} {y}"].append(f"{x} {y + 1}")
    return names, near


def scanned(folder: Path, number: int) -> None:
    """Goal 5: a scan zone of four places with three further reports each in two weeks, on a map of real districts and
    on a larger square one. A single series is found at the threshold of a quarter a year."""
    for title, (names, near) in (("17 districts", worlds.neighbourhoods(folder)), ("10 x 10", grid(10))):
        both = {name: {*near.get(name, []), *(one for one in names if name in near.get(one, []))} for name in names}
        centres = [name for name in names if len(both[name]) == 3]
        for level in (0.1, 0.3, 1.0):
            hits = singles = any_single = quiet = 0
            for seed in range(number):
                chance = np.random.default_rng([SEED, 5, int(level * 10), seed])
                rumours = worlds.spread(np.full((len(names), 120), level), 1.3, chance)
                quiet += len(scan(_named(rumours, names), near, Setting(), 117))
                centre = str(chance.choice(centres))
                at = [names.index(one) for one in (centre, *sorted(both[centre]))]
                rumours[at, 118:] += chance.multinomial(3, [0.5, 0.5], 4)
                counts, zone = _named(rumours, names), {centre, *both[centre]}
                told = [one for week in (118, 119) for one in scan(counts, near, Setting(), week)]
                hits += any(len({name for name, _ in one.places} & zone) >= 2 for one in told)
                past = Past.of(counts)
                fits = np.array([read_week(past, week).chance < QUARTER for week in (118, 119)])[:, at]
                singles += fits.any(axis=0).sum()
                any_single += bool(fits.any())
            scans, single = hits / number, singles / number / 4
            said = f"scan finds {scans:.2f}, a single series {single:.2f}, any of the four {any_single / number:.2f}; "
            said += f"clusters without a burst {quiet * 52 / number:.1f} a year ({number} worlds)"
            goal(f"G5, {title}, mean {level}", scans >= 0.7 and single <= 0.4, said)


def _named(rumours: np.ndarray, names: list[str]) -> Counts:
    from dataclasses import replace

    from bitim.engines.surveillance.model import Place

    return replace(Counts.plain(rumours), places=tuple(Place(one) for one in names))


def speed(series: int) -> None:
    """Goal 7: one week of all series, against the same formulas series by series with scipy.stats."""
    counts = worlds.many(series // 12, 12, WEEKS, SEED)
    limits = {one.coordinator: QUARTER for one in counts.places}
    took = {"bank": [], "all": []}
    for _ in range(3):
        began = time.perf_counter()
        read_week(Past.of(counts), WEEKS - 1)
        took["bank"].append(time.perf_counter() - began)
        began = time.perf_counter()
        week = look(counts, Setting(), Thresholds(limits, limits))
        took["all"].append(time.perf_counter() - began)
    peer = []
    for _ in range(3):
        began = time.perf_counter()
        for row in counts.rumours[:300]:
            plainly(row)
        peer.append((time.perf_counter() - began) / 300 * series)
    bank, every, slow = (median(one) for one in (took["bank"], took["all"], peer))
    told = (
        f"{series} series: bank {bank:.2f} s, everything {every:.2f} s ({len(week.alerts)} alerts); series by series "
    )
    told += f"{slow:.1f} s (from 300), ratio {slow / bank:.0f}; load {os.getloadavg()[0]:.1f}"
    goal("G7", every < 10, told)


def plainly(row: np.ndarray) -> float:
    """Reckon the bank of one series with NumPy and scipy.stats as one would write it down (its own mean as prior)."""
    least = 1.0
    for h in (1, 2, 4):
        c, before = int(row[-h:].sum()), row[-h - 4 - 104 : -h - 4]
        n, m0 = len(before), max(before.mean(), 1 / 104)
        mu0 = (before.sum() + 26 * m0) / (n + 26)
        cut = np.minimum(before, np.ceil(mu0 + 3 * np.sqrt(1.3 * mu0) + 0.5))
        lam = (cut.sum() + 26 * m0) / (n + 26)
        phi = np.clip((n * ((cut - lam) ** 2).mean() + 1.3 * lam * 26) / (lam * (n + 26)), 1.05, 4)
        mu = lam * h
        r = mu**2 / (phi * mu + mu**2 / (lam * (n + 26)) - mu)
        least = min(least, float(nbinom.sf(c - 1, r, r / (r + mu)))) if c >= 2 else least
    return least


def replayed() -> None:
    """Goal 8: the command twice, in processes of their own with different hashes."""
    counts = worlds.many(20, 12, 160, SEED)
    rows = ["place,region,kind,week,rumours,monitors"]
    for at in range(len(counts.place)):
        place = counts.places[counts.place[at]]
        for week in np.flatnonzero(counts.reporting[counts.place[at]]).tolist():
            day = counts.monday + timedelta(days=7 * week)
            told = f"{counts.rumours[at, week]},{counts.monitors[counts.place[at], week]}"
            rows.append(f"{place.name},{place.region},{counts.kinds[counts.kind[at]]},{day},{told}")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "counts.csv"
        path.write_text("\n".join(rows))
        command = [sys.executable, "-m", "bitim.cli", "surveillance", "replay", str(path), "--json"]
        answers = [
            subprocess.run(command, capture_output=True, check=True, env=os.environ | {"PYTHONHASHSEED": seed}).stdout
            for seed in ("1", "2")
        ]
    goal("G8", answers[0] == answers[1], f"two processes, the same {len(answers[0])} bytes")


def budget() -> None:
    """A threshold found on one year, kept to in the next? 240 series, one coordinator, one alert a week. With bursts in
    the year that is learned from, and without."""
    for title, burst in (("calm", False), ("with about a hundred bursts", True)):
        told = []
        for number in range(5):
            rumours = np.concatenate([_two_years(level, SEED + 100 + number, burst) for level in LEVELS])
            group = np.repeat(np.arange(4), worlds.EACH)
            desk = replay(_kinds(rumours[:, :FIRST], group), Setting(budget=1.0)).desks[0]
            after = replay(_kinds(rumours, group), Setting(), threshold=desk.threshold)
            rises = sum(one.route is Route.RISE for one in after.alerts)
            told.append(f"{desk.threshold:.4f}: {desk.rises} then {rises}")
        print(
            f"a year {title}, its threshold, its rises and the next year's (budget 52): {'; '.join(told)}", flush=True
        )


def _two_years(level: float, seed: int, burst: bool) -> np.ndarray:
    """Return series without bursts from the year before the last on; with `burst` nearly half of them have one."""
    rumours = worlds.simulated(level, seed)[0]["none"]
    calm = np.concatenate((worlds.simulated(level, seed + 50)[0]["none"][:, -52:], rumours[:, -52:]), axis=1)
    found = np.concatenate((rumours[:, : FIRST - 52], calm), axis=1)
    chance = np.random.default_rng(seed)
    for row in found[:25] if burst else ():
        worlds.burst(row, int(chance.integers(FIRST - 50, FIRST - 8)), 12 * max(1.0, level**0.5), chance)
    return found


def _kinds(rumours: np.ndarray, kind: np.ndarray) -> Counts:
    from dataclasses import replace

    counts = Counts.plain(rumours)
    return replace(counts, kind=kind, kinds=tuple(str(one) for one in range(kind.max() + 1)))


def season() -> None:
    """What the months' factors do where all places of a kind rise and fall together."""
    told = []
    for cycle in (0.3, 0.8):
        false = {True: [], False: []}
        for level in LEVELS:
            rumours = worlds.simulated(level, SEED + 200, cycle, together=True)[0]["none"]
            for months in (True, False):
                false[months].append(a_year(scores(rumours, months)["bank"], -np.log10(QUARTER)))
        told.append(f"cycle {cycle}: with months {np.mean(false[True]):.2f}, without {np.mean(false[False]):.2f}")
    print(f"false a year where a kind has one season everywhere: {'; '.join(told)}", flush=True)


def main() -> int:
    """Measure; 1 when a goal is missed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--seeds", type=int, default=5)
    parser.add_argument("--worlds", type=int, default=40)
    parser.add_argument("--series", type=int, default=30_000)
    asked = parser.parse_args()
    against_r(asked.folder)
    simulation(asked.seeds)
    real_series(asked.folder)
    budget()
    season()
    replayed()
    speed(asked.series)
    scanned(asked.folder, asked.worlds)
    print(f"missed: {', '.join(MISSED) or 'none'}")
    return int(bool(MISSED))


if __name__ == "__main__":
    sys.exit(main())
