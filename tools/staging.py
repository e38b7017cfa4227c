"""Bring a demo to the states that no story of it has: for the pages of `tools/pages.py` that show nothing without them.

A meeting is open, a call is going on, pages came back from the scanner, an authority asks for a case, a mediator is
asked or away, somebody sits beside a side and somebody observes. All of it by the actions that people take; what was
made is kept in `things.made` under the labels of the table. What could not be made is said, and hides nothing else.
"""

import sys
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

from tools.staging_ballots import ballots
from tools.staging_bidding import sums
from tools.staging_package import lists, packages

LIVE, LOCKED, SECURED = "aigerim", "oleg", "gulnar"
WORD = "қараағаш"
NUMBER = "870512350129"  # right in form only
REGISTER = (
    "№;Аты-жөні;Тілдері;Куәлік;Берілген күні\n"
    "12;Бақыт Омаров;қазақ, орыс;0731;14.05.2024\n13;Светлана Юн;орыс;0732;02.09.2025\n14;;қазақ;;32.13.2024\n"
)


@dataclass
class Stage:
    """What the scenes share: the rows that labels mean, and who acts."""

    things: Any
    folder: Path

    def staff(self, host: str) -> Any:
        """Return a member of staff, acting."""
        from bitim.kernel.access import Actor

        door = self.things.doors[host]
        return Actor(self.things._person(host).pk, door["role"], self.things._role(host).centre_id)

    def party(self, host: str) -> Any:
        """Return a person of a side, acting."""
        from bitim.kernel.access import Actor

        return Actor(self.things._person(host).pk, "party")

    def make(self, label: str, row: Any) -> Any:
        """Keep a row under its label."""
        self.things.made[label] = row
        return row


def stage(things: Any, folder: Path) -> None:
    """Play every scene."""
    on = Stage(things, folder)
    for scene in SCENES:
        try:
            scene(on)
        except Exception as reason:  # noqa: BLE001 - one scene that does not play must not hide the others
            words = getattr(reason, "reason", reason)
            sys.stderr.write(f"not staged, {scene.__name__}: {type(reason).__name__} {words}\n")


def a_meeting(on: Stage) -> None:
    """Open a meeting: one person at the mediator's own screen, one at home, the interpreter in the room."""
    from bitim.room.actions import Way, meetings
    from bitim.room.models import Attendance, Participant

    case, room = on.things.row(f"case@{LIVE}"), on.things.row(f"joint@{LIVE}")
    here = {one.person_id: one.pk for one in Participant.objects.system().filter(case=case, ended=None)}
    ways = {LIVE: Attendance.SHARED, "viktor": Attendance.OWN_BROWSER}
    ways |= dict.fromkeys(("saule", "nodira"), Attendance.IN_ROOM)
    meetings.open_meeting(
        case,
        actor=on.staff("saule"),
        ways={here[on.things._person(host).pk]: Way(way) for host, way in ways.items()},
    )
    for actor in (on.staff("saule"), on.party("viktor")):
        meetings.join_meeting(room, actor=actor)


def a_planned_meeting(on: Stage) -> None:
    """Plan a meeting where the sides are apart, and ask about times."""
    from bitim.kernel import clock
    from bitim.room.actions import meetings, scheduling

    case, at = on.things.row("case@alma"), clock.now().replace(minute=0, second=0, microsecond=0)
    made = meetings.plan_meeting(case, actor=on.staff("yerlan"), starts=at + timedelta(days=3, hours=2))
    on.make("planned@alma", made)
    scheduling.propose_times(
        case, actor=on.staff("yerlan"), starts=[at + timedelta(days=n, hours=1) for n in (4, 5, 7)]
    )


def a_new_code(on: Stage) -> None:
    """Give a person a new way in: whoever comes by it waits for a second person."""
    from dataclasses import replace

    from bitim.cases.actions import people, ways
    from bitim.demo import doorways
    from bitim.kernel import doors
    from bitim.kernel.locking import write

    part = on.things.row(f"participant@{LOCKED}")
    people.reissue_door(part, actor=on.staff("daniyar"))
    with write():
        token = doors.issue(ways.door_to(part.person, part.case), doors.LINK, days=doorways.LINK_DAYS)
    kept = doorways.kept(on.folder)
    doorways.keep([replace(one, path=f"j/{token}/") if one.host == LOCKED else one for one in kept], on.folder)
    on.things.know(on.folder)


