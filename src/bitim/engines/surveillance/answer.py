"""A replay as one object for programs: the typed values, and the English sentence beside each."""

from dataclasses import asdict
from typing import Any

from bitim.engines.surveillance import words
from bitim.engines.surveillance.model import Alert, Cluster
from bitim.engines.surveillance.replays import Replay


def as_json(found: Replay, notes: tuple[str, ...] = ()) -> dict[str, Any]:
    """Return what `json.dumps` takes."""
    return {
        "setting": asdict(found.setting),
        "weeks": found.weeks,
        "first_week": found.first,
        "series": found.series,
        "silent_weeks": found.silent,
        "weeks_of_places": found.cells,
        "alerts_a_week": round(found.a_week, 4),
        "coordinators": [asdict(one) for one in found.desks],
        "alerts": [of_alert(one) for one in found.alerts],
        "single_sources": [of_alert(one) for one in found.single],
        "clusters": [of_cluster(one) for one in found.clusters],
        "other_method": {**asdict(found.compared), "alerts": [of_alert(one) for one in found.unshown]},
        "notes": list(notes),
    }


def of_alert(one: Alert) -> dict[str, Any]:
    """Return an alert; dates as text, nothing rounded."""
    told = asdict(one)
    told["week"] = one.week.isoformat()
    told["cautions"] = [{"what": c.what.value, "value": c.value, "usual": c.usual} for c in one.cautions]
    told["route"] = one.route.value
    return {**told, "sentence": words.sentence(one)}


def of_cluster(one: Cluster) -> dict[str, Any]:
    """Return a cluster."""
    return {**asdict(one), "week": one.week.isoformat(), "sentence": words.of_cluster(one)}
