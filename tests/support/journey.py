"""One case from the first word to the closing, walked by the house's own actions, with phrases planted on the way.

Each phrase is found nowhere else. `MAY` says who may ever be shown it; nobody else, on no page and in no mail, and
nothing that lies on a disk may hold it in clear. Side 1 (`own`) asks; side 2 (`other`) is invited.
Also run as a program (`python -m tests.support.journey FOLDER`): a house on real files, walked and left as a power cut
would leave it, so that the bytes on the disk can be searched.
"""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from tests.support import community
from tests.support.phrases import PHRASES

START = datetime(2026, 11, 23, 4, 0, tzinfo=UTC)


@dataclass
class Story:
    """The case as it goes; `house` holds everybody who has no business in it."""

    house: Any
    made: Any = None  # demo.cast.Cast: this case, own first
    in_caucus: bool = True  # whether anything is said in own's private room
    codes: list[str] = field(default_factory=list)
    rows: dict[str, Any] = field(default_factory=dict)
    minutes: int = 0
    while_live: Callable[[], None] = lambda: None  # called while the meeting goes on
    mark: Callable[[str], None] = lambda label: None  # told before each part that both runs of a comparison share
    frames: list[tuple[str, str]] = field(default_factory=list)  # of the channel, in order: to whom, what

    @property
    def own(self) -> Any:
        """The person who asks, acting."""
        return self.made.as_party(1)

    @property
    def other(self) -> Any:
        """The person who was invited, acting."""
        return self.made.as_party(2)

    def space(self, kind: str) -> Any:
        """Return a room: joint, team, own or other."""
        from bitim.room.models import Space

        rows = Space.objects.system().filter(case=self.made.case)
        if kind in ("own", "other"):
            return rows.get(side=self.made.sides[kind == "other"])
        return rows.get(kind=kind)


def ask(story: Story) -> None:
    """A request over three screens."""
    from bitim.cases import actions
    from bitim.kernel.access import VISITOR, Actor

    said = {"what": f"{PHRASES['account']} су", "kind": "land_water"}
    request = actions.begin_request(story.house.main.centre, actor=VISITOR, language="kk", said=said)
    me = Actor(request.person_id, "party")
    named = {"name": "Нижний аул", "kind": "person", "phone": "+7 702 444 55 66", "email": PHRASES["other mail"]}
    others = [{**named, "place": PHRASES["contact of the other"]}]
    actions.write_request(request, actor=me, screen=2, said={"me": {"kind": "person"}, "others": others})
    contact = {"name": "Айгерім Оспанова", "phone": "+7 701 111 22 33", "email": PHRASES["own mail"]}
    contact |= {"language": "kk", "how": "either", "careful": PHRASES["safe contact"]}
    actions.write_request(request, actor=me, screen=3, said=contact)
    story.codes.append(actions.keep_request(request, actor=me))
    story.rows["request"] = actions.send_request(request, actor=me)
    community.speak_up(story)


def open_case(story: Story) -> None:
    """Accepted, a mediator and two interpreters appointed."""
    from bitim.cases import actions
    from bitim.cases.models import Participant, Side
    from bitim.demo.cast import Cast

    main, request = story.house.main, story.rows["request"]
    title = {"kk": "Су", "ru": "Вода"}
    case = actions.accept_request(request, actor=main.as_coordinator, title=title)
    sides = sorted(Side.objects.system().filter(case=case), key=lambda side: side.state != Side.JOINED)
    story.made = Cast(main.centre, main.coordinator, main.mediator, main.interpreter, case, sides, [request.person])
    told = PHRASES["disclosure"]
    actions.appoint(case, actor=main.as_coordinator, person=main.mediator.pk, role="mediator", disclosure=told)
    actions.appoint(case, actor=main.as_coordinator, person=main.interpreter.pk, role=Participant.INTERPRETER)
    _keep_register(story, case, sides[0])
    waiting = story.house.people["waiting"]
    actions.appoint(case, actor=main.as_coordinator, person=waiting.pk, role=Participant.INTERPRETER)
    keep_the_books(story)


def keep_the_books(story: Story) -> None:
    """A consultation, corrected, and a paper of a court about the case."""
    from bitim.journal import actions

    centre, actor = story.house.main.centre.pk, story.house.main.as_coordinator
    said = {"kind": "other", "channel": "came", "language": "kk", "asked": "how", "outcome": "advised"}
    entry = actions.write_consultation(centre, actor=actor, words=PHRASES["consultation"], **said)
    actions.correct_consultation(
        entry, actor=actor, why="other", reason=PHRASES["consultation corrected"], words=PHRASES["consultation"], **said
    )
    whom, case = PHRASES["paper of a court"], story.made.case.pk
    story.rows["line"] = actions.write_paper(
        centre, actor=actor, book="incoming", subject="letter", whom=whom, case=case
    )
    story.rows["consultation"] = entry


