"""The pages of staff in a case: the mediator's working table, the coordinator's frame, the interpreter's rooms."""

from dataclasses import dataclass
from typing import Any

from bitim.cases import queries as cases
from bitim.cases.facts import OBSTACLES, facts_of
from bitim.cases.models import Case
from bitim.cases.queries import Beside, InvitationView, PersonView, SideView, Stone
from bitim.cases.queries.accounts import accounts_for
from bitim.cases.queries.beside import court_for, notes_of_own
from bitim.compromise import queries as compromise
from bitim.desk import links
from bitim.desk.links import link
from bitim.desk.queries import needs
from bitim.desk.queries.calls import calls_for
from bitim.desk.queries.needs import Need
from bitim.desk.queries.papers import Papers, papers_for
from bitim.desk.queries.party import RoomCard
from bitim.engines import lifecycle
from bitim.engines.lifecycle import CaseFacts
from bitim.kernel.access import Actor
from bitim.room import queries as rooms
from bitim.room.queries import MeetingSeen
from bitim.room.queries.company import hearers_in
from bitim.settlements import queries as settlements
from bitim.settlements.queries.after import Promises, duties_late_in, has_duties, promises_for


@dataclass(frozen=True)
class SideColumn:
    """A side with what the reader may know: account only for the mediator; whether a talk alone took place; the
    reader's own note, which nobody else is ever shown."""

    side: SideView
    account: str
    talked: bool
    invitations: tuple[InvitationView, ...] = ()
    note: str = ""


@dataclass(frozen=True)
class Table:
    """What staff see of a case; parts that are not for the reader's role are empty."""

    case: Case
    stones: list[Stone]
    needs: list[Need]
    sides: list[SideColumn]
    people: list[PersonView]
    rooms: list[RoomCard]
    live: MeetingSeen | None
    planned: MeetingSeen | None
    may: frozenset[str]
    in_the_way: list[Any]
    papers: Papers
    owner: str
    promises: Promises | None
    links: dict[str, str]
    place: Beside | None = None

    @property
    def joint(self) -> RoomCard | None:
        """The joint room, when the reader sits in it and it is open."""
        return next((card for card in self.rooms if card.room.kind == "joint" and card.room.open), None)

    @property
    def staff(self) -> list[PersonView]:
        """Who takes part for no side."""
        return [one for one in self.people if one.side is None]


def table(actor: Actor, case: Case) -> Table:
    """Return the mediator's working table, in a fixed number of queries."""
    sides = cases.sides_for(actor, case)
    everybody = cases.people_for(actor, case)
    facts = facts_of(case)
    cards = _cards(actor, case)
    papers = papers_for(actor, case)
    accounts = accounts_for(actor, case)
    notes = notes_of_own(actor, case)
    talks = cases.screenings_for(actor, case)
    found = [
        *needs.of_calls(calls_for(actor, case.pk)),
        *needs.of_confirmations(case, everybody),
        *needs.of_scans(settlements.scans_waiting(actor, case)),
        *needs.of_rooms(cards),
        *needs.of_package(case, compromise.package_to_write(actor, case)),
        *needs.of_papers(case, facts, papers),
        *needs.of_sides(case, sides, facts),
        *needs.of_time(case, link(links.ADDENDUM, case.pk)),
        *_of_what_follows(actor, case),
        *needs.of_languages(case, everybody),
    ]
    columns = [
        SideColumn(
            one,
            accounts.get(one.id, "") if one.id else "",
            one.id in talks,
            note=notes.get(one.id, "") if one.id else "",
        )
        for one in sides
    ]
    return _table(actor, case, facts, needs=found, sides=columns, people=everybody, rooms=cards, papers=papers)


