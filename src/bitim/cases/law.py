"""What the centre's law pack says about requests and invitations."""

from bitim import jurisdictions
from bitim.kernel.text import in_language

OTHER = "other"


def kinds(pack: str) -> list[tuple[str, str]]:
    """Return (key, words) of the kinds of dispute that a pack suggests, in the reader's language."""
    return [(label.key, in_language(label.texts)) for label in jurisdictions.load(pack).labels["dispute_kinds"]]


def is_kind(pack: str, key: str) -> bool:
    """Tell whether a pack knows this kind."""
    return any(label.key == key for label in jurisdictions.load(pack).labels["dispute_kinds"])


def answer_days(pack: str) -> int:
    """Return how many calendar days an invited person has to answer."""
    return int(jurisdictions.load(pack).parameter("answer_days"))


def delivery_days(pack: str) -> int:
    """Return after how many calendar days it is asked whether an invitation on its way has arrived."""
    return int(jurisdictions.load(pack).parameter("delivery_days"))


def reminder_days(pack: str) -> int:
    """Return how many calendar days before the last one an invited person is reminded."""
    return int(jurisdictions.load(pack).parameter("reminder_days_before_answer"))


def hard_stops(pack: str) -> list[tuple[str, str]]:
    """Return (key, words) of what bars mediation by the law of a pack, in the reader's language."""
    return [(label.key, in_language(label.texts)) for label in jurisdictions.load(pack).labels["hard_stops"]]


def kept_days(pack: str, klass: str) -> int:
    """Return how many days a class of words outlives the closing of its case; 0 means at closing."""
    return jurisdictions.load(pack).retention_days(klass)


def signs_at_request(pack: str) -> str:
    """Tell whether another person may sign at somebody's request: `no`, `yes`, or `attested` (before an official)."""
    return str(jurisdictions.load(pack).parameter("signs_at_request"))


def paper_asks(pack: str, rule: str) -> bool:
    """Tell whether papers of a pack cannot be signed without this (`party.identifier`, `party.address`)."""
    found = jurisdictions.load(pack).rules.get(rule)
    return found is not None and found.severity == "stop"
