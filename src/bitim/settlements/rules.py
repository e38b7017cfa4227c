"""Who may do what with issues, documents, clauses and signatures."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from bitim.cases.facts_reading import has_own_way
from bitim.cases.models import Participant, Party
from bitim.cases.predicates import (
    case_of,
    is_accepted_here,
    is_confirmed,
    is_coordinator,
    is_mediator,
    is_not_closed,
    is_of_a_side,
    side_of,
)
from bitim.kernel.access import Actor, predicate, register
from bitim.settlements.models import Document, Signature
from bitim.settlements.permissions import P
from bitim.settlements.rules_pen import (
    is_a_second_person,
    is_awaited_scan,
    is_checked_scan,
    is_no_party_to_it,
    is_of_the_record,
    is_the_witness,
    shows_no_other_hand,
)


@predicate(_("This text is final. It can be changed only after the mediator opens it again."))
def is_draft(actor: Actor, thing: Any) -> bool:
    """The document is still being written."""
    document = thing if isinstance(thing, Document) else thing.document
    return bool(document.state == Document.DRAFT)


@predicate(_("This text is not ready to be signed."))
def is_frozen(actor: Actor, thing: Any) -> bool:
    """The document is final and not yet complete."""
    document = thing if isinstance(thing, Document) else thing.document
    return bool(document.state == Document.FROZEN)


@predicate(is_frozen.reason)
def is_final(actor: Actor, thing: Any) -> bool:
    """The document is final, complete or not: a second press of a signer finds their own signature."""
    document = thing if isinstance(thing, Document) else thing.document
    return bool(document.state in (Document.FROZEN, Document.SIGNED))


@predicate(_("Only the person who signs can do this."))
def is_the_signer(actor: Actor, signature: Signature) -> bool:
    """The signature line is the actor's own, in the role in which they stand in the text."""
    participant: Participant = signature.participant
    mediates = participant.role in Participant.MEDIATOR_ROLES
    acts = "mediator" if mediates else "party"
    if participant.ended is not None or participant.person_id != actor.person or actor.role != acts:
        return False
    return mediates or side_of(actor, case_of(signature)) == participant.side_id


@predicate(_("The mediator of this case reads codes out only to others."))
def is_not_the_signer(actor: Actor, signature: Signature) -> bool:
    """Nobody reads a code out to themselves."""
    return bool(signature.participant.person_id != actor.person)


@predicate(_("This person has a way in of their own: they sign on their own device, with a code."))
def signs_before_somebody(actor: Actor, signature: Signature) -> bool:
    """The signer is of a side, still takes part, and never had a way in: nobody could sign in their place."""
    signer: Participant = signature.participant
    if signer.side_id is None or signer.ended is not None or signer.person_id == actor.person:
        return False
    return signer.unconfirmed is None and not has_own_way(signer.case_id, signer.person_id)


@predicate(is_accepted_here.reason)
def accepts_who_asks(actor: Actor, signature: Signature) -> bool:
    """The signer's side has accepted this very mediator."""
    return bool(is_accepted_here(actor, signature.participant))


@predicate(_("Only the people of this side can do this."))
def is_of_this_party(actor: Actor, party: Party) -> bool:
    """One of the people of the side that the party belongs to."""
    return side_of(actor, case_of(party)) == party.side_id


AT_THE_TABLE = [[is_not_closed, is_mediator], [is_not_closed, is_of_a_side, is_confirmed]]
READERS = [[is_mediator], [is_of_a_side, is_confirmed]]

