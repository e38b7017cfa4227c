"""Six sides of a published game seated in a demo: `python -m tests.support.six_seats FOLDER PORT` prints their doors.

The scorable game (tests/data/negotiation/LICENCE.md): five questions, six parties, two of whom can block everything.
"""

import json
import sys
from pathlib import Path
from typing import Any

DATA = Path(__file__).resolve().parents[1] / "data" / "negotiation" / "scorable-base"
VETO = ("SportCo", "DoT")
Game = dict[str, tuple[list[list[int]], int]]


def game() -> Game:
    """Return each party's points and what it accepts at least, in the order of the sides: the veto parties first."""
    found = {}
    for path in sorted(DATA.glob("*.txt"), key=lambda one: (one.stem not in VETO, one.stem)):
        rows = [[int(one) for one in line.split(",")] for line in path.read_text().splitlines() if line.strip()]
        found[path.stem] = rows[:-1], rows[-1][0]
    return found


def hopeless(rows: list[list[int]], limit: int) -> list[tuple[int, int]]:
    """Return the answers with which a party never comes to what it accepts at least."""
    most = sum(map(max, rows))
    return [
        (at, option) for at, row in enumerate(rows) for option, one in enumerate(row) if most - max(row) + one < limit
    ]


def seated(made: Any, first: int) -> Any:
    """Let sides from position `first` to six join a case of a cast, and put the game's questions on its table."""
    from bitim.cases.models import Acceptance, Appointment, Consent, Screening
    from bitim.demo import cast
    from bitim.kernel import clock
    from bitim.settlements.actions import issues

    for position in range(first, 7):
        language = "kk" if position % 2 else "ru"
        cast._side(made, position, f"Тарап {position}", cast.person(f"Адам {position}", language, "+7 701 000 04 41"))
    appointment = Appointment.objects.system().get(case=made.case, person=made.mediator)
    for side, person in zip(made.sides[first - 1 :], made.parties[first - 1 :], strict=True):
        Consent.objects.create(case=made.case, side=side, person=person, language="kk", given=clock.now())
        talk = {"answers": {}, "result": "joint", "at": clock.now()}
        Screening.objects.create(case=made.case, side=side, person=person, by=made.mediator, **talk)
        word = {"person": person, "answer": Acceptance.ACCEPTED, "at": clock.now()}
        Acceptance.objects.create(appointment=appointment, side=side, **word)
    rows, _limit = game()["SportCo"]
    for at, row in enumerate(rows):
        issue = issues.propose_issue(made.case, actor=made.as_party(1), title={"kk": f"Мәселе {at}"})
        for position in range(2, 7):
            issues.mark_issue(issue, actor=made.as_party(position), yes=True)
        for option in range(len(row)):
            issues.propose_option(issue, actor=made.as_mediator, words={"kk": f"Нұсқа {at}-{option}"})
    return made


def _in_a_demo(folder: Path) -> dict[str, Any]:
    from bitim.cases.models import Case, Participant
    from bitim.demo import cast
    from bitim.kernel import clock, doors
    from bitim.kernel.access import SYSTEM
    from bitim.kernel.locking import write
    from bitim.people.models import Centre, Person
    from bitim.room.actions import arrange

    door = next(one for one in json.loads((folder / "demo.json").read_text()) if one["host"] == "saule")
    centre = Centre.objects.system().get(pk=door["centre"])
    saule = Person.objects.system().get(pk=door["person"])
    case = Case.objects.create(
        centre=centre,
        number="61934459",
        pack=centre.pack,
        stage="drafting",
        stage_since=clock.now(),
        title={"kk": "Стадион туралы дау", "ru": "Спор о стадионе"},
        made=clock.now(),
    )
    made = cast.Cast(centre, saule, saule, saule, case)
    cast._member(made, saule, Participant.MEDIATOR, signs=True)
    with write():
        arrange(case, actor=SYSTEM)
    seated(made, 1)
    with write():
        arrange(case, actor=SYSTEM)
    links = []
    for person in made.parties:
        way = doors.make_door(person.pk, case.pk, "case", second="0441", second_kind=doors.PHONE4)
        links.append(doors.issue(way, doors.LINK, days=2))
    return {"case": str(case.pk), "links": links}


def main() -> None:
    """Seat them and print the case and the tokens of their links."""
    from tools.scenes import begin

    folder, port = Path(sys.argv[1]), sys.argv[2]
    begin(folder, port)
    sys.stdout.write(json.dumps(_in_a_demo(folder)))


if __name__ == "__main__":
    main()