def _keep_register(story: Story, case: Any, own: Any) -> None:
    """A side's list of mediators, a tie of the centre, a region's list on its way: each read by whom it is for."""
    from bitim.cases.models import Ballot, Panel
    from bitim.kernel import clock
    from bitim.people import actions

    main = story.house.main
    panel = Panel.objects.create(case=case, members=[str(main.mediator.pk)], seed="0", made=clock.now())
    said = {"strikes": [], "ranks": [], "kept": PHRASES["ballot"]}
    Ballot.objects.create(panel=panel, side=own, said=said, at=clock.now())
    actions.declare_interest(main.centre, actor=main.as_coordinator, kind="funder", name=PHRASES["centre tie"])
    data = f"ФИО;Сертификат\n{PHRASES['list']};1".encode()
    actions.begin_import(main.centre, actor=main.as_coordinator, data=data, kind="public")


def invite(story: Story) -> None:
    """A letter and a mail to the other side, who says yes."""
    from bitim.cases import actions
    from bitim.cases.models import Invitation
    from bitim.kernel.access import Actor

    invitation = Invitation.objects.system().select_related("person").get(case=story.made.case)
    way = actions.print_invitation(invitation, actor=story.made.as_coordinator)
    story.codes += [way.code, way.token]
    actions.send_invitation(invitation, actor=story.made.as_coordinator, route="email")
    tried = {"route": "phone", "outcome": "spoken", "note": PHRASES["attempt note"]}
    actions.note_attempt(invitation, actor=story.made.as_coordinator, **tried)
    actions.answer_invitation(invitation, actor=Actor(invitation.person_id, "party"), answer="accepted")
    story.made.parties.append(invitation.person)
    story.rows["invitation"] = invitation


def screen(story: Story, result: str = "joint") -> None:
    """The talk with each side alone, then consent."""
    from bitim.cases import actions
    from bitim.cases.actions.screening import QUESTIONS
    from bitim.cases.models import Appointment

    for position, reasons in ((1, "reasons own"), (2, "reasons other")):
        side, actor = story.made.sides[position - 1], story.made.as_party(position)
        actions.screen_side(
            side,
            actor=story.made.as_mediator,
            person=actor.person,
            answers=dict.fromkeys(QUESTIONS, "unsure"),
            result=result,
            reasons=PHRASES[reasons],
        )
        for one in Appointment.objects.system().filter(case=story.made.case, state=Appointment.ACCEPTED):
            actions.answer_mediator(side, actor=actor, appointment=one.pk, accepts=True)
        actions.give_consent(side, actor=actor, language="kk")
    _call_other(story)


def _call_other(story: Story) -> None:
    """A call to the other side, read out by the coordinator: what was answered is told to nobody else."""
    from bitim.cases.models_reading import ReadBack
    from bitim.kernel import clock

    side = story.made.sides[1]
    story.rows["read back"] = ReadBack.objects.create(
        case=story.made.case,
        side=side,
        person_id=story.other.person,
        by=story.made.coordinator,
        outside=PHRASES["outside witness"],
        about=ReadBack.CONSENT,
        language="ru",
        number=b"0",
        dialled=clock.now(),
        word=ReadBack.FITTED,
        text=[{"words": "Медиация добровольна.", "part": ""}],
        answers={"0": {"said": "no", "note": PHRASES["told by telephone"]}},
        answer="think",
        state=ReadBack.COUNTED,
        ended=clock.now(),
        counted=clock.now(),
    )


def agree_to_mediate(story: Story) -> None:
    """The statutory details, the agreement drawn up and signed by all."""
    from bitim.cases.models import Case, Party
    from bitim.settlements.actions import terms
    from bitim.settlements.tests import stage

    for party in Party.objects.system().filter(side__case=story.made.case).select_related("side"):
        own = party.side_id == story.made.sides[0].pk
        details = {"identifier": stage.iin(f"8{1 + own}010140001"), "contact": "+7 701 000 00 00"}
        details["address"] = PHRASES["own address"] if own else "Төменгі көше, 7"
        terms.keep_details(party, actor=story.made.as_mediator, details=details)
    story.rows["agreement"] = stage.agreement_of(story.made)
    on_paper(story)
    stage.sign_all(story.made, story.rows["agreement"])
    story.made.case = Case.objects.system().select_related("centre").get(pk=story.made.case.pk)


