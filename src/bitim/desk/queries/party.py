"""My case: what a party sees, in one column; never more than one thing is asked."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from bitim.cases import queries as cases
from bitim.cases.facts import facts_of
from bitim.cases.models import Case
from bitim.cases.queries import SideView, Stone
from bitim.compromise import queries as compromise
from bitim.compromise.queries import BIDDING
from bitim.desk import links
from bitim.desk.links import link
from bitim.desk.queries.papers import PaperLine, Papers, papers_for
from bitim.dialogue.queries.ratifying import awaits_own_side
from bitim.engines import lifecycle
from bitim.engines.lifecycle import CaseFacts
from bitim.kernel.access import Actor
from bitim.room import queries as rooms
from bitim.room.queries import MeetingSeen, PersonSeen, RoomSeen
from bitim.room.queries.company import hearers_in
from bitim.settlements.queries.after import Promises, promises_for
from bitim.settlements.queries.demands import ToldDemand, told_to


@dataclass(frozen=True)
class Ask:
    """The one thing that is asked of the reader now."""

    key: str
    title: str
    words: str
    button: str
    url: str


@dataclass(frozen=True)
class RoomCard:
    """One of the reader's rooms with who hears there."""

    room: RoomSeen
    hearers: tuple[PersonSeen, ...]
    url: str


@dataclass(frozen=True)
class MyCase:
    """Everything on the page. `others` are sides without people when the case is held apart."""

    case: Case
    stones: list[Stone]
    now: Stone | None
    own: SideView
    others: tuple[SideView, ...]
    apart: bool
    asked: Ask | None
    meeting: MeetingSeen | None
    private: RoomCard | None
    joint: RoomCard | None
    may_meet: bool
    papers: Papers
    after: Promises | None
    told: list[ToldDemand]
    account: str
    consented: bool
    withdrawn: bool
    waits: bool
    added: bool
    links: dict[str, str]
    interpreter: bool = False
    beside_url: str = ""
    beside_waits: bool = False


@dataclass(frozen=True)
class Standing:
    """What decides the one thing to ask."""

    consented: bool
    withdrawn: bool
    may_consent: bool
    signs: bool
    meeting: MeetingSeen | None
    private: RoomCard | None
    joint: RoomCard | None
    papers: Papers
    after: Promises | None = None
    times: bool = False
    answers: bool = False
    chooses: bool = False
    package: str = ""
    ratifies: bool = False


def my_case(actor: Actor, case: Case) -> MyCase:
    """Return the page of a party, narrowed to their side, in a fixed number of queries."""
    sides = cases.sides_for(actor, case)
    own = next(side for side in sides if side.mine)
    facts = facts_of(case)
    apart = not lifecycle.GUARDS["not_apart"].holds(facts)
    private, joint = _rooms(actor, case, apart)
    meetings = rooms.meetings_for(actor, case.pk, apart=apart)
    consents = cases.consents_for(actor, case)
    waits = cases.waits_for_confirmation(actor)
    papers = Papers() if waits else papers_for(actor, case)
    stones = cases.story_for(actor, case)
    asked = [] if waits else cases.questions_for(actor, case)
    answers, chooses = (False, False) if waits else cases.owed_by_side(actor, case)
    standing = Standing(
        answers=answers,
        chooses=chooses,
        consented=own.consented,
        withdrawn=bool(consents) and not own.consented,
        may_consent=not waits and "give_consent" in {step.name for step in lifecycle.available(facts)},
        signs=any(person.mine and person.signs for person in own.people),
        meeting=meetings[0] if meetings else None,
        private=private,
        joint=joint,
        papers=papers,
        package="" if waits else compromise.package_for_side(actor, case),
        ratifies=not waits and awaits_own_side(actor, case),
        after=promises_for(actor, case) if facts.settlement_stands and not waits else None,
        times=not waits and rooms.waits_for_answer(actor, case, apart=apart),
    )
    return MyCase(
        case=case,
        stones=stones,
        now=next((stone for stone in stones if stone.state == "now"), None),
        own=own,
        others=tuple(side for side in sides if not side.mine),
        apart=apart,
        asked=asked_of(standing, case),
        meeting=standing.meeting,
        private=private,
        joint=joint,
        may_meet=_may_meet(facts),
        papers=papers,
        after=standing.after,
        told=told_to(actor, case),
        account="" if waits else _account(actor, own),
        consented=own.consented,
        withdrawn=standing.withdrawn,
        waits=waits,
        added=waits and cases.was_added(actor, case),
        links={} if waits else _links(case, apart, standing.package),
        interpreter=any(person.mine and person.interpreter for person in own.people),
        beside_url=link(links.BESIDE, case.pk) if asked else "",
        beside_waits=any(one.answer is None for one in asked),
    )


