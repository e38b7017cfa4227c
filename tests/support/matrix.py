"""Asking the rules: every permission, on each kind of thing it is asked of, by every role, at every stage."""

from typing import Any

from bitim.engines.lifecycle import STAGES
from bitim.kernel.access import RULES, decide
from tests.support.house import ROLES, House

# Of what a permission is asked. A permission that is missing here fails the matrix test.
ASKED_OF: dict[str, tuple[str, ...]] = {
    "people.see_centre": ("centre",),
    "people.change_centre": ("centre",),
    "people.add_person": ("centre",),
    "people.give_role": ("centre",),
    "people.end_role": ("role",),
    "people.update_contacts": ("person", "colleague"),
    "people.make_sheet": ("person", "colleague"),
    "people.end_sheet": ("person", "colleague"),
    "people.accept_template": ("centre",),
    "people.add_card": ("centre",),
    "people.revoke_card": ("card",),
    "people.change_card": ("card",),
    "people.import_register": ("centre", "list"),
    "people.keep_points": ("centre", "point"),
    "people.declare_interest": ("centre", "interest"),
    "people.mark_absence": ("centre", "absence"),
    "cases.see_request": ("request", "draft"),
    "cases.write_request": ("centre", "request", "draft"),
    "cases.keep_request": ("request", "draft"),
    "cases.send_request": ("draft",),
    "cases.withdraw_request": ("request",),
    "cases.accept_request": ("request", "draft"),
    "cases.decline_request": ("request",),
    "cases.open_case": ("centre",),
    "cases.see_case": ("case",),
    "cases.see_side": ("side",),
    "cases.see_account": ("side",),
    "cases.see_people": ("case",),
    "cases.see_contacts": ("case",),
    "cases.see_record": ("case",),
    "cases.add_side": ("case",),
    "cases.add_person": ("side", "participant"),
    "cases.appoint": ("case", "participant"),
    "cases.see_proposal": ("appointment", "proposal"),
    "cases.answer_proposal": ("appointment", "proposal"),
    "cases.accept_mediator": ("side",),
    "cases.see_panel": ("panel",),
    "cases.choose_mediator": ("side",),
    "cases.screen": ("side",),
    "cases.see_screening": ("screening",),
    "cases.invite": ("invitation",),
    "cases.note_attempt": ("invitation",),
    "cases.change_contacts": ("participant", "invitation"),
    "cases.see_invitation": ("invitation",),
    "cases.answer_invitation": ("invitation",),
    "cases.note_answer": ("invitation",),
    "cases.reissue_door": ("participant",),
    "cases.confirm_person": ("participant", "former participant"),
    "cases.name_side": ("side",),
    "cases.give_consent": ("side",),
    "cases.withdraw_consent": ("side",),
    "cases.switch_mode": ("case",),
    "cases.start_drafting": ("case",),
    "cases.close": ("case",),
    "cases.retitle": ("case",),
    "cases.add_observer": ("case",),
    "cases.say_of_company": ("side",),
    "cases.see_undertaking": ("participant", "beside"),
    "cases.record_undertaking": ("beside",),
    "cases.give_undertaking": ("participant", "beside"),
    "cases.keep_note": ("side",),
    "cases.see_note": ("note",),
    "cases.see_court": ("case",),
    "cases.set_court": ("case",),
    "cases.read_back": ("side",),
    "cases.keep_read_back": ("read back",),
    "cases.witness_read_back": ("read back",),
    "cases.see_read_back": ("read back",),
    "cases.note_assistance": ("side",),
    "cases.name_hand": ("participant",),
    "cases.change_number": ("case",),
    "room.read_space": ("caucus", "joint", "team", "said", "said jointly"),
    "room.post": ("caucus", "joint", "team"),
    "room.attach": ("caucus", "joint", "team"),
    "room.withdraw_message": ("said",),
    "room.translate": ("said", "said jointly"),
    "room.check_translation": ("translation",),
    "room.release": ("said", "said jointly"),
    "room.withdraw_release": ("release",),
    "room.see_ledger": ("case",),
    "room.see_meetings": ("case",),
    "room.plan_meeting": ("case", "meeting", "proposed time"),
    "room.open_meeting": ("case",),
    "room.end_meeting": ("case",),
    "room.print_record": ("case", "meeting"),
    "room.join_meeting": ("caucus", "joint"),
    "room.admit_interpreter": ("caucus", "joint"),
    "room.note_attendance": ("meeting",),
    "room.note_aside": ("caucus",),
    "room.see_meeting_record": ("case", "meeting"),
    "room.hand_device": ("participant",),
    "room.propose_times": ("case",),
    "room.see_times": ("case",),
    "room.see_answers": ("case",),
    "room.answer_times": ("participant",),
    "room.come_by_voice": ("meeting",),
    "room.leave_voice": ("place",),
    "room.ask_by_voice": ("place",),
    "room.place_people": ("meeting", "place"),
    "settlements.see_issues": ("case", "issue"),
    "settlements.propose_issue": ("case",),
    "settlements.mark_issue": ("issue",),
    "settlements.propose_option": ("issue",),
    "settlements.mark_option": ("option",),
    "settlements.note_mark": ("issue", "option"),
    "settlements.see_document": ("document", "clause"),
    "settlements.draw_up_agreement": ("case",),
    "settlements.start_settlement": ("case",),
    "settlements.set_languages": ("document",),
    "settlements.propose_clause": ("document",),
    "settlements.edit_clause": ("clause",),
    "settlements.remove_clause": ("clause",),
    "settlements.comment": ("clause",),
    "settlements.agree_clause": ("clause",),
    "settlements.note_agreement": ("clause",),
    "settlements.freeze": ("document",),
    "settlements.reopen": ("document",),
    "settlements.ask_code": ("signature",),
    "settlements.read_out_code": ("signature",),
    "settlements.sign": ("signature",),
    "settlements.choose_pen": ("signature",),
    "settlements.print_code": ("signature",),
    "settlements.note_request": ("signature",),
    "settlements.witness_request": ("signature",),
    "settlements.hand_in_scan": ("document",),
    "settlements.see_scan": ("scan",),
    "settlements.check_scan": ("scan",),
    "settlements.confirm_scan": ("scan",),
    "settlements.sign_here": ("signature",),
    "settlements.refuse_to_sign": ("signature",),
    "settlements.set_terms": ("document",),
    "settlements.keep_details": ("party",),
    "settlements.record_interpretation": ("signature",),
    "settlements.seal": ("document", "centre"),
    "settlements.see_evidence": ("document",),
    "journal.write_consultation": ("centre",),
    "journal.see_consultation": ("consultation",),
    "journal.correct_consultation": ("consultation",),
    "journal.see_book": ("centre", "line"),
    "journal.write_paper": ("centre",),
    "journal.see_names": ("line",),
    "journal.correct_line": ("line",),
    "journal.note_case": ("case",),
    "journal.enter_case": ("case",),
    "journal.mark_aspect": ("case",),
    "journal.set_numbering": ("centre",),
    "journal.see_report": ("centre",),
    "journal.export": ("centre",),
    "compromise.see_search": ("case", "search"),
    "compromise.offer_search": ("case",),
    "compromise.keep_out": ("search", "asked search"),
    "compromise.set_apart": ("search", "asked search"),
    "compromise.agree_to_search": ("part", "asked part"),
    "compromise.end_search": ("search", "found search"),
    "compromise.see_part": ("part",),
    "compromise.see_list": ("part", "shown part"),
    "compromise.write_list": ("part", "closed part"),
    "compromise.close_list": ("part", "closed part"),
    "compromise.share_list": ("part",),
    "compromise.ask_unlock": ("part", "closed part"),
    "compromise.speak_for": ("part",),  # of a side with devices: without, compromise/tests/test_voice.py
    "compromise.put_round": ("search",),
    "compromise.see_round": ("round",),
    "compromise.reply": ("round", "open round"),
    "compromise.write_clauses": ("search", "found search"),
    "compromise.note_deal": ("search", "found search"),
    "compromise.see_record": ("round", "found round"),
    "compromise.see_bidding": ("case", "bidding"),
    "compromise.offer_bidding": ("case",),
    "compromise.agree_to_bidding": ("bidder", "asked bidder"),
    "compromise.end_bidding": ("bidding", "agreed bidding"),
    "compromise.see_bidder": ("bidder",),
    "compromise.seal_bid": ("bidder", "asked bidder"),
    "compromise.write_sum": ("bidding", "agreed bidding"),
    "dialogue.start_conversation": ("centre",),
    "dialogue.see_conversation": ("talk", "prepared talk"),
    "dialogue.take_part": ("talk", "prepared talk", "over talk"),
    "dialogue.run_conversation": ("talk",),
    "dialogue.moderate": ("talk", "sentence"),
    "dialogue.see_queue": ("talk", "sentence"),
    "dialogue.see_results": ("talk", "prepared talk"),
    "dialogue.export_votes": ("talk", "over talk"),
    "dialogue.be_voice": ("voice",),  # nobody of the house is a voice: dialogue/tests/test_firewall.py
    "dialogue.vote": ("voice",),
    "dialogue.say": ("voice",),
    "settlements.see_duties": ("case", "duty"),
    "settlements.report_duty": ("duty",),
    "settlements.answer_report": ("duty",),
    "settlements.return_to_table": ("case",),
    "settlements.keep_settlement": ("case",),
    "settlements.answer_pulse": ("side",),
    "settlements.see_pulse": ("pulse",),
    "settlements.draw_up_addendum": ("case",),
    "settlements.print_ending": ("side",),
    "settlements.print_court_paper": ("case",),
    "settlements.record_demand": ("case",),
    "settlements.see_demands": ("demand",),
    "settlements.confirm_demand": ("demand",),
    "settlements.give_demanded": ("demand", "confirmed demand"),
    "desk.ask_call_back": ("centre",),
    "desk.mark_called_back": ("wish",),
    "desk.mark_told": ("notice",),
}
MODES = ("joint", "shuttle")
Cell = tuple[str, str, str]  # permission, thing, role


