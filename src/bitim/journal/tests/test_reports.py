"""The report of a centre equals a recount of what was really done by the last day of the time, and stays so: what was
filed in April is what is counted for the first quarter a year later."""

import copy
import itertools
import random
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from bitim.cases.models import Case
from bitim.demo import cast as people
from bitim.journal import actions, queries
from bitim.journal.actions import registering
from bitim.journal.actions.entering import follow
from bitim.journal.counting import CaseFacts, Period, Report, TalkFacts, report
from bitim.journal.folding import fold
from bitim.journal.models import Line
from bitim.journal.tests.conftest import TALK, line_of, open_one
from bitim.kernel import clock
from bitim.kernel.access import SYSTEM
from bitim.kernel.ids import new_id
from bitim.kernel.locking import write
from bitim.kernel.record import record
from bitim.people.models import CentreRole, Place
from bitim.settlements.events import DocumentComplete
from bitim.settlements.models import Document

pytestmark = pytest.mark.django_db
KINDS = ("neighbours", "family", "other")
OUTCOMES = ("settled", "no_settlement", "refused")
DEEDS = (
    *("open", "open", "talk", "talk", "talk", "note", "close", "correct", "strike", "retalk", "agree", "mark"),
    *("sign", "extend", "appoint", "unsign"),
)
QUARTERS = tuple(Period(2025, quarter) for quarter in (1, 2, 3, 4))


class World:
    """A year of an office, lived at random; what it should read is kept beside it, written another way."""

    def __init__(self, seed: int) -> None:
        self.chance, self.centre = random.Random(seed), people.centre()
        self.who = people.acting(people.staff(self.centre, "Д", CentreRole.COORDINATOR), "coordinator", self.centre)
        self.places = [Place.objects.create(centre=self.centre, name={"kk": f"Ауыл {n}"}) for n in range(2)]
        self.cases: list[dict] = []
        self.talks: list[dict] = []
        self.days: list[tuple[date, list[dict], list[dict]]] = []
        self.filed: dict[Period, Report] = {}

    def live(self) -> "World":
        start = datetime(2025, 1, 3, 5, tzinfo=UTC)
        for step in range(90):
            now = start + timedelta(days=4 * step)
            clock.set_source(lambda now=now: now)
            try:
                self.file(today := now.astimezone(ZoneInfo("Asia/Almaty")).date())
                self.act(today)
            finally:
                clock.set_source(None)
            self.days.append((today, copy.deepcopy(self.cases), copy.deepcopy(self.talks)))
        return self

    def file(self, today: date) -> None:
        """File a quarter that is over, once: before anything of the next one is done."""
        for period in QUARTERS:
            if period.last < today and period not in self.filed:
                self.filed[period] = queries.report_for(self.who, period)

    def act(self, today: date) -> None:
        draw = self.chance
        standing = [one for one in self.cases if not one["struck"]]
        kind = draw.choice(DEEDS)
        if kind == "open" or (kind not in ("talk", "retalk") and not standing):
            case = open_one(self.centre, f"{len(self.cases):08d}", key := draw.choice(KINDS))
            self.cases.append({"case": case.pk, "opened": today, "kind": key, "struck": False})
        elif kind == "talk" or not standing or (kind == "retalk" and not self.talks):
            said = TALK | {"kind": draw.choice(KINDS), "place": draw.choice(self.places).pk}
            entry = actions.write_consultation(self.centre.pk, actor=self.who, **said)
            self.talks.append({"entry": entry, "day": today, "struck": False} | said)
        else:
            getattr(self, kind)(draw.choice(standing), today)

    def note(self, one: dict, today: date) -> None:
        place, channel = self.chance.choice(self.places), self.chance.choice(["came", "phone"])
        actions.note_case(one["case"], actor=self.who, place=place.pk, channel=channel)
        one |= {"place": str(place.pk), "channel": channel}

    def agree(self, one: dict, today: date) -> None:
        if "agreed" not in one and "closed" not in one:
            with write():
                registering.agreed(line_of(one["case"]), case_of(one), one["case"], self.who)
            one["agreed"] = today

    def sign(self, one: dict, today: date) -> None:
        """A settlement, and after the return to the table another one."""
        if "closed" not in one:
            self.complete(one, Document.SETTLEMENT)
            one["signed"] = today

    def extend(self, one: dict, today: date) -> None:
        """An addendum on the term is no settlement."""
        self.complete(one, Document.ADDENDUM)

    def complete(self, one: dict, kind: str) -> None:
        pk = one["case"]
        with write():
            record(DocumentComplete(pk, pk, pk, new_id(), "0" * 64, kind), actor=self.who)

    def unsign(self, one: dict, today: date) -> None:
        if "signed" in one:
            actions.correct_line(line_of(one["case"]), actor=self.who, why="slip", emptied=["signed"])
            del one["signed"]

    def appoint(self, one: dict, today: date) -> None:
        """A mediator of this register, or another one in their place."""
        register = self.chance.choice(["public", "professional"])
        with write():
            said = {"case": one["case"], "register": register, "once": f"{new_id()}"}
            follow(line_of(one["case"]), "appointed", actor=self.who, **said)
        one["register"] = register

    def close(self, one: dict, today: date) -> None:
        if "closed" in one:
            return
        outcome = self.chance.choice(OUTCOMES)
        with write():
            registering.ended(line_of(one["case"]), case_of(one), outcome, self.who)
        one |= {"closed": today, "outcome": outcome}

    def correct(self, one: dict, today: date) -> None:
        said = {"kind": self.chance.choice([kind for kind in KINDS if kind != one["kind"]])}
        if "closed" in one:
            said["outcome"] = self.chance.choice([key for key in OUTCOMES if key != one["outcome"]])
        actions.correct_line(line_of(one["case"]), actor=self.who, why="slip", **said)
        one |= said

    def strike(self, one: dict, today: date) -> None:
        if self.chance.random() < 0.4:
            actions.strike_line(line_of(one["case"]), actor=self.who, why="twice")
            one["struck"] = True

    def mark(self, one: dict, today: date) -> None:
        one["aspect"] = self.chance.choice(["yes", "no", "unclear"])
        actions.mark_aspect(one["case"], actor=self.who, answer=one["aspect"])

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

    def on(self, day: date) -> tuple[list[CaseFacts], list[TalkFacts]]:
        """Return what was true at the end of a day, from what was kept beside the journal."""
        past = [(cases, talks) for when, cases, talks in self.days if when <= day]
        cases, talks = past[-1] if past else ([], [])
        return [facts(one) for one in cases if not one["struck"]], [talked(one) for one in talks if not one["struck"]]

    def recount(self, period: Period) -> Report:
        """Count a period as it was known on its last day; of consultations what was known a month later."""
        cases, _talks = self.on(period.last)
        _cases, talks = self.on(period.last + timedelta(days=31))
        before, _talks = self.on(period.first - timedelta(days=1))
        return report(period, cases, talks, before=before)


