"""What a case needs of its staff first: worked out from the facts, never from what anybody said."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from bitim import jurisdictions
from bitim.cases.models import Case
from bitim.cases.queries import InvitationView, PersonView, SideView
from bitim.cases.queries.beside import Court
from bitim.cases.queries.folders import term_warning
from bitim.compromise.queries import BIDDING, VOICE
from bitim.desk import links
from bitim.desk.links import link
from bitim.desk.queries.calls import CallBack
from bitim.desk.queries.papers import Papers
from bitim.desk.queries.party import RoomCard
from bitim.engines import lifecycle
from bitim.engines.lifecycle import CaseFacts, SideFacts
from bitim.kernel import clock
from bitim.people import queries as people

GONE = ("declined", "left")
TO_SIGN: dict[str, Any] = {
    "agreement_to_mediate": gettext_lazy("Sign the agreement to mediate"),
    "settlement": gettext_lazy("Sign the settlement"),
    "addendum": gettext_lazy("Sign the addendum on the term"),
}


@dataclass(frozen=True)
class Need:
    """One thing to do, with the place where it is done. `key` names the kind."""

    key: str
    words: str
    url: str


def paired(sides: Sequence[SideView], facts: CaseFacts) -> list[tuple[SideView, SideFacts]]:
    """Return each side with its facts: the engine's sides stand in the order of positions."""
    return list(zip(sorted(sides, key=lambda one: one.mark), facts.sides, strict=True))


def of_sides(case: Case, sides: Sequence[SideView], facts: CaseFacts) -> list[Need]:
    """Return who was not spoken with alone and who has not consented."""
    found = []
    for side, fact in paired(sides, facts):
        if side.state in GONE or case.stage == "performance":
            continue
        if fact.screened is None:
            words = _("Talk alone with %(side)s") % {"side": side.name}
            found.append(Need("screen", words, link(links.SCREENING, case.pk, side.id)))
        elif fact.screened == "decline":
            words = _("%(side)s: the talk alone showed that mediation does not suit") % {"side": side.name}
            found.append(Need("unsuitable", words, link(links.CLOSING, case.pk)))
        elif not fact.met:
            words = _("Talk alone with %(side)s: not whoever invited them") % {"side": side.name}
            found.append(Need("screen", words, link(links.SCREENING, case.pk, side.id)))
        elif side.state == "joined" and not fact.consented:
            words = _("%(side)s has not consented, or has withdrawn") % {"side": side.name}
            found.append(Need("consent", words, link(links.CONSENT, case.pk)))
        elif side.state == "joined" and not fact.accepted:
            words = _("%(side)s has not said yet whether it accepts the mediator") % {"side": side.name}
            found.append(Need("accept", words, link(links.MEDIATOR, case.pk)))
    return found


def of_invitations(case: Case, invitations: Iterable[InvitationView]) -> list[Need]:
    """Return the invitations that wait for staff."""
    found = []
    for one in invitations:
        url = link(links.INVITATION, case.pk, one.id)
        if one.state == "prepared":
            found.append(Need("invite", _("Invite %(name)s") % {"name": one.name}, url))
        elif one.state == "talk":
            found.append(Need("talk", _("%(name)s wants to talk with somebody first") % {"name": one.name}, url))
    return found


def of_confirmations(case: Case, everybody: Iterable[PersonView]) -> list[Need]:
    """Return who came by a new code or was added to a side, and waits for a second person to say that it is they."""
    return [Need("confirm", _confirmation(one), link(links.PEOPLE, case.pk)) for one in everybody if one.waits]


def _confirmation(one: PersonView) -> str:
    if one.denied:
        words = _("It was not %(name)s who came: speak with them, then give a new code")
    elif one.added and one.confirmable:
        words = _("%(name)s was added to a side: confirm that they belong to it")
    elif one.added:
        words = _("%(name)s was added to a side: a second person has to confirm it")
    elif one.confirmable:
        words = _("%(name)s came by a new code: confirm that it is this person")
    else:
        words = _("%(name)s has a new code: a second person has to confirm who came")
    return words % {"name": one.name}


def of_scans(waiting: Iterable[tuple[Any, str]]) -> list[Need]:
    """Return the pages signed on paper that wait to be compared, or for the reader as the second person."""
    words = {
        "compare": _("Pages signed on paper have come: compare them with the original"),
        "confirm": _("Pages signed on paper are compared: a second person has to confirm"),
    }
    return [Need(f"scan_{what}", words[what], link(links.SCAN, scan)) for scan, what in waiting]


def of_time(case: Case, extend: str = "") -> list[Need]:
    """Return what is late and a term that ends; `extend`: where the reader may draw up an addendum."""
    found = []
    if case.due is not None and case.due < clock.now():
        words = {
            "delivery": _("Did the invitation arrive? Note it: the days for an answer begin then"),
            "propose_no_answer": _("Nobody answered in time. Invite again, or end the case"),
            "propose_refused": _("The other side said no. Talk once more, or end the case"),
        }.get(case.due_for, _("This case is past its day"))
        where = links.CLOSING if case.due_for.startswith("propose") else links.PEOPLE
        found.append(Need("late", words, link(where, case.pk)))
    if case.term_ends is not None and case.stage not in ("performance", "closed"):
        left = (case.term_ends - clock.today()).days
        if left < 0:
            found.append(Need("term", _("The term is over: no new meeting without a written extension"), extend))
        elif left <= term_warning(case.pack).days:
            words = ngettext("The term ends in %(n)s day", "The term ends in %(n)s days", left) % {"n": left}
            found.append(Need("term", words, extend))
    return found