def permissions() -> list[str]:
    """Return every permission that has a rule, domain by domain as the domains are layered."""
    order = ("people", "cases", "room", "settlements", "compromise", "dialogue", "journal", "desk")
    return sorted((str(p.value) for p in RULES), key=lambda p: order.index(p.split(".")[0]))


def answers(house: House, mode: str = "joint", only: str = "") -> dict[Cell, tuple[str, ...]]:
    """Return, for every cell, the stages at which the answer is yes; `only` one permission if it is named.

    At each stage a person asks as on one page: what was found out once holds for all that is asked there.
    """
    by_value: dict[str, Any] = {str(p.value): p for p in RULES}
    found: dict[Cell, tuple[str, ...]] = {}
    for stage in STAGES:
        house.at(stage, mode)
        actors = {role: house.actors[role].fresh() for role in ROLES}
        for permission in [only] if only else permissions():
            for thing in ASKED_OF.get(permission, ()):
                for role in ROLES:
                    yes = decide(actors[role], by_value[permission], house.things[thing])
                    kept = found.get((permission, thing, role), ())
                    found[permission, thing, role] = (*kept, stage) if yes else kept
    return found


def shown(stages: tuple[str, ...]) -> str:
    """Return stages as a page shows them: everywhere, until the closing, never, or their names."""
    if not stages:
        return ""
    if stages == STAGES:
        return "always"
    if stages == STAGES[:-1]:
        return "open"
    return ", ".join(stages)