def _may_meet(facts: CaseFacts) -> bool:
    return not lifecycle.obstacles(facts, "talk_jointly")


def _account(actor: Actor, own: SideView) -> str:
    assert own.id is not None
    return cases.side_account(actor, cases.side_for(actor, own.id))


def _links(case: Case, apart: bool, package: str) -> dict[str, str]:
    return {
        "consent": link(links.CONSENT, case.pk),
        "mediator": link(links.MEDIATOR, case.pk),
        "ledger": link(links.LEDGER, case.pk),
        "after": link(links.AFTER, case.pk),
        "package": link(links.PACKAGE, case.pk) if package and not package.startswith(BIDDING) else "",
        "bidding": link(links.BIDDING, case.pk) if package.startswith(BIDDING) else "",
        "issues": link(links.ISSUES, case.pk) if case.stage in ("meetings", "drafting", "signing") else "",
    }


def _rooms(actor: Actor, case: Case, apart: bool) -> tuple[RoomCard | None, RoomCard | None]:
    """Return the reader's private room and, unless the case is held apart, their joint room."""
    seen = rooms.spaces_for(actor, case.pk)
    heard = hearers_in(actor, seen)
    cards = {room.kind: RoomCard(room, tuple(heard.get(room.pk, ())), link(links.ROOM, room.pk)) for room in seen}
    joint = cards.get("joint")
    return cards.get("caucus"), joint if joint is not None and joint.room.open and not apart else None


# --- the one thing to ask ------------------------------------------------------------------------------


def asked_of(standing: Standing, case: Case) -> Ask | None:
    """Return the first thing in the order of urgency that has a page; None when nothing is asked now."""
    if case.stage == "closed":
        return None
    asks = (_live, _sign, _choose, _consent, _duty, _pulse, _times, _mediator, _package, _ratify, _read, _unread)
    return next((found for ask in asks if (found := ask(standing, case)) is not None and found.url), None)


def _live(standing: Standing, case: Case) -> Ask | None:
    """People wait at the table: nothing is more urgent."""
    meeting = standing.meeting
    if meeting is None or not meeting.live:
        return None
    if meeting.mode == "joint" and standing.joint:
        return Ask(
            "joint",
            _("The meeting has begun"),
            _("The mediator has opened the joint room. Come when you are ready; you may leave at any time."),
            _("Go to the joint room"),
            standing.joint.url,
        )
    if meeting.mode != "joint" and standing.private:
        return Ask(
            "private",
            _("The mediator is here for you"),
            _("The meeting has begun. The mediator talks with you in your private room."),
            _("Go to your private room"),
            standing.private.url,
        )
    return None


def _sign(standing: Standing, case: Case) -> Ask | None:
    waiting: PaperLine | None = next((one for one in standing.papers.documents if one.to_sign), None)
    if waiting is None or not standing.consented:
        return None
    if waiting.key == "settlement":
        title, words = _("The settlement is ready to be signed"), _("Read the whole text in your language first.")
    elif waiting.key == "addendum":
        title = _("An addendum on the term is ready to be signed")
        words = _("It says until when the mediation may go on. Without it no more meetings can be held.")
    else:
        title = _("The agreement to mediate is ready to be signed")
        words = _("It says how the mediation will go, what is private, and that you may leave at any time.")
    return Ask("sign", title, words, _("Read and sign"), link(links.SIGN, waiting.id))


def _consent(standing: Standing, case: Case) -> Ask | None:
    """Asked once: a side that withdrew is not pressed again."""
    if standing.consented or standing.withdrawn or not (standing.may_consent and standing.signs):
        return None
    return Ask(
        "consent",
        _("Do you agree to try mediation?"),
        _("Nothing begins without your consent, and you can take it back at any time."),
        _("Read what you agree to"),
        link(links.CONSENT, case.pk),
    )


def _duty(standing: Standing, case: Case) -> Ask | None:
    """A promise of the own side whose day has passed without a word."""
    late = standing.after and any(one.state == "late" and one.mine for one in standing.after.lines)
    if not late:
        return None
    return Ask(
        "duty",
        _("The day of a promise has passed"),
        _("Say whether it is done, partly done, or whether there is a problem. A problem can be talked about."),
        _("Say how it stands"),
        link(links.AFTER, case.pk),
    )


