"""Every cell of role x stage x permission, against a table written from what the product promises, not from the rules.

Each line: permission, what it is asked of, and who may *at most*, and when. A loosened rule fails here. A role that
never uses what the table grants fails too, so that the table stays as tight as the rules. Whoever is not named may
not, at any stage. When: `always`; `open`, until the case is closed; or stages by their first letters in order.
"""

import pytest
from tests.support.house import ROLES, House, house
from tests.support.matrix import ASKED_OF, MODES, answers, permissions

from bitim.engines.lifecycle import STAGES
from bitim.kernel import access
from bitim.kernel.access import Predicate

# r(equest) c(ontract) m(eetings) d(rafting) s(igning) p(erformance) x (closed)
LETTERS = dict(zip("rcmdspx", STAGES, strict=True))
WHEN = {"always": STAGES, "open": STAGES[:-1]}
EVERYBODY = " ".join(ROLES)
AT_MOST = f"""
people.see_centre           centre         mediator idle coordinator head interpreter waiting: always
people.change_centre        centre         coordinator head: always
people.add_person           centre         coordinator head: always
people.give_role            centre         head: always
people.end_role             role           head: always
people.update_contacts      person         own: always
people.update_contacts      colleague      mediator coordinator head: always
people.make_sheet           colleague      mediator head: always
people.end_sheet            colleague      mediator head: always
people.accept_template      centre         head: always
people.add_card             centre         coordinator head: always
people.revoke_card          card           coordinator head: always
people.change_card          card           coordinator head: always
people.import_register      centre         coordinator head: always
people.import_register      list           coordinator head: always
people.keep_points          centre         coordinator head: always
people.keep_points          point          coordinator head: always
people.declare_interest     centre         coordinator head: always
people.declare_interest     interest       coordinator head: always
people.mark_absence         centre         coordinator: always
people.mark_absence         absence        coordinator: always
cases.see_request           request        asker coordinator: always
cases.see_request           draft          asker: always
cases.write_request         centre         {EVERYBODY}: always
cases.write_request         draft          asker: always
cases.keep_request          request        asker: always
cases.keep_request          draft          asker: always
cases.send_request          draft          asker: always
cases.withdraw_request      request        asker: always
cases.accept_request        request        coordinator: always
cases.decline_request       request        coordinator: always
cases.see_case              case           own other supporter observer interpreter waiting mediator coordinator: always
cases.see_side              side           own other supporter observer interpreter waiting mediator coordinator: always
cases.open_case             centre         mediator idle coordinator: always
cases.see_case              case           own other interpreter waiting mediator coordinator: always
cases.see_side              side           own other interpreter waiting mediator coordinator: always
cases.see_account           side           own mediator: always
cases.see_people            case           own other supporter observer interpreter waiting mediator coordinator: always
cases.see_contacts          case           mediator coordinator: always
cases.see_record            case           mediator coordinator: always
cases.add_side              case           mediator coordinator: open
cases.add_person            side           mediator coordinator: open
cases.add_person            participant    mediator coordinator: open
cases.appoint               case           coordinator: open
cases.appoint               participant    coordinator: open
cases.see_proposal          appointment    own other mediator coordinator: always
cases.see_proposal          proposal       own other mediator coordinator idle: always
cases.answer_proposal       proposal       idle: open
cases.accept_mediator       side           own mediator coordinator: open
cases.see_panel             panel          own other coordinator: always
cases.choose_mediator       side           own: open
cases.screen                side           mediator coordinator: open
cases.see_screening         screening      mediator: always
cases.invite                invitation     mediator coordinator: open
cases.note_attempt          invitation     mediator coordinator: open
cases.change_contacts       participant    own mediator coordinator: open
cases.change_contacts       invitation     mediator coordinator: open
cases.see_invitation        invitation     own mediator coordinator: always
cases.answer_invitation     invitation     own: open
cases.note_answer           invitation     coordinator: open
cases.reissue_door          participant    mediator coordinator: open
cases.confirm_person        participant    mediator coordinator: always
cases.confirm_person        former_participant own mediator coordinator: always
cases.name_side             side           own: open
cases.give_consent          side           own mediator coordinator: open
cases.withdraw_consent      side           own mediator coordinator: open
cases.switch_mode           case           mediator: open
cases.start_drafting        case           mediator: open
cases.close                 case           mediator coordinator: open
cases.retitle               case           mediator coordinator: open
cases.add_observer          case           coordinator: open
cases.say_of_company        side           own mediator: open
cases.see_undertaking       participant    mediator coordinator: always
cases.see_undertaking       beside         supporter mediator coordinator: always
cases.record_undertaking    beside         mediator coordinator: open
cases.give_undertaking      beside         supporter: open
room.read_space             caucus         own supporter interpreter mediator: open
room.read_space             joint          own other supporter observer: mdsp; interpreter mediator: open
cases.keep_note             side           mediator: open
cases.see_note              note           mediator: always
cases.see_court             case           own other mediator coordinator: always
cases.set_court             case           mediator coordinator: open
cases.read_back             side           mediator coordinator: open
cases.keep_read_back        read_back      coordinator: open
cases.witness_read_back     read_back      idle: open
cases.see_read_back         read_back      own mediator coordinator idle: always
cases.note_assistance       side           mediator coordinator: open
cases.name_hand             participant    mediator: open
cases.change_number         case           mediator coordinator: open
room.read_space             caucus         own interpreter mediator: open
room.read_space             joint          own other: mdsp; interpreter mediator: open
room.read_space             team           interpreter mediator: open
room.read_space             said           own supporter interpreter mediator: open
room.read_space             said_jointly   own other supporter observer: mdsp; interpreter mediator: open
room.post                   caucus         own supporter interpreter mediator: open
room.post                   joint          own other interpreter mediator: mdsp
room.post                   team           interpreter mediator: open
room.attach                 caucus         own supporter interpreter mediator: open
room.attach                 joint          own other interpreter mediator: mdsp
room.attach                 team           interpreter mediator: open
room.withdraw_message       said           own: open
room.translate              said           interpreter mediator: open
room.translate              said_jointly   interpreter mediator: mdsp
room.check_translation      translation    interpreter mediator: open
room.release                said           own: open
room.withdraw_release       release        own: open
room.see_ledger             case           own other mediator: always
room.see_meetings           case           own other supporter observer interpreter waiting mediator coordinator: always
room.plan_meeting           case           mediator: open
room.plan_meeting           meeting        mediator: open
room.plan_meeting           proposed_time  mediator: open
room.open_meeting           case           mediator: open
room.end_meeting            case           mediator: open
room.join_meeting           caucus         own supporter interpreter mediator: open
room.join_meeting           joint          own other supporter observer: mdsp; interpreter mediator: open
room.print_record           case           mediator coordinator: always
room.print_record           meeting        mediator coordinator: always
room.join_meeting           caucus         own interpreter mediator: open
room.join_meeting           joint          own other: mdsp; interpreter mediator: open
room.admit_interpreter      caucus         mediator: open
room.admit_interpreter      joint          mediator: open
room.note_attendance        meeting        mediator: open
room.note_aside             caucus         mediator: open
room.come_by_voice          meeting        own other supporter observer interpreter waiting mediator: open
room.leave_voice            place          own: always
room.ask_by_voice           place          own: open
room.place_people           meeting        mediator: open
room.place_people           place          mediator: open
room.see_meeting_record     case           mediator coordinator: always
room.see_meeting_record     meeting        mediator coordinator: always
room.hand_device            participant    mediator: open
room.propose_times          case           mediator: open
room.see_times              case           own other interpreter waiting mediator coordinator: always
room.see_answers            case           mediator: always
room.answer_times           participant    own mediator coordinator: open
settlements.see_issues      case           own other mediator: always
settlements.see_issues      issue          own other mediator: always
settlements.propose_issue   case           own other mediator: open
settlements.mark_issue      issue          own other: open
settlements.propose_option  issue          own other mediator: open
settlements.mark_option     option         own other: open
settlements.note_mark       issue          mediator: open
settlements.note_mark       option         mediator: open
settlements.see_document    document       own other mediator: always
settlements.see_document    clause         own other mediator: always
settlements.draw_up_agreement case         mediator: open
settlements.start_settlement case          mediator: open
settlements.set_languages   document       mediator: rcmd
settlements.propose_clause  document       own other mediator: rcmd
settlements.edit_clause     clause         own other mediator: rcmd
settlements.remove_clause   clause         mediator: rcmd
settlements.comment         clause         own other mediator: open
settlements.agree_clause    clause         own other: rcmd
settlements.note_agreement  clause         mediator: rcmd
settlements.freeze          document       mediator: rcmd
settlements.reopen          document       mediator: s
settlements.ask_code        signature      own: s
settlements.read_out_code   signature      mediator: s
settlements.sign            signature      own: sp
settlements.choose_pen      signature      own mediator: s
settlements.print_code      signature      mediator: s
settlements.note_request    signature      mediator: s
settlements.witness_request signature      coordinator: s
settlements.hand_in_scan    document       mediator coordinator: s
settlements.see_scan        scan           mediator: always; coordinator: s
settlements.check_scan      scan           mediator coordinator: s
settlements.confirm_scan    scan           coordinator: s
settlements.refuse_to_sign  signature      own: s
settlements.set_terms       document       mediator: rcmd
settlements.keep_details    party          own mediator: open
settlements.record_interpretation signature mediator: s
settlements.seal            document       nobody: always
settlements.sign_here       signature      nobody: always
settlements.seal            centre         nobody: always
settlements.see_evidence    document       own other mediator: always
compromise.see_search       case           own other mediator: always
compromise.see_search       search         own other mediator: always
compromise.offer_search     case           mediator: open
compromise.keep_out         asked_search   own other mediator: open
compromise.set_apart        asked_search   mediator: open
compromise.agree_to_search  asked_part     own: open
compromise.end_search       search         own other mediator: open
compromise.see_part         part           own: open
compromise.see_list         part           own: open
compromise.see_list         shown_part     own mediator: open
compromise.write_list       part           own: open
compromise.close_list       part           own: open
compromise.share_list       part           own: open
compromise.ask_unlock       closed_part    own: open
compromise.speak_for        part           nobody: always
compromise.put_round        search         nobody: always
compromise.see_round        round          own other mediator: always
compromise.reply            open_round     own other: open
compromise.write_clauses    found_search   mediator: open
compromise.note_deal        found_search   mediator: open
compromise.see_record       found_round    own other mediator: always
compromise.see_bidding      case           own other mediator: always
compromise.see_bidding      bidding        own other mediator: always
compromise.offer_bidding    case           mediator: open
compromise.agree_to_bidding asked_bidder   own: open
compromise.end_bidding      bidding        own other mediator: open
compromise.see_bidder       bidder         own: always
compromise.seal_bid         bidder         own: open
compromise.write_sum        agreed_bidding mediator: open
dialogue.start_conversation centre         coordinator head: always
dialogue.see_conversation   talk           {EVERYBODY}: always
dialogue.see_conversation   prepared_talk  mediator idle coordinator head: always
dialogue.take_part          talk           {EVERYBODY}: always
dialogue.run_conversation   talk           coordinator head: always
dialogue.moderate           talk           mediator idle coordinator head: always
dialogue.moderate           sentence       mediator idle coordinator head: always
dialogue.see_queue          talk           mediator idle coordinator head: always
dialogue.see_queue          sentence       mediator idle coordinator head: always
dialogue.see_results        talk           {EVERYBODY}: always
dialogue.export_votes       over_talk      coordinator head: always
dialogue.be_voice           voice          nobody: always
dialogue.vote               voice          nobody: always
dialogue.say                voice          nobody: always
dialogue.see_ratification   case           own other mediator: always
dialogue.see_ratification   ballot         own other mediator: always
dialogue.see_ratification   ratifier       own other mediator: always
dialogue.ask_to_ratify      case           mediator: open
dialogue.agree_to_ratify    asked_ratifier own: open
dialogue.note_ratifier      asked_ratifier mediator: open
dialogue.open_ballot        asked_ballot   mediator: open
dialogue.make_papers        ratifier       mediator: open
dialogue.cast_ballot        ballot_paper   {EVERYBODY}: always
dialogue.close_ballot       ballot         mediator: open
dialogue.end_ratification   ballot         mediator: open
dialogue.end_ratification   asked_ballot   own other mediator: open
dialogue.strike_view        counted_ratifier mediator: always
desk.ask_call_back          centre         own other stranger supporter observer: always
journal.write_consultation  centre         mediator idle coordinator: always
journal.see_consultation    consultation   mediator coordinator: always
journal.correct_consultation consultation  mediator coordinator: always
journal.see_book            centre         coordinator head: always
journal.see_book            line           coordinator head: always
journal.write_paper         centre         coordinator: always
journal.see_names           line           coordinator: always
journal.correct_line        line           coordinator: always
journal.note_case           case           coordinator: always
journal.enter_case          case           coordinator: always
journal.mark_aspect         case           coordinator: always; mediator: open
journal.set_numbering       centre         head: always
journal.see_report          centre         coordinator head: always
journal.export              centre         coordinator head: always
settlements.see_duties      case           own other mediator coordinator: always
settlements.see_duties      duty           own other mediator coordinator: always
settlements.report_duty     duty           own other mediator coordinator: open
settlements.answer_report   duty           own other mediator coordinator: open
settlements.return_to_table case           own other mediator: open
settlements.keep_settlement case           mediator: open
settlements.answer_pulse    side           own: open
settlements.see_pulse       pulse          own mediator: always
settlements.draw_up_addendum case          mediator: open
settlements.print_ending    side           own mediator coordinator: x
settlements.print_court_paper case         mediator coordinator: always
settlements.record_demand   case           mediator coordinator: always
settlements.see_demands     demand         mediator coordinator head: always
settlements.confirm_demand  demand         mediator head: always
settlements.give_demanded   demand         nobody: always
settlements.give_demanded   confirmed_demand mediator coordinator head: always
desk.ask_call_back          centre         own other stranger: always
desk.mark_called_back       wish           mediator coordinator: always
desk.mark_told              notice         mediator coordinator: always
"""
# Kept apart, the sides share no room and no list: what the table above grants, less these.
NEVER_APART = {
    ("cases.see_side", "side", "other"),
    *{
        (f"room.{verb}", thing, role)
        for verb in ("read_space", "post", "attach", "join_meeting")
        for thing in ("joint", "said jointly")
        for role in ("own", "other", "supporter", "observer")
    },
    ("cases.see_side", "side", "observer"),
    *{
        (f"compromise.{verb}", thing, role)
        for verb, thing in (
            ("see_search", "case"),
            ("see_search", "search"),
            ("keep_out", "asked search"),
            ("agree_to_search", "asked part"),
            ("end_search", "search"),
            ("see_part", "part"),
            ("see_list", "part"),
            ("see_list", "shown part"),
            ("write_list", "part"),
            ("close_list", "part"),
            ("share_list", "part"),
            ("ask_unlock", "closed part"),
            ("see_round", "round"),
            ("reply", "open round"),
            ("see_record", "found round"),
            ("see_bidding", "case"),
            ("see_bidding", "bidding"),
            ("agree_to_bidding", "asked bidder"),
            ("end_bidding", "bidding"),
            ("see_bidder", "bidder"),
            ("seal_bid", "bidder"),
        )
        for role in ("own", "other")
    },
}
# A dialogue that was opened is put to everybody.
A_DIALOGUE = {"dialogue.see_conversation", "dialogue.take_part", "dialogue.see_results", "dialogue.cast_ballot"}
TOUCHES_NOBODY = {"visitor", "former", "stranger", "idle", "far", "far_mediator"}

