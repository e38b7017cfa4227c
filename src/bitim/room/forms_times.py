"""Forms of time: proposing, answering, and when somebody cannot come. Nothing typed is lost when something is not
right."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from bitim.kernel import dates
from bitim.room.actions.scheduling import LONGEST, MOST
from bitim.room.words import LIMIT
from bitim.room.zones import ZONES

MOMENT = "%Y-%m-%dT%H:%M"
ROWS = 3  # of weekdays with hours, on one page; a fourth thing can be said in words
LENGTHS = ((30, _("half an hour")), (60, _("1 hour")), (90, _("1 and a half hours")), (120, _("2 hours")))
ANSWERS = {"yes": _("yes"), "if_need": _("if need be"), "no": _("no")}
EVERY_DAY, WORKING_DAYS = "all", "work"


def moment_field(required: bool = False) -> forms.DateTimeField:
    """Return a field for a day and time, in the zone that is active while the form is read."""
    widget = forms.DateTimeInput(attrs={"type": "datetime-local", "step": 300}, format=MOMENT)
    return forms.DateTimeField(required=required, widget=widget)


class ProposeForm(forms.Form):
    """Two to five times and how long the meeting lasts."""

    minutes = forms.TypedChoiceField(label=_("How long"), choices=LENGTHS, coerce=int, initial=90)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for number in range(1, MOST + 1):
            self.fields[f"time{number}"] = field = moment_field(required=number <= 2)
            field.label = _("Time %(n)s") % {"n": number}

    def starts(self) -> list[datetime]:
        """Return the times that were given."""
        given = (self.cleaned_data.get(f"time{number}") for number in range(1, MOST + 1))
        return [one for one in given if one]


class MoveForm(forms.Form):
    """Another time."""

    starts = moment_field(required=True)
    starts.label = _("Day and time")


def _days() -> list[tuple[str, Any]]:
    names = dates.WEEKDAYS.get((get_language() or "en")[:2], dates.WEEKDAYS["en"]).split()
    return [
        ("", _("no day")),
        (EVERY_DAY, _("every day")),
        (WORKING_DAYS, _("Monday to Friday")),
        *((str(n), name) for n, name in enumerate(names)),
    ]


class ConstraintForm(forms.Form):
    """When somebody cannot come: in words, and as up to three rows of days and hours; their time zone."""

    words = forms.CharField(
        required=False,
        max_length=min(LIMIT, 2000),
        label=_("When can you not come, and why"),
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
    )
    zone = forms.ChoiceField(required=False, label=_("By which clock do you live"))

    def __init__(self, *args: Any, home: str, oneself: bool = True, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not oneself:  # somebody else writes down what they were told
            self.fields["words"].label = _("When this person cannot come, and why")
            self.fields["zone"].label = _("By which clock this person lives")
        others = [(key, word) for key, word in ZONES.items() if key != home]
        here = ("", _("as at the centre"))
        self.fields["zone"].choices = [here, *others]  # type: ignore[attr-defined]
        hours = forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
        for number in range(1, ROWS + 1):
            self.fields[f"day{number}"] = forms.ChoiceField(required=False, label=_("On"), choices=_days)
            self.fields[f"from{number}"] = forms.TimeField(required=False, label=_("from"), widget=hours)
            self.fields[f"to{number}"] = forms.TimeField(required=False, label=_("until"), widget=hours)

    def rows(self) -> list[tuple[Any, Any, Any]]:
        """Return the bound fields of each row of days and hours."""
        return [(self[f"day{n}"], self[f"from{n}"], self[f"to{n}"]) for n in range(1, ROWS + 1)]

    def clean(self) -> dict[str, Any]:
        """A row has a day; hours left out mean the whole day."""
        said: dict[str, Any] = super().clean() or {}
        for number in range(1, ROWS + 1):
            day, start, end = (said.get(f"{name}{number}") for name in ("day", "from", "to"))
            if not day and (start or end):
                self.add_error(f"day{number}", _("Say on which day."))
            elif day and start and end and start >= end:
                self.add_error(f"to{number}", _("The hours end before they begin."))
        return said

    def never(self) -> list[dict[str, Any]]:
        """Return the rows as the action takes them."""
        found = []
        for number in range(1, ROWS + 1):
            day, start, end = (self.cleaned_data.get(f"{name}{number}") for name in ("day", "from", "to"))
            if day:
                days = {EVERY_DAY: list(range(7)), WORKING_DAYS: list(range(5))}.get(day) or [int(day)]
                begin = start.hour * 60 + start.minute if start else 0
                stop = end.hour * 60 + end.minute if end else 1440
                found.append({"days": days, "from": begin, "to": stop})
        return found


def initial_of(words: str, never: Any, zone: str) -> dict[str, Any]:
    """Return what the form shows of what was said before."""
    said: dict[str, Any] = {"words": words, "zone": zone}
    for number, row in enumerate(list(never)[:ROWS], start=1):
        days = row["days"]
        said[f"day{number}"] = (
            EVERY_DAY if days == list(range(7)) else WORKING_DAYS if days == list(range(5)) else str(days[0])
        )
        if row["from"]:
            said[f"from{number}"] = clock_words(row["from"])
        if row["to"] < 1440:
            said[f"to{number}"] = clock_words(row["to"])
    return said


def clock_words(minute: int) -> str:
    """Return a minute of the day as hours and minutes."""
    return f"{minute // 60:02}:{minute % 60:02}"


def never_words(row: Mapping[str, Any]) -> str:
    """Return a kept row as words: days, then hours."""
    named = dict(_days())
    days = row["days"]
    kind = EVERY_DAY if days == list(range(7)) else WORKING_DAYS if days == list(range(5)) else ""
    on = str(named[kind]) if kind else ", ".join(str(named[str(day)]) for day in days)
    whole = row["from"] == 0 and row["to"] == 1440
    return on if whole else f"{on}, {clock_words(row['from'])}–{clock_words(row['to'])}"


def answers_in(posted: Mapping[str, str]) -> dict[UUID, str]:
    """Read `time-<id>`; a time without a mark says nothing. ValueError for an id that is none."""
    return {UUID(name.removeprefix("time-")): value for name, value in posted.items() if name.startswith("time-")}


assert max(minutes for minutes, _word in LENGTHS) <= LONGEST