def case_of(one: dict) -> Case:
    return Case.objects.system().get(pk=one["case"])


def facts(one: dict) -> CaseFacts:
    keys = ("opened", "place", "kind", "register", "channel", "agreed", "signed", "outcome", "closed", "aspect")
    return CaseFacts(**{key: one[key] for key in keys if key in one})


def talked(one: dict) -> TalkFacts:
    keys = ("kind", "channel", "language", "asked", "outcome")
    return TalkFacts(one["day"], str(one["place"]), *(one[key] for key in keys))


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(3))
def test_a_report_is_a_recount_as_of_its_last_day(seed: int):
    world = World(seed).live()
    assert len(world.cases) > 5 and len(world.talks) > 5
    for period in (Period(2025), *QUARTERS):
        found, counted = queries.report_for(world.who, period), world.recount(period)
        assert found.cases == counted.cases
        assert found.talks == counted.talks
        assert (found.before, found.righted, found.aspects) == (counted.before, counted.righted, counted.aspects)
    stages = {key[3] for quarter in QUARTERS for key in queries.report_for(world.who, quarter).cases.rows}
    assert stages >= {"opened", "agreed", "signed", "closed"}  # otherwise nothing was compared
    wrong = [
        one
        for one in queries.troubles()
        if one.what not in ("outcome_differs", "closing_differs", "case_without_number")
    ]
    assert wrong == []  # the rows of the cases were left alone: the lines were written directly


@pytest.mark.parametrize("seed", range(3))
def test_what_was_filed_is_what_is_counted_ever_after(seed: int):
    world = World(seed).live()
    assert set(world.filed) == set(QUARTERS[:3])
    for period, filed in world.filed.items():
        again = queries.report_for(world.who, period)
        assert (again.cases, again.before, again.aspects, again.papers) == (
            filed.cases, filed.before, filed.aspects, filed.papers,
        )  # fmt: skip
    for one, following in itertools.pairwise(QUARTERS):
        ended, begun = (queries.report_for(world.who, period) for period in (one, following))
        assert begun.before == ended.cases.total[2]


def lived(*steps: tuple[date, Callable[[World], None]]) -> World:
    """Return an office in which these things happened on these days."""
    world = World(0)
    for day, act in steps:
        with at_noon_of(day):
            act(world)
    return world