def a_second_step(on: Stage) -> None:
    """Give a member of staff an authenticator app, spare codes and a passkey, as if they had set them up."""
    from allauth.mfa.models import Authenticator
    from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
    from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
    from tools.passkey import registered

    from bitim.people.models import Account

    account = Account.objects.get(person=on.things._person(SECURED))
    TOTP.activate(account, generate_totp_secret())
    RecoveryCodes.activate(account)
    key = Authenticator.objects.create(
        user=account, type=Authenticator.Type.WEBAUTHN, data={"name": "Кілт", "credential": registered()}
    )
    on.make(f"passkey@{SECURED}", key)


def calls(on: Stage) -> None:
    """The neighbour who stays at home: the agreement is drawn up, read out to him, and read out once more."""
    from bitim.cases.actions import lending_a_hand, reading_back
    from bitim.cases.models_reading import ReadBack

    mediator, office = on.staff("saule"), on.staff("daniyar")
    side, old = on.things._side("tolegen"), on.things._person("tolegen")
    lending_a_hand.name_hand(
        on.things._participant("tolegen"),
        actor=mediator,
        name="Марат Асанов",
        before="нотариус Г. Сәрсенова",
        why="illness",
    )
    _agreement(on)
    ended = reading_back.begin_read_back(
        side, actor=mediator, person=old.pk, about=ReadBack.PAPER, witness=office.person
    )
    reading_back.say_word(ended, actor=mediator, word=WORD)
    answers = {str(n): {"said": "yes"} for n in range(len(ended.text or []))}
    reading_back.finish_read_back(ended, actor=mediator, answers=answers, answer="yes")
    on.make("ended@tolegen", ended)
    going = reading_back.begin_read_back(
        side, actor=mediator, person=old.pk, about=ReadBack.PAPER, witness=office.person
    )
    on.make("going@tolegen", reading_back.say_word(going, actor=mediator, word=WORD))
    on.make("first@daniyar", _first_call(on))


def _first_call(on: Stage) -> Any:
    """Call somebody for the first time: no word is agreed yet."""
    from bitim.cases.actions import reading_back, walking_in
    from bitim.cases.models import Invitation
    from bitim.cases.models_reading import ReadBack

    known = {"seen_as": "id_card", "address": "Алматы, Шолпан көшесі, 3"}
    here = known | {"name": "Анна Вольф", "language": "ru", "phone": "+7 701 555 0181", "contact": "+7 701 555 0181"}
    home = {"name": "Рүстем Қалиев", "language": "kk", "by_phone": True, "phone": "+7 701 555 0182"}
    case = walking_in.open_walk_in(
        on.things._centre("aigerim"),
        actor=on.staff("daniyar"),
        title={"kk": "Ортақ дуал", "ru": "Общая стена"},
        kind="neighbours",
        sides=[here | {"identifier": NUMBER}, known | home | {"contact": home["phone"]}],
        mediator=on.staff("saule").person,
        disclosure="",
        accepted=True,
    )
    asked = Invitation.objects.system().select_related("side__case__centre").get(case=case)
    mediator = on.staff("saule")
    return reading_back.begin_read_back(
        asked.side,
        actor=mediator,
        person=asked.person_id,
        about=ReadBack.INVITATION,
        witness=on.staff("daniyar").person,
    )


def _agreement(on: Stage) -> None:
    from bitim.kernel import clock
    from bitim.settlements.actions import agreement, pen

    case = on.things._case("tolegen")
    terms = {
        "place": case.centre.place,
        "date": clock.today().isoformat(),
        "time": "10:00",
        "subject": case.title,
        "expenses": {"kk": "Шығын жоқ", "ru": "Расходов нет"},
        "scope": {"third_parties": False, "capacity": False, "corruption": False},
        "prevailing": "kk",
        "days": 30,
    }
    made = agreement.draw_up_agreement(case, actor=on.staff("saule"), terms=terms)
    line = _line(made, on.things._person("tolegen"))
    pen.note_request(
        line,
        actor=on.staff("saule"),
        name="Марат Асанов",
        why="illness",
        witness=on.staff("daniyar").person,
    )
    on.make("here@lebedev", _line(made, on.things._person("lebedev")))


def _line(document: Any, person: Any) -> Any:
    from bitim.settlements.models import Signature

    return Signature.objects.system().get(document=document, participant__person=person, voided=None)