RULES = {
    P.SEE_ISSUES: READERS,
    P.PROPOSE_ISSUE: AT_THE_TABLE,
    P.MARK_ISSUE: [[is_not_closed, is_of_a_side, is_confirmed]],
    P.PROPOSE_OPTION: AT_THE_TABLE,
    P.MARK_OPTION: [[is_not_closed, is_of_a_side, is_confirmed]],
    P.NOTE_MARK: [[is_not_closed, is_mediator]],
    P.SEE_DOCUMENT: READERS,
    P.DRAW_UP_AGREEMENT: [[is_not_closed, is_mediator]],
    P.START_SETTLEMENT: [[is_not_closed, is_mediator]],
    P.SET_LANGUAGES: [[is_not_closed, is_mediator, is_draft]],
    P.PROPOSE_CLAUSE: [[is_not_closed, is_mediator, is_draft], [is_not_closed, is_of_a_side, is_confirmed, is_draft]],
    P.EDIT_CLAUSE: [[is_not_closed, is_mediator, is_draft], [is_not_closed, is_of_a_side, is_confirmed, is_draft]],
    P.REMOVE_CLAUSE: [[is_not_closed, is_mediator, is_draft]],
    P.COMMENT: AT_THE_TABLE,
    P.AGREE_CLAUSE: [[is_not_closed, is_of_a_side, is_confirmed, is_draft]],
    P.NOTE_AGREEMENT: [[is_not_closed, is_mediator, is_draft]],
    P.SET_TERMS: [[is_not_closed, is_mediator, is_draft]],
    P.KEEP_DETAILS: [[is_not_closed, is_mediator, is_accepted_here], [is_not_closed, is_of_this_party, is_confirmed]],
    P.FREEZE: [[is_not_closed, is_mediator, is_draft]],
    P.REOPEN: [[is_not_closed, is_mediator, is_frozen]],
    P.ASK_CODE: [[is_not_closed, is_frozen, is_the_signer, is_confirmed]],
    P.READ_OUT_CODE: [[is_not_closed, is_frozen, is_mediator, is_not_the_signer]],
    P.CHOOSE_PEN: [[is_not_closed, is_frozen, is_mediator], [is_not_closed, is_frozen, is_the_signer, is_confirmed]],
    P.PRINT_CODE: [[is_not_closed, is_frozen, is_mediator, is_not_the_signer]],
    P.NOTE_REQUEST: [[is_not_closed, is_frozen, is_mediator, is_not_the_signer]],
    P.WITNESS_REQUEST: [
        [is_not_closed, is_frozen, is_mediator, is_the_witness],
        [is_not_closed, is_frozen, is_coordinator, is_the_witness],
    ],
    P.HAND_IN_SCAN: [[is_not_closed, is_frozen, is_mediator], [is_not_closed, is_frozen, is_coordinator]],
    # The coordinator looks at the pages as the second person, and no longer than they wait for one.
    P.SEE_SCAN: [
        [is_mediator],
        [is_not_closed, is_coordinator, is_awaited_scan],
        [is_of_a_side, is_confirmed, is_of_the_record, shows_no_other_hand],
    ],
    P.CHECK_SCAN: [
        [is_not_closed, is_frozen, is_mediator, is_awaited_scan, is_no_party_to_it],
        [is_not_closed, is_frozen, is_coordinator, is_awaited_scan, is_no_party_to_it],
    ],
    P.CONFIRM_SCAN: [
        [is_not_closed, is_frozen, is_mediator, is_checked_scan, is_no_party_to_it, is_a_second_person],
        [is_not_closed, is_frozen, is_coordinator, is_checked_scan, is_no_party_to_it, is_a_second_person],
    ],
    P.SIGN: [[is_not_closed, is_final, is_the_signer, is_confirmed]],
    P.SIGN_HERE: [[is_not_closed, is_final, is_mediator, signs_before_somebody, accepts_who_asks]],
    P.REFUSE_TO_SIGN: [[is_not_closed, is_frozen, is_the_signer, is_confirmed]],
    P.RECORD_INTERPRETATION: [[is_not_closed, is_frozen, is_mediator, is_not_the_signer]],
    P.SEAL: [],  # only the house itself
    P.SEE_EVIDENCE: READERS,
}
register(RULES)