@contextmanager
def at_noon_of(day: date) -> Iterator[None]:
    moment = datetime(day.year, day.month, day.day, 6, tzinfo=UTC)
    clock.set_source(lambda: moment)
    try:
        yield
    finally:
        clock.set_source(None)


def begun(world: World) -> None:
    world.cases.append({"case": open_one(world.centre, "00000001").pk, "kind": "other"})


def stage_in(world: World, quarter: int, **said: bool) -> set[str]:
    return set(queries.report_for(world.who, Period(2026, quarter), **said).cases.sums["stage"])


def test_a_second_settlement_does_not_move_the_first_quarter():
    def signed(world: World) -> None:
        world.sign(world.cases[0], clock.today())

    world = lived((date(2026, 1, 5), begun), (date(2026, 2, 1), signed), (date(2026, 5, 1), signed))
    assert (stage_in(world, 1), stage_in(world, 2)) == ({"signed"}, {"signed"})


def test_an_addendum_is_no_settlement_and_has_a_line_of_its_own():
    world = lived((date(2026, 1, 5), begun), (date(2026, 2, 1), lambda w: w.extend(w.cases[0], clock.today())))
    acts = Line.objects.system().filter(case=world.cases[0]["case"]).order_by("turn").values_list("act", "signed")
    assert list(acts) == [("entered", None), ("extended", None)]
    assert stage_in(world, 1) == {"opened"}


def test_a_line_that_took_an_addendum_for_a_settlement_is_found_and_corrected():
    """As it was written before the journal told the two apart."""

    def wrongly(world: World) -> None:
        case = case_of(world.cases[0])
        row = {"kind": Document.ADDENDUM, "pack": "kz", "pack_version": "1", "made": clock.now()}
        paper = Document.objects.create(case=case, state=Document.SIGNED, **row)
        with write():
            registering.signed(line_of(case.pk), case, paper.pk, world.who)

    def corrected(world: World) -> None:
        assert [one.what for one in queries.troubles()] == ["addendum_as_settlement"]
        actions.correct_line(line_of(world.cases[0]["case"]), actor=world.who, why="slip", emptied=["signed"])

    world = lived((date(2026, 1, 5), begun), (date(2026, 2, 1), wrongly), (date(2026, 4, 7), corrected))
    assert list(queries.troubles()) == []
    now = fold(Line.objects.system().filter(case=world.cases[0]["case"]).order_by("turn"))
    assert now.signed is None
    assert stage_in(world, 1) == {"signed"}, "what was filed stays what was filed"
    assert stage_in(world, 1, corrected=True) == stage_in(world, 2) == {"opened"}
    assert queries.report_for(world.who, Period(2026, 1)).later == 1
    assert queries.report_for(world.who, Period(2026, 2)).later == 0


def test_a_later_correction_says_nothing_of_what_came_later_itself():
    """The mediator after the handover was put into the wrong register: the first quarter had another mediator."""

    def appointed(register: str) -> Callable[[World], None]:
        def act(world: World) -> None:
            with write():
                said = {"case": world.cases[0]["case"], "register": register, "once": f"{new_id()}"}
                follow(line_of(world.cases[0]["case"]), "appointed", actor=world.who, **said)

        return act

    def corrected(world: World) -> None:
        actions.correct_line(line_of(world.cases[0]["case"]), actor=world.who, why="slip", register="professional")

    steps = (appointed("public"), appointed("public"), corrected)
    days = (date(2026, 2, 1), date(2026, 4, 2), date(2026, 4, 9))
    # the second appointment repeats the register, so that only the newest line is wrong
    world = lived((date(2026, 1, 5), begun), *zip(days, steps, strict=True))
    first = queries.report_for(world.who, Period(2026, 1), corrected=True)
    assert set(first.cases.sums["register"]) == {"public"} and first.later == 0
    assert set(queries.report_for(world.who, Period(2026, 2)).cases.sums["register"]) == {"professional"}


def test_a_number_struck_out_later_is_told_as_a_correction_of_its_time():
    def struck(world: World) -> None:
        actions.strike_line(line_of(world.cases[0]["case"]), actor=world.who, why="twice")

    world = lived((date(2026, 1, 5), begun), (date(2026, 4, 7), struck))
    first, second = (queries.report_for(world.who, Period(2026, quarter)) for quarter in (1, 2))
    assert (first.cases.total, first.righted) == ((1, 0, 1), 0)
    assert (second.before, second.cases.total, second.righted) == (1, (0, 0, 0), -1)
    assert queries.report_for(world.who, Period(2026, 1), corrected=True).cases.total == (0, 0, 0)


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