def _pulse(standing: Standing, case: Case) -> Ask | None:
    if standing.after is None or not standing.after.asked:
        return None
    return Ask(
        "pulse",
        _("Three short questions"),
        _("Is it being kept, is it fair, do you feel safe? Only your side and the mediator read the answers."),
        _("Answer them"),
        link(links.AFTER, case.pk),
    )


def _times(standing: Standing, case: Case) -> Ask | None:
    if not standing.times:
        return None
    return Ask(
        "times",
        _("Which time suits you?"),
        _("The mediator proposes times for a meeting. Only the mediator reads your answer."),
        _("Say which time suits"),
        link(links.TIMES, case.pk),
    )


def _choose(standing: Standing, case: Case) -> Ask | None:
    if not (standing.chooses and standing.signs):
        return None
    return Ask(
        "choose",
        _("Choose a mediator"),
        _("Each side makes its own list. Nobody else ever reads yours."),
        _("See the mediators"),
        link(links.CHOOSE, case.pk),
    )


def _mediator(standing: Standing, case: Case) -> Ask | None:
    if not (standing.answers and standing.signs) or case.stage in ("performance", "closed"):
        return None
    return Ask(
        "mediator",
        _("A mediator is ready to take your case"),
        _("Read who it is and what they told about themselves. Until you accept, they hear nothing of your room."),
        _("Read and answer"),
        link(links.MEDIATOR, case.pk),
    )


def _package(standing: Standing, case: Case) -> Ask | None:
    """Whatever a search for a package, or a bidding on a sum, waits for from this side."""
    asks = {
        BIDDING + "agree": (
            _("Agree on a sum without naming it?"),
            _("Each side seals one sum. Read what nobody learns, and what cannot be hidden."),
            _("Read and answer"),
        ),
        BIDDING + "write": (
            _("Seal your sum"),
            _("Neither the other side nor the mediator sees it."),
            _("Go to your sum"),
        ),
        "agree": (
            _("May a program look for a package?"),
            _("It weighs what each side tells it alone. Read what nobody learns, and what cannot be hidden."),
            _("Read and answer"),
        ),
        "write": (
            _("Write your own list"),
            _("What suits you better, what less: without numbers. Nobody but your side reads it."),
            _("Go to the list"),
        ),
        "answer": (
            _("A package lies before you"),
            _("Say what you think of it. It stays hidden until every side accepts the same one."),
            _("See the package"),
        ),
        "goods-agree": (
            _("May things be divided by lists?"),
            _("A program weighs what each side tells it alone. Read what nobody learns, and what cannot be hidden."),
            _("Read and answer"),
        ),
        "goods-write": (
            _("Write your list of things"),
            _("What you want more, what less: without numbers. Nobody but your side reads it."),
            _("Go to the list"),
        ),
        "goods-answer": (
            _("A proposal of who gets what lies before you"),
            _("Say what you think of it. It stays hidden until every side accepts the same proposal."),
            _("See the proposal"),
        ),
    }
    if standing.package not in asks or not standing.consented:
        return None
    place = links.BIDDING if standing.package.startswith(BIDDING) else links.PACKAGE
    return Ask("package", *asks[standing.package], link(place, case.pk))


def _ratify(standing: Standing, case: Case) -> Ask | None:
    if not standing.ratifies:
        return None
    return Ask(
        "ratify",
        _("May clauses be put to the people?"),
        _("Whole groups would vote on them in secret. Read what is shown to whom, and what stays here."),
        _("Read and answer"),
        link(links.RATIFYING, case.pk),
    )


def _read(standing: Standing, case: Case) -> Ask | None:
    waiting = next((one for one in standing.papers.documents if one.to_read), None)
    if waiting is None:
        return None
    return Ask(
        "read",
        _("Read the text and say what you think"),
        _("Some clauses wait for a word from your side: agreed, or not yet."),
        _("Read the text"),
        link(links.TEXT, waiting.id),
    )


def _unread(standing: Standing, case: Case) -> Ask | None:
    for card, title, button in (
        (standing.private, _("There is something new in your private room"), _("Go to your private room")),
        (standing.joint, _("There is something new in the joint room"), _("Go to the joint room")),
    ):
        if card is not None and card.room.unread:
            return Ask("unread", title, _("Read it when you have a quiet moment."), button, card.url)
    return None
