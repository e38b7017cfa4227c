"""The report of a centre equals a recount of what was really done, corrections counted once."""

import random
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from bitim.demo import cast as people
from bitim.journal import actions, queries
from bitim.journal.actions import registering
from bitim.journal.counting import CaseFacts, Period, TalkFacts, report
from bitim.journal.tests.conftest import TALK, line_of, open_one
from bitim.kernel import clock
from bitim.kernel.access import SYSTEM
from bitim.kernel.locking import write
from bitim.people.models import CentreRole, Place

pytestmark = pytest.mark.django_db
KINDS = ("neighbours", "family", "other")
OUTCOMES = ("settled", "no_settlement", "refused")


class World:
    """A year of an office, lived at random; what it should read is kept beside it, written another way."""

    def __init__(self, seed: int) -> None:
        self.chance, self.centre = random.Random(seed), people.centre()
        self.who = people.acting(people.staff(self.centre, "Д", CentreRole.COORDINATOR), "coordinator", self.centre)
        self.places = [Place.objects.create(centre=self.centre, name={"kk": f"Ауыл {n}"}) for n in range(2)]
        self.cases: list[dict] = []
        self.talks: list[dict] = []

    def live(self) -> "World":
        start = datetime(2025, 1, 3, 5, tzinfo=UTC)
        for step in range(60):
            now = start + timedelta(days=6 * step)
            clock.set_source(lambda now=now: now)
            try:
                self.act(now.astimezone(ZoneInfo("Asia/Almaty")).date())
            finally:
                clock.set_source(None)
        return self

    def act(self, today: date) -> None:
        draw = self.chance
        standing = [one for one in self.cases if not one["struck"]]
        kind = draw.choice(
            ["open", "open", "talk", "talk", "note", "close", "correct", "strike", "retalk", "agree", "mark"]
        )
        if kind == "open" or (kind not in ("talk", "retalk") and not standing):
            case = open_one(self.centre, f"{len(self.cases):08d}", key := draw.choice(KINDS))
            self.cases.append({"case": case, "opened": today, "kind": key, "struck": False})
        elif kind == "talk" or not standing or (kind == "retalk" and not self.talks):
            said = TALK | {"kind": draw.choice(KINDS), "place": draw.choice(self.places).pk}
            entry = actions.write_consultation(self.centre.pk, actor=self.who, **said)
            self.talks.append({"entry": entry, "day": today, "struck": False} | said)
        else:
            getattr(self, kind)(draw.choice(standing), today)

    def note(self, one: dict, today: date) -> None:
        place, channel = self.chance.choice(self.places), self.chance.choice(["came", "phone"])
        actions.note_case(one["case"].pk, actor=self.who, place=place.pk, channel=channel)
        one |= {"place": str(place.pk), "channel": channel}

    def agree(self, one: dict, today: date) -> None:
        if "agreed" not in one and "closed" not in one:
            with write():
                registering.agreed(line_of(one["case"].pk), one["case"], one["case"].pk, self.who)
            one["agreed"] = today

    def close(self, one: dict, today: date) -> None:
        if "closed" in one:
            return
        outcome = self.chance.choice(OUTCOMES)
        with write():
            registering.ended(line_of(one["case"].pk), one["case"], outcome, self.who)
        one |= {"closed": today, "outcome": outcome}

    def correct(self, one: dict, today: date) -> None:
        said = {"kind": self.chance.choice([kind for kind in KINDS if kind != one["kind"]])}
        if "closed" in one:
            said["outcome"] = self.chance.choice([key for key in OUTCOMES if key != one["outcome"]])
        actions.correct_line(line_of(one["case"].pk), actor=self.who, why="slip", **said)
        one |= said

    def strike(self, one: dict, today: date) -> None:
        if self.chance.random() < 0.4:
            actions.strike_line(line_of(one["case"].pk), actor=self.who, why="twice")
            one["struck"] = True

    def mark(self, one: dict, today: date) -> None:
        one["aspect"] = self.chance.choice(["yes", "no", "unclear"])
        actions.mark_aspect(one["case"].pk, actor=self.who, answer=one["aspect"])

    def retalk(self, one: dict, today: date) -> None:
        talk = self.chance.choice(self.talks)
        if talk["struck"]:
            return
        if self.chance.random() < 0.3:
            actions.strike_consultation(talk["entry"].pk, actor=self.who, why="twice")
            talk["struck"] = True
        else:
            said = {key: talk[key] for key in (*TALK, "place")} | {"asked": "cost"}
            actions.correct_consultation(talk["entry"].pk, actor=self.who, why="slip", **said)
            talk["asked"] = "cost"

    def facts(self) -> list[CaseFacts]:
        keys = ("opened", "place", "kind", "channel", "agreed", "outcome", "closed", "aspect")
        return [CaseFacts(**{key: one[key] for key in keys if key in one}) for one in self.cases if not one["struck"]]

    def talked(self) -> list[TalkFacts]:
        keys = ("kind", "channel", "language", "asked", "outcome")
        return [
            TalkFacts(one["day"], str(one["place"]), *(one[key] for key in keys))
            for one in self.talks
            if not one["struck"]
        ]


@pytest.mark.parametrize("seed", range(2))
def test_a_report_is_a_recount(seed: int):
    world = World(seed).live()
    assert len(world.cases) > 5 and len(world.talks) > 5
    for period in (Period(2025), *(Period(2025, quarter) for quarter in (1, 2, 3, 4))):
        found, counted = queries.report_for(world.who, period), report(period, world.facts(), world.talked())
        assert found.cases == counted.cases
        assert found.talks == counted.talks
        assert (found.before, found.aspects) == (counted.before, counted.aspects)
    wrong = [
        one
        for one in queries.troubles()
        if one.what not in ("outcome_differs", "closing_differs", "case_without_number")
    ]
    assert wrong == []  # the rows of the cases were left alone: the lines were written directly


def test_one_centre_does_not_count_another():
    World(1).live()
    second = people.centre("elsewhere")
    who = people.acting(people.staff(second, "Б", CentreRole.COORDINATOR), "coordinator", second)
    assert queries.report_for(who, Period(2025)).cases.total == (0, 0, 0)


def test_everybody_sees_only_years_that_are_over_and_large_enough():
    centre = people.centre()
    for number in range(12):
        moment = datetime(2025, 3, 1 + number, 6, tzinfo=UTC)
        clock.set_source(lambda moment=moment: moment)
        try:
            case = open_one(centre, f"{number:08d}")
            with write():
                registering.ended(line_of(case.pk), case, "settled" if number < 6 else "refused", SYSTEM)
            clock.set_source(lambda: datetime(2025, 12, 30, tzinfo=UTC))
            assert queries.public_years()[0] == []
        finally:
            clock.set_source(None)
    clock.set_source(lambda: datetime(2026, 1, 9, tzinfo=UTC))
    try:
        (year,), names = queries.public_years()
    finally:
        clock.set_source(None)
    assert year.year == 2025 and year.talks.total is None
    assert year.ended.total == 12 and year.ended.atoms[0].parts == (6, 6)
    assert list(names.values()) == ["Алматы қаласы"]