Cells = dict[tuple[str, str, str], tuple[str, ...]]


def table() -> Cells:
    """Read the table: (permission, thing, role) -> stages."""
    cells: Cells = {}
    for line in AT_MOST.strip().splitlines():
        permission, thing, rest = line.split(maxsplit=2)
        for grant in rest.split(";"):
            who, when = grant.split(":")
            stages = WHEN.get(when.strip()) or tuple(LETTERS[letter] for letter in when.strip())
            for role in who.replace("nobody", "").split():
                assert role in ROLES, f"{line}: nobody is called {role}"
                cells[permission, thing.replace("_", " "), role] = stages
    return cells


def too_much(found: Cells, may: Cells) -> list[str]:
    """Return the cells in which the rules say yes and the table does not."""
    return [
        f"{permission} of {thing}: {role} at {stage}"
        for (permission, thing, role), stages in found.items()
        for stage in stages
        if stage not in may.get((permission, thing, role), ())
    ]


@pytest.fixture
def scene(db: None) -> House:
    return house()


@pytest.fixture(scope="module")
def asked() -> dict[str, Cells]:
    """What the rules answer, by mode: asked by the first test that wants it, in a house like all others."""
    return {}


def answers_in(asked: dict[str, Cells], scene: House, mode: str) -> Cells:
    if mode not in asked:
        asked[mode] = answers(scene, mode)
    return asked[mode]