def of_court(case: Case, court: Court | None) -> list[Need]:
    """Return a stay of court proceedings that ends soon or is over."""
    warning = int(jurisdictions.load(case.pack).parameter("stay_warning_days"))
    if court is None or court.left is None or court.left > warning or case.stage == "closed":
        return []
    url = link(links.COURT, case.pk)
    if court.left < 0:
        return [Need("stay", _("The stay of the court proceedings is over"), url)]
    n = court.left
    words = ngettext("The court waits %(n)s more day", "The court waits %(n)s more days", n) % {"n": n}
    return [Need("stay", words, url)]


def of_duties(case: Case, late: int) -> list[Need]:
    """Return that promises are past their day or in trouble."""
    if not late:
        return []
    words = ngettext("%(n)s promise asks for a word from you", "%(n)s promises ask for a word from you", late)
    return [Need("duties", words % {"n": late}, link(links.AFTER, case.pk))]


def of_languages(case: Case, everybody: Sequence[PersonView]) -> list[Need]:
    """Return that an interpreter is missing where the sides read different languages."""
    if case.stage in ("performance", "closed"):
        return []  # nothing more is said at a table: the text is signed in everybody's language
    required = [one.name for one in everybody if one.interpreter]
    if required:
        return [
            Need("interpreter", _("%(name)s: an interpreter is required") % {"name": name}, link(links.PEOPLE, case.pk))
            for name in required
        ]
    spoken = {one.language for one in everybody if one.side is not None and one.role != "supporter"}
    if len(spoken) < 2 or any(one.role == "interpreter" for one in everybody):
        return []
    return [
        Need(
            "interpreter",
            _("The sides read different languages. Is an interpreter needed?"),
            link(links.PEOPLE, case.pk),
        )
    ]


def of_rooms(cards: Iterable[RoomCard]) -> list[Need]:
    """Return the reader's own rooms in which something is new."""
    found = []
    for card in cards:
        if n := card.room.unread:
            if card.room.side is not None:
                words = ngettext("%(n)s new, private room: %(side)s", "%(n)s new, private room: %(side)s", n) % {
                    "n": n,
                    "side": card.room.side.name,
                }
            elif card.room.kind == "joint":
                words = ngettext("%(n)s new in the joint room", "%(n)s new in the joint room", n) % {"n": n}
            else:
                words = ngettext("%(n)s new in the mediators' room", "%(n)s new in the mediators' room", n) % {"n": n}
            found.append(Need("unread", words, card.url))
    return found


def of_package(case: Case, found: str) -> list[Need]:
    """Return that a package which every side has accepted, or a sum, is not in the text yet, or that a side without a
    device is asked something."""
    if not found or case.stage not in ("meetings", "drafting"):
        return []
    if found == BIDDING:
        return [Need("package", _("A sum is agreed: put it into the text"), link(links.BIDDING, case.pk))]
    if found == VOICE:
        words = _("A side without a device is asked about a package: you write what it says")
        return [Need("package", words, link(links.PACKAGE, case.pk))]
    words = _("Every side has accepted a package: put it into the text")
    return [Need("package", words, link(links.PACKAGE, case.pk))]


def of_papers(case: Case, facts: CaseFacts, papers: Papers) -> list[Need]:
    """Return the next thing to do with the agreement and the settlement."""
    found = []
    ready = {step.name for step in lifecycle.available(facts)}
    for one in papers.documents:
        if one.to_sign:
            words = TO_SIGN.get(one.key, TO_SIGN["agreement_to_mediate"])
            found.append(Need("sign", str(words), link(links.SIGN, one.id)))
    if "draw_up_agreement" in ready and not facts.agreement_frozen:
        found.append(Need("agreement", _("Draw up the agreement to mediate"), link(links.AGREEMENT, case.pk)))
    if "freeze_settlement" in ready:
        draft: Any = next((one for one in papers.documents if one.key == "settlement" and one.state == "draft"), None)
        url = link(links.TEXT, draft.id) if draft else ""
        found.append(Need("final", _("Every clause is agreed: the text can be made final"), url))
    return found


def appoint(case: Case) -> Need:
    """Return that nobody mediates yet."""
    return Need("appoint", _("Appoint a mediator"), link(links.SEEK, case.pk))


def of_calls(calls: Iterable[CallBack]) -> list[Need]:
    """Return the people of a case who wait for a call."""
    today = link(("desk:today",))
    asks, missed = _("%(name)s asks to be called back"), _("A message did not reach %(name)s")
    return [Need("call", (missed if one.missed else asks) % {"name": one.name}, f"{today}#calls") for one in calls]


def owner_name(case: Case) -> str:
    """Return the name of the case's owner, for its staff."""
    return people.person_name(case.owner_id) if case.owner_id else ""