def scans(on: Stage) -> None:
    """Pages back from the scanner: to be compared in one case, waiting for a second person in the other."""
    from bitim.kernel import clock
    from bitim.people.actions import update_contacts
    from bitim.settlements.actions import comparing, pen
    from bitim.settlements.models import Signature

    on.make("scan@tolegen", _handed_in(on.things.row("agreement@tolegen"), on.staff("saule")))
    document, mediator = on.things.row("settlement@maria"), on.staff("dimitar")
    lines = list(Signature.objects.system().filter(document=document, signed=None, voided=None))
    for line in lines:
        pen.choose_pen(line, actor=mediator, pen=True)
    made = _handed_in(document, mediator)
    for number in range(1, document.pages + 1):
        seen = {one.pk: clock.today() for one in lines}
        comparing.look_at_page(made, actor=mediator, number=number, same=True, compared=True, signed=seen)
    comparing.finish_check(made, actor=mediator)
    on.make("scan@maria", made)
    # What she speaks best was said late: an interpreter has to read the text to her.
    update_contacts(on.things._person("emily"), actor=on.party("emily"), spoken="Cymraeg")


def _handed_in(document: Any, actor: Any) -> Any:
    from django.core.files.uploadedfile import SimpleUploadedFile
    from tests.support.pens import scan_of

    from bitim.settlements import archive
    from bitim.settlements.actions import handing_in

    pages = SimpleUploadedFile("scan.pdf", scan_of(archive.read(document.pdf)), "application/pdf")
    return handing_in.hand_in(document, actor=actor, uploads=[pages])


def demands(on: Stage) -> None:
    """A court asks for a case, a prosecutor for another: one waits for a second person, one is confirmed and given."""
    from bitim.settlements.actions import demands as register

    office, head = on.staff("daniyar"), on.staff("gulnar")
    said = {"asker": "court", "office": "Медеу ауданының соты", "paper": "№ 7514-26-00-2/1183", "day": "2026-03-02"}
    said["note"] = "Келісімнің бір данасы сұралады."
    for host, asker, paper in (("sergei", "court", "№ 7514"), ("gulmira", "prosecutor", "№ 2-11/309")):
        case = on.things.row(f"case@{host}")
        one = register.record_demand(
            case, actor=office, said=said | {"asker": asker, "paper": paper}, given=["settlement"], tell="yes"
        )
        if host == "sergei":
            register.confirm_demand(one, actor=head, yes=True)
            register.note_given(one, actor=office)


def mediators(on: Stage) -> None:
    """A second mediator is asked; two are put before the sides to choose from; one is away."""
    from bitim.cases.actions import appointing, choosing
    from bitim.kernel import clock
    from bitim.people.actions import keeping

    office = on.staff("daniyar")
    saule, yerlan = (on.things._person(host).pk for host in ("saule", "yerlan"))
    asked = appointing.propose(on.things.row("case@alma"), actor=office, person=saule, role="co_mediator")
    on.make("asked@saule", asked)
    choosing.put_panel(on.things.row("case@ruslan"), actor=office, members=[saule, yerlan])
    keeping.mark_absence(
        on.things._centre("aigerim"), actor=office, person=yerlan, since=clock.today() + timedelta(days=1)
    )


def a_list(on: Stage) -> None:
    """A region's list of mediators was sent in and waits to be entered."""
    from bitim.people.actions import importing

    made = importing.begin_import(
        on.things._centre("aigerim"), actor=on.staff("daniyar"), data=REGISTER.encode(), kind="public"
    )
    on.make("list@daniyar", made)


def a_colleague(on: Stage) -> None:
    """A new colleague, who waits for a first sheet of codes."""
    from bitim.people.actions import take_on

    said = {"name": "Ләззат Әлиева", "email": "lazzat@almaty.example", "role": "coordinator", "language": "kk"}
    role = take_on(on.things._centre("aigerim"), actor=on.staff("gulnar"), **said)
    on.make("colleague@gulnar", role.person)


def a_talk_with_company(on: Stage) -> None:
    """A street and a bakery: somebody sits beside a side, somebody observes, a second spokesman is to be confirmed."""
    from tools import staging_company

    staging_company.tell(on)


SCENES: tuple[Callable[[Stage], None], ...] = (
    a_talk_with_company,
    a_meeting,
    a_planned_meeting,
    ballots,  # before somebody of that case has a new code, and speaks for nobody until confirmed
    lists,
    a_new_code,
    a_second_step,
    calls,
    scans,
    demands,
    mediators,
    a_list,
    a_colleague,
    packages,
    sums,
)
