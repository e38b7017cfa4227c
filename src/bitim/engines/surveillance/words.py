"""The English of the command for what was found. Pages word the same typed values in the reader's language."""

from bitim.engines.surveillance.model import Alert, Caution, Cluster, Mislead, Route

LONGEST_YEARS = 100


def sentence(alert: Alert) -> str:
    """Return an alert as plain sentences."""
    where = f"{alert.place.name}, {alert.kind}" if alert.kind else alert.place.name
    span = "this week" if alert.weeks == 1 else f"in {alert.weeks} weeks"
    reports = _number(alert.count, "separate report")
    if alert.route is Route.SEVERE:
        told = f"{where}: a report of severity {alert.severity} this week. This is told whatever the counts."
    elif alert.route is Route.COLD:
        told = f"{where}: {reports} {span}. Too few weeks are known here to say what is usual."
    else:
        told = f"{where}: {reports} {span}; usual {_plain(alert.usual)} ({alert.low}-{alert.high})."
        told += "" if alert.years is None else f" {often(alert.years)}"
        told += " All from one reporter: shown, and not raised." if alert.route is Route.SINGLE_SOURCE else ""
    told += f" {_who(alert)}."
    if alert.again:
        told += " Raised again: this was open already."
    if alert.cautions:
        told += f" What could mislead: {'; '.join(caution(one) for one in alert.cautions)}."
    return told


def often(years: float) -> str:
    """Return how often so many happen by chance in this one series, roughly."""
    if years >= LONGEST_YEARS:
        return "By chance so many happen here less than once in a hundred years."
    if years >= 1.5:
        return f"So many happen here by chance about once in {years:.0f} years."
    if years * 12 >= 1.5:
        return f"So many happen here by chance about once in {years * 12:.0f} months."
    return "So many happen here by chance about once a month or more."


def caution(one: Caution) -> str:
    """Return one thing that could mislead."""
    value, usual = one.value or 0, one.usual or 0
    return {
        Mislead.MONITORS_CHANGED: f"{_plain(value)} active monitors, usually {_plain(usual)}",
        Mislead.MONITORS_UNKNOWN: "how many monitors were active is not known",
        Mislead.SHORT_PAST: f"only {_number(int(value), 'week')} known here",
        Mislead.OWN_PAST_EMPTY: "nothing of this kind was heard here before; the usual is the region's",
        Mislead.SILENT_WEEKS: f"nobody reported in {value:.0f} of these {_number(int(usual), 'week')}",
        Mislead.SILENT_PAST: f"nobody reported in {value:.0f} of the {usual:.0f} weeks before",
        Mislead.PAST_BURST: f"{_number(int(value), 'unusual week')} of the past {'is' if value == 1 else 'are'} "
        "counted as less",
        Mislead.REPORTERS_MAY_REPEAT: f"the same person may have reported in several weeks: between {value:.0f} and "
        f"{usual:.0f} reporters",
        Mislead.SINGLE_REPORTER: "a single reporter",
        Mislead.NOTHING_VERIFIED: "nothing is verified yet",
        Mislead.SEASON_UNKNOWN: "whether this comes back every year is not known",
        Mislead.OTHER_METHOD_QUIET: "the other method sees nothing unusual",
        Mislead.ELSEWHERE_TOO: f"{value:.0f} other places rise in the same week: one cause, or one message",
    }[one.what]


def of_cluster(one: Cluster) -> str:
    """Return a rise over neighbouring places as plain sentences."""
    places = ", ".join(f"{name} {count}" for name, count in one.places)
    kind = f"{one.kind}: " if one.kind else ""
    span = "this week" if one.weeks == 1 else f"in {one.weeks} weeks"
    told = f"{kind}{one.count} separate reports in neighbouring places {span} ({places}); by their share of all "
    told += f"reports {_plain(one.expected)}. {_interval(one)}"
    if one.silent:
        told += f" What could mislead: {_number(one.silent, 'week')} of these places without any report."
    return told


def _interval(one: Cluster) -> str:
    years = one.interval / 365.25
    often = f"{_plain(years)} years" if years >= 1.5 else f"{_plain(years * 12)} months"
    return f"Looking at this kind every week, chance brings such a thing about once in {often}."


def _who(alert: Alert) -> str:
    exact = alert.reporters == alert.reporters_most
    who = _number(alert.reporters, "reporter") if exact else f"{alert.reporters} to {alert.reporters_most} reporters"
    parts = [who]
    if alert.villages is not None:
        parts.append(_number(alert.villages, "village"))
    if alert.verified is not None:
        parts.append(f"{alert.verified} verified")
    return ", ".join(parts)


def _number(number: int, what: str) -> str:
    return f"{number} {what}" if number == 1 else f"{number} {what}s"


def _plain(number: float) -> str:
    text = f"{number:.1f}" if number < 10 else f"{number:.0f}"
    return text.removesuffix(".0")