def test_every_permission_has_a_rule_and_stands_in_the_table():
    ruled, asked = set(permissions()), {line.split()[0] for line in AT_MOST.strip().splitlines()}
    declared = {str(p.value) for kind in access.Permission.__subclasses__() for p in kind if "tests" not in str(kind)}
    declared = {
        p
        for p in declared
        if p.split(".")[0] in {"people", "cases", "room", "settlements", "compromise", "dialogue", "journal", "desk"}
    }
    assert declared == ruled, "a permission without a rule, or the other way round"
    assert ruled == set(ASKED_OF), "say in tests/support/matrix.py of what it is asked"
    assert ruled == asked, "say in AT_MOST who may at most"


@pytest.mark.parametrize("mode", MODES)
def test_nobody_may_more_than_the_table_says(scene: House, asked: dict[str, Cells], mode: str):
    may = table()
    if mode == "shuttle":
        may = {cell: stages for cell, stages in may.items() if cell not in NEVER_APART}
    assert too_much(answers_in(asked, scene, mode), may) == []


def test_the_table_grants_nothing_that_nobody_uses(scene: House, asked: dict[str, Cells]):
    found = answers_in(asked, scene, "joint")
    loose = {cell: set(stages) - set(found.get(cell, ())) for cell, stages in table().items()}
    assert {cell: stages for cell, stages in loose.items() if stages} == {}