def on_paper(story: Story) -> None:
    """Pages come back that do not count, and somebody is to sign at request and then signs by themselves."""
    from bitim.cases.actions import name_hand
    from bitim.settlements.actions import comparing, handing_in, pen
    from bitim.settlements.tests import scanned, stage

    document, mediator = story.rows["agreement"], story.made.as_mediator
    line = stage.line_of(document, story.made.parties[0])
    said = {"name": PHRASES["by request"], "why": "letters", "witness": story.made.coordinator.pk}
    hand = {"name": said["name"], "before": PHRASES["by request"], "why": "letters"}
    name_hand(line.participant, actor=mediator, **hand)
    pen.note_request(line, actor=mediator, **said)
    name_hand(line.participant, actor=mediator, name="")
    upload = scanned.pdf(scanned.all_pages(document), f"{PHRASES['scan name']}.pdf")
    scan = handing_in.hand_in(document, actor=mediator, uploads=[upload])
    story.mark("pages are there")
    comparing.put_aside(scan, actor=mediator, why="unclear")
    story.rows["scan"] = scan


def talk_in_own_room(story: Story) -> None:
    """Everything that can be done in own's private room and stays there."""
    from bitim.cases.actions import beside
    from bitim.cases.models import Participant
    from bitim.demo.cast import promised
    from bitim.kernel import files
    from bitim.room import actions

    space, own, mediator = story.space("own"), story.own, story.made.as_mediator
    beside.keep_note(story.made.sides[0], actor=mediator, said=PHRASES["own note"])
    who = Participant.objects.system().get(case=story.made.case, person=story.made.interpreter, ended=None)
    promised(who, story.made.mediator)
    actions.admit_interpreter(space, actor=mediator, participant=who.pk)
    said = actions.post(space, actor=own, words=PHRASES["own caucus"], language="kk")
    actions.translate(said, actor=mediator, language="ru", words=PHRASES["own translation"])
    actions.post(space, actor=mediator, words=PHRASES["own caucus kept"], language="ru")
    text = files.accept_bytes(PHRASES["own file"].encode(), f"{PHRASES['own file name']}.txt")
    story.rows["file"] = actions.post_file(space, actor=own, accepted=text).file
    actions.withdraw_message(actions.post(space, actor=own, words=PHRASES["taken back"]), actor=own)
    actions.mark_read(space, actor=mediator, seq=4)
    story.rows["said"], story.rows["translation"] = said, said.translations.system().get()


def talk(story: Story) -> None:
    """In every room; one item of other's is shown to all."""
    from bitim.room import actions

    if story.in_caucus:
        talk_in_own_room(story)
    story.mark("talked in the other rooms")
    actions.post(story.space("other"), actor=story.other, words=PHRASES["other caucus"], language="ru")
    actions.post(story.space("team"), actor=story.made.as_mediator, words=PHRASES["team"], language="ru")
    item = actions.post(story.space("other"), actor=story.other, words=PHRASES["released"], language="ru")
    story.rows["release"] = actions.release(item, actor=story.other)


def set_a_time(story: Story) -> None:
    """Times are proposed and answered, each person to the mediator alone; one is chosen."""
    from bitim.room import actions
    from bitim.room.models import ProposedTime

    mediator, days = story.made.as_mediator, [START + timedelta(days=days) for days in (9, 10)]
    proposal = actions.propose_times(story.made.case, actor=mediator, starts=days)
    times = list(ProposedTime.objects.system().filter(proposal=proposal).order_by("starts"))
    if story.in_caucus:
        answer(story, 1, times, "own constraint")
    story.mark("the other answered")
    answer(story, 2, times, "other constraint")
    actions.pick_time(times[0], actor=mediator)


def answer(story: Story, position: int, times: Any, phrase: str) -> None:
    """Say which time suits, and when one can never come."""
    from bitim.room import actions

    who, actor = part(story, position), story.made.as_party(position)
    actions.answer_times(who, actor=actor, answers={time.pk: "if_need" for time in times})
    never = [{"days": [4], "from": 720, "to": 840}]
    actions.keep_constraint(who, actor=actor, words=PHRASES[phrase], never=never, zone="Europe/Sofia")


def part(story: Story, position: int) -> Any:
    """Return the participant of a side's person."""
    from bitim.cases.models import Participant

    who = story.made.parties[position - 1]
    return Participant.objects.system().get(case=story.made.case, person=who, ended=None)