def frame(actor: Actor, case: Case) -> Table:
    """Return the coordinator's frame: people, invitations, whether talks took place, what is late. No account, no
    answer, no room."""
    sides = cases.sides_for(actor, case)
    everybody = cases.people_for(actor, case)
    facts = facts_of(case)
    invitations = cases.invitations_for(actor, case)
    talks = cases.screenings_for(actor, case)
    found = [
        *needs.of_calls(calls_for(actor, case.pk)),
        *needs.of_confirmations(case, everybody),
        *needs.of_scans(settlements.scans_waiting(actor, case)),
        *needs.of_time(case),
        *_of_what_follows(actor, case),
        *needs.of_invitations(case, invitations),
    ]
    if not facts.mediator_appointed and case.stage != "closed":
        found.append(needs.appoint(case))
    found += [*_without_results(needs.of_sides(case, sides, facts)), *needs.of_languages(case, everybody)]
    columns = [
        SideColumn(
            one, "", one.id in talks, tuple(i for i in invitations if i.side == one.id and i.state != "accepted")
        )
        for one in sides
    ]
    table = _table(actor, case, facts, needs=found, sides=columns, people=everybody, rooms=[], papers=Papers())
    if document := settlements.paper_to_hand_in(actor, case):
        table.links["paper"] = link(links.PAPER, document)
    return table


def _of_what_follows(actor: Actor, case: Case) -> list[Need]:
    """Return what the court and the promises of a settlement ask for."""
    return [*needs.of_duties(case, duties_late_in(case)), *needs.of_court(case, court_for(actor, case))]


def _without_results(found: list[Need]) -> list[Need]:
    """Leave out what tells the result of a talk alone: the coordinator knows only that it took place."""
    return [one for one in found if one.key != "unsuitable"]


def interpreting(actor: Actor, case: Case) -> Table:
    """Return the rooms into which an interpreter was let, and when the sides meet."""
    everybody = cases.people_for(actor, case)
    cards = _cards(actor, case)
    found = needs.of_rooms(cards)
    sides = [SideColumn(one, "", talked=False) for one in cases.sides_for(actor, case)]
    return _table(
        actor,
        case,
        None,
        needs=found,
        sides=sides,
        people=everybody,
        rooms=cards,
        papers=Papers(),
        place=cases.my_place(actor, case),
    )


def _table(actor: Actor, case: Case, facts: CaseFacts | None, **shown: Any) -> Table:
    meetings = rooms.meetings_for(actor, case.pk)
    found: list[Need] = shown.pop("needs")
    steps = [step for step in lifecycle.available(facts) if actor.role in step.by] if facts else []
    way = lifecycle.obstacles(facts, "open_meeting") if facts and case.stage in ("meetings", "drafting") else []
    return Table(
        case=case,
        stones=cases.story_for(actor, case),
        needs=[one for one in found if case.stage != "closed" or one.key == "call"],
        live=next((one for one in meetings if one.live), None),
        planned=next((one for one in meetings if not one.live), None),
        may=frozenset(step.name for step in steps),
        in_the_way=[OBSTACLES[key] for key in way if key != "no_live_meeting"],
        owner=needs.owner_name(case) if actor.role == "coordinator" else "",
        promises=promises_for(actor, case) if actor.role == "mediator" else None,
        links=_links(case),
        **shown,
    )


def _links(case: Case) -> dict[str, str]:
    return {
        "people": link(links.PEOPLE, case.pk),
        "record": link(links.RECORD, case.pk),
        "closing": link(links.CLOSING, case.pk),
        "meetings": link(links.MEETING, case.pk),
        "held": link(links.HELD, case.pk),
        "ledger": link(links.LEDGER, case.pk),
        "issues": link(links.ISSUES, case.pk),
        "package": link(links.PACKAGE, case.pk) if case.mode != "shuttle" else "",
        "agreement": link(links.AGREEMENT, case.pk),
        "text": link(links.TEXTS, case.pk),
        "after": link(links.AFTER, case.pk) if has_duties(case) else "",
    }


def _cards(actor: Actor, case: Case) -> list[RoomCard]:
    seen = rooms.spaces_for(actor, case.pk)
    heard = hearers_in(actor, seen)
    return [RoomCard(room, tuple(heard.get(room.pk, ())), link(links.ROOM, room.pk)) for room in seen]