def test_strangers_may_begin_a_request_and_nothing_else():
    centre_staff = {"idle"}  # a mediator of the centre sees the centre
    for (permission, _thing, role), _stages in table().items():
        if role in TOUCHES_NOBODY - centre_staff:
            of_everybody = permission == "cases.write_request" or permission in A_DIALOGUE
            assert of_everybody or (role, permission) == ("stranger", "desk.ask_call_back")


def test_a_loosened_rule_is_seen(scene: House, monkeypatch: pytest.MonkeyPatch):
    everybody = Predicate(lambda actor, thing: True, "", "everybody")
    reads = next(p for p in access.RULES if p.value == "room.read_space")
    monkeypatch.setitem(access.RULES, reads, [*access.RULES[reads], [everybody]])
    seen = too_much(answers(scene, only="room.read_space"), table())
    assert "room.read_space of caucus: other at meetings" in seen
    assert "room.read_space of caucus: coordinator at contract" in seen


def test_a_rule_that_forgets_the_stage_is_seen(scene: House, monkeypatch: pytest.MonkeyPatch):
    posts = next(p for p in access.RULES if p.value == "cases.close")
    kept = [[one for one in alternative if one.name != "is_not_closed"] for alternative in access.RULES[posts]]
    monkeypatch.setitem(access.RULES, posts, kept)
    assert "cases.close of case: coordinator at closed" in too_much(answers(scene, only="cases.close"), table())