def meet(story: Story) -> None:
    """A joint meeting: one side in the room, the other on the phone; the mediator goes aside with own meanwhile."""
    from bitim.room import actions
    from bitim.settlements.actions import issues
    from tests.support.voices import by_voice

    joint, mediator = story.space("joint"), story.made.as_mediator
    set_a_time(story)
    story.mark("the meeting begins")
    ways = {part(story, 1).pk: actions.Way("in_room"), part(story, 2).pk: actions.Way("by_phone")}
    meeting = actions.open_meeting(story.made.case, actor=mediator, ways=ways)
    for actor in (story.own, story.other, mediator):
        actions.join_meeting(joint, actor=actor)
    if story.in_caucus:
        actions.note_aside(story.space("own"), actor=mediator, people=[part(story, 1).pk])
    story.mark("a question")
    issue = issues.propose_issue(story.made.case, actor=story.other, title={"ru": PHRASES["issue"]})
    issues.mark_issue(issue, actor=story.own, yes=True)
    by_voice(story, meeting, joint.pk)
    actions.post(joint, actor=story.own, words=PHRASES["joint"], language="kk")
    issues.propose_option(issue, actor=story.own, words={"kk": "түнде"})
    story.rows["issue"] = issue
    actions.end_meeting(story.made.case, actor=mediator)


def draft(story: Story) -> None:
    """One text, agreed, made final and signed by all."""
    from bitim.cases import actions
    from bitim.settlements.actions import clauses, freezing
    from bitim.settlements.tests import stage

    actions.start_drafting(story.made.case, actor=story.made.as_mediator)
    texts = {code: f"{words} {PHRASES['clause']}" for code, words in stage.CLAUSE.items()}
    document, clause = stage.drafted(story.made, texts)
    clauses.comment(clause, actor=story.other, body=PHRASES["comment"], language="ru")
    story.rows["clause"] = clause
    community.ratify(story, clause)
    story.rows["document"] = freezing.freeze_settlement(document, actor=story.made.as_mediator)
    stage.sign_all(story.made, story.rows["document"])
    keep(story)


def keep(story: Story) -> None:
    """A word about a duty, the court the dispute came from, and an authority that asks."""
    from bitim.cases.actions import beside
    from bitim.demo.cast import acting
    from bitim.settlements.actions import demands, duties
    from bitim.settlements.models_after import DutyKept

    made = story.made
    beside.set_court(made.case, actor=made.as_coordinator, court=PHRASES["court"], number="2-117")
    duty = DutyKept.objects.system().get(case=made.case)
    duties.report_duty(duty, actor=story.own, says="partly", words=PHRASES["duty word"])
    said = {"asker": "police", "office": PHRASES["demand"], "paper": "7-12", "day": START.date().isoformat()}
    demand = demands.record_demand(made.case, actor=made.as_coordinator, said=said, given=["agreement"], tell="no")
    demands.confirm_demand(demand, actor=acting(story.house.people["head"], "head", made.centre), yes=True)
    story.rows["duty"], story.rows["demand"] = duty, demand


def close(story: Story) -> None:
    """Closed as settled: what may go is destroyed."""
    from bitim.cases import actions

    actions.close_case(story.made.case, actor=story.made.as_mediator, outcome="settled")


STEPS: dict[str, Callable[[Story], None]] = {
    "asked": ask,
    "opened": open_case,
    "invited": invite,
    "screened": screen,
    "agreed": agree_to_mediate,
    "talked": talk,
    "met": meet,
    "drafted": draft,
    "closed": close,
}


@contextmanager
def steady_clock(story: Story) -> Iterator[None]:
    """Let the time stand still within a step and go on by an hour between steps."""
    from bitim.kernel import clock

    clock.set_source(lambda: START + timedelta(minutes=story.minutes))
    try:
        yield
    finally:
        clock.set_source(None)


def walk(
    story: Story,
    *,
    upto: str = "closed",
    around: Callable[[], Any] = nullcontext,
    after: Callable[[str], None] = lambda step: None,
    instead: dict[str, Callable[[Story], None]] | None = None,
) -> Story:
    """Walk the steps up to and with `upto`; `around` wraps each (commits), `after` is told of each."""
    for name, step in STEPS.items():
        story.mark(name)
        with around():
            (instead or {}).get(name, step)(story)
        story.minutes += 60
        after(name)
        if name == upto:
            break
    return story


def main(folder: Path) -> None:
    """Walk the case on real files in a folder, up to the closing, and stop without tidying up."""
    import os

    os.environ.update(BITIM_DATA=str(folder), BITIM_MODE="test", DJANGO_SETTINGS_MODULE="bitim.web.settings")
    import django
    from django.core.management import call_command

    django.setup()
    call_command("migrate", verbosity=0)
    from tests.support.house import house

    story = Story(house(anew=True))
    with steady_clock(story):
        walk(story, upto="drafted")
    sys.stdout.write(str(story.made.case.pk))
    sys.stdout.flush()
    os._exit(0)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
