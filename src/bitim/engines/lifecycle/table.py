"""Stages, guards and steps. Change the process here and nowhere else."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, fields
from types import CodeType

from bitim.engines.lifecycle.facts import CaseFacts, SideFacts

STAGES = ("request", "contract", "meetings", "drafting", "signing", "performance", "closed")
OUTCOMES = ("settled", "partly", "no_settlement", "refused", "withdrawn", "unsuitable", "no_answer", "consultation")
LIVE_STAGES = ("contract", "meetings", "drafting", "signing")


FIELDS = frozenset(one.name for kind in (CaseFacts, SideFacts) for one in fields(kind)) - {"known"}
# What costs nothing to say of a case once its sides are read.
ALWAYS_KNOWN = frozenset({"stage", "sides", "mode", "term_over", "joined", "left"})


@dataclass(frozen=True)
class Guard:
    """A condition with the key of the sentence that explains its refusal, and the facts that it looks at."""

    key: str
    condition: Callable[[CaseFacts], bool]
    reads: frozenset[str]

    def holds(self, facts: CaseFacts) -> bool:
        """Tell whether the condition holds. LookupError when the facts do not tell what it looks at: a fact that
        nobody asked for would say yes to some guards by its default."""
        if facts.known is not None and not self.reads <= facts.known:
            raise LookupError(f"{self.key} looks at {sorted(self.reads - facts.known)}, which nobody asked for")
        return bool(self.condition(facts))


@dataclass(frozen=True)
class Step:
    """Something that may happen: in which stages, by whom, under which guards, and where it leads (None: stays)."""

    name: str
    stages: tuple[str, ...]
    by: tuple[str, ...]
    guards: tuple[Guard, ...] = ()
    to: str | None = None


def _names(code: CodeType) -> Iterator[str]:
    """Every attribute that a condition names, its inner loops included."""
    yield from code.co_names
    for inner in code.co_consts:
        if isinstance(inner, CodeType):
            yield from _names(inner)


def _guard(key: str, condition: Callable[[CaseFacts], bool]) -> Guard:
    # Read off the condition itself: a list kept beside it would one day forget a fact.
    GUARDS[key] = Guard(key, condition, FIELDS.intersection(_names(condition.__code__)) - ALWAYS_KNOWN)
    return GUARDS[key]


GUARDS: dict[str, Guard] = {}
TWO_SIDES = _guard("two_sides", lambda f: len(f.present_sides) >= 2)
MEDIATOR = _guard("mediator_appointed", lambda f: f.mediator_appointed)
NOT_BARRED = _guard("mediator_in_force", lambda f: not f.mediator_barred)
MEDIATOR_ACCEPTED = _guard("mediator_accepted", lambda f: all(s.accepted for s in f.present_sides))
ALL_JOINED = _guard("all_joined", lambda f: all(s.joined for s in f.present_sides))
SOMEBODY_HERE = _guard("somebody_here", lambda f: any(s.joined for s in f.present_sides))
ALL_CONSENTED = _guard("all_consented", lambda f: bool(f.present_sides) and all(s.consented for s in f.present_sides))
ALL_SCREENED = _guard("all_screened", lambda f: bool(f.present_sides) and all(s.screened for s in f.present_sides))
ALL_MET = _guard("all_met", lambda f: all(s.met for s in f.present_sides))
NONE_DECLINED = _guard("none_unsuitable", lambda f: all(s.screened != "decline" for s in f.present_sides))
NOT_APART = _guard("not_apart", lambda f: f.mode != "shuttle" and all(s.screened != "shuttle" for s in f.present_sides))
AGREEMENT_FROZEN = _guard("agreement_drawn_up", lambda f: f.agreement_frozen)
AGREEMENT_SIGNED = _guard(
    "agreement_signed",
    lambda f: f.agreement_frozen and f.mediator_signed_agreement and all(s.signed_agreement for s in f.present_sides),
)
IN_TERM = _guard("in_term", lambda f: not f.term_over)
NO_LIVE_MEETING = _guard("no_live_meeting", lambda f: not f.meeting_live)
LIVE_MEETING = _guard("live_meeting", lambda f: f.meeting_live)
HAS_CLAUSES = _guard("has_clauses", lambda f: f.clauses > 0)
ALL_AGREED = _guard("clauses_agreed", lambda f: f.clauses_not_agreed == 0)
COMPLETE = _guard("complete", lambda f: f.lint_stops == 0)
PREVAILING = _guard("prevailing_chosen", lambda f: f.prevailing_chosen)
SETTLEMENT_FROZEN = _guard("settlement_frozen", lambda f: f.settlement_frozen)
SETTLEMENT_SIGNED = _guard(
    "settlement_signed",
    lambda f: (
        f.settlement_frozen and f.mediator_signed_settlement and all(s.signed_settlement for s in f.present_sides)
    ),
)
STANDS = _guard("settlement_stands", lambda f: f.settlement_stands)
NONE_STANDS = _guard("no_standing_settlement", lambda f: not f.settlement_stands)
ADDENDUM_FROZEN = _guard("addendum_drawn_up", lambda f: f.addendum_frozen)
ADDENDUM_SIGNED = _guard(
    "addendum_signed",
    lambda f: f.addendum_frozen and f.mediator_signed_addendum and all(s.signed_addendum for s in f.present_sides),
)

COORDINATOR, MEDIATORS, PARTIES = ("coordinator",), ("mediator",), ("party",)
STAFF = ("coordinator", "mediator")

STEPS = (
    Step("accept_request", ("request",), COORDINATOR, to="contract"),
    Step("decline_request", ("request",), COORDINATOR, to="closed"),
    # Sides are in the room: the case begins where others come after their invitation. A side that is not there is
    # invited by telephone, and nothing is drawn up before it has come.
    Step("open_walk_in", ("request",), STAFF, (TWO_SIDES, SOMEBODY_HERE), to="contract"),
    Step("appoint_mediator", ("contract", "meetings", "drafting"), COORDINATOR),
    # Whoever mediates is accepted by each side; in mid-case too, when somebody takes over (Law No 401-IV, art. 20).
    Step("accept_mediator", ("contract", "meetings", "drafting", "signing"), PARTIES),
    Step("screen_side", ("contract", "meetings", "drafting"), STAFF),
    Step("invite_side", ("contract",), STAFF),
    Step("answer_invitation", ("contract",), PARTIES),
    # Somebody sits beside a side, or observes, whenever people talk; neither counts for any guard.
    Step("add_company", (*LIVE_STAGES, "performance"), (*STAFF, *PARTIES)),
    Step("add_observer", (*LIVE_STAGES, "performance"), COORDINATOR, (NOT_APART,)),
    # A call to a person without a device: what is read out and answered counts by the steps that it stands for.
    Step("read_back", LIVE_STAGES, STAFF),
    # As long as a room may be open: consent can be taken back wherever people talk, and given again.
    Step("give_consent", (*LIVE_STAGES, "performance"), PARTIES),
    Step("withdraw_consent", (*LIVE_STAGES, "performance"), PARTIES),
    Step(
        "draw_up_agreement",
        ("contract",),
        MEDIATORS,
        (TWO_SIDES, MEDIATOR, ALL_JOINED, ALL_SCREENED, ALL_MET, NONE_DECLINED, ALL_CONSENTED, MEDIATOR_ACCEPTED),
    ),
    Step("sign_agreement", ("contract",), (*PARTIES, *MEDIATORS), (AGREEMENT_FROZEN, ALL_CONSENTED)),
    Step("begin_mediation", ("contract",), ("system",), (AGREEMENT_SIGNED, ALL_CONSENTED), to="meetings"),
    # A settlement is kept by people who can go on talking: the rooms stay while promises are being carried out.
    Step(
        "talk_jointly",
        ("meetings", "drafting", "signing", "performance"),
        (*PARTIES, *MEDIATORS),
        (ALL_CONSENTED, NOT_APART),
    ),
    Step("talk_apart", (*LIVE_STAGES, "performance"), (*PARTIES, *MEDIATORS)),
    Step(
        "open_meeting",
        ("meetings", "drafting"),
        MEDIATORS,
        (
            ALL_CONSENTED,
            ALL_SCREENED,
            ALL_MET,
            NONE_DECLINED,
            AGREEMENT_SIGNED,
            NOT_APART,
            IN_TERM,
            MEDIATOR_ACCEPTED,
            NOT_BARRED,
            NO_LIVE_MEETING,
        ),
    ),
    Step(
        "open_shuttle",
        ("meetings", "drafting"),
        MEDIATORS,
        (
            ALL_CONSENTED,
            ALL_SCREENED,
            ALL_MET,
            NONE_DECLINED,
            AGREEMENT_SIGNED,
            IN_TERM,
            MEDIATOR_ACCEPTED,
            NOT_BARRED,
            NO_LIVE_MEETING,
        ),
    ),
    # It goes on while the last person signs, and is ended by whoever opened it, not by the last signature.
    Step("end_meeting", ("meetings", "drafting", "signing", "performance"), MEDIATORS, (LIVE_MEETING,)),
    Step("agree_issues", ("meetings", "drafting"), (*PARTIES, *MEDIATORS), (ALL_CONSENTED,)),
    Step(
        "seek_package",
        ("meetings", "drafting"),
        (*PARTIES, *MEDIATORS),
        (ALL_CONSENTED, ALL_SCREENED, NONE_DECLINED, NOT_APART),
    ),
    Step(
        "improve_deal",
        ("meetings", "drafting", "signing", "performance"),
        (*PARTIES, *MEDIATORS),
        (ALL_CONSENTED, ALL_SCREENED, NONE_DECLINED, NOT_APART),
    ),
    Step("start_drafting", ("meetings",), MEDIATORS, (ALL_CONSENTED,), to="drafting"),
    Step("draft", ("drafting",), (*PARTIES, *MEDIATORS), (ALL_CONSENTED,)),
    Step("back_to_meetings", ("drafting",), MEDIATORS, to="meetings"),
    Step(
        "freeze_settlement",
        ("drafting",),
        MEDIATORS,
        (ALL_CONSENTED, HAS_CLAUSES, ALL_AGREED, PREVAILING, COMPLETE),
        to="signing",
    ),
    Step("reopen_drafting", ("signing",), MEDIATORS, to="drafting"),
    Step("sign_settlement", ("signing",), (*PARTIES, *MEDIATORS), (SETTLEMENT_FROZEN, ALL_CONSENTED)),
    Step("settle", ("signing",), ("system",), (SETTLEMENT_SIGNED, ALL_CONSENTED), to="performance"),
    # The term is extended in writing, by all who signed the agreement: before it is over or after.
    Step("draw_up_addendum", ("meetings", "drafting", "signing"), MEDIATORS, (ALL_CONSENTED, AGREEMENT_SIGNED)),
    Step(
        "sign_addendum",
        ("meetings", "drafting", "signing"),
        (*PARTIES, *MEDIATORS),
        (ADDENDUM_FROZEN, ALL_CONSENTED),
    ),
    Step("extend_term", ("meetings", "drafting", "signing"), ("system",), (ADDENDUM_SIGNED, ALL_CONSENTED)),
    # Coming back is as ordinary as going on: the settlement stands until another one, signed by all, replaces it.
    Step("return_to_table", ("performance",), (*PARTIES, *MEDIATORS), (ALL_CONSENTED,), to="meetings"),
    Step("keep_settlement", ("meetings", "drafting"), MEDIATORS, (STANDS, NO_LIVE_MEETING), to="performance"),
    Step("close_settled", ("performance",), STAFF, to="closed"),
    Step("close", ("request", "contract", "meetings", "drafting", "signing"), STAFF, (NONE_STANDS,), to="closed"),
)
