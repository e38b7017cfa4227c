"""Who may compare the pages of a paper that was signed with a pen, and who confirms it.

Two people who sign it for no side, each in their own login. Where the centre has nobody else, one does both, and the
record, the evidence and the page that checks a document say so.
"""

from django.utils.translation import gettext_lazy as _

from bitim.cases.facts_vouching import is_alone
from bitim.cases.models import Participant
from bitim.cases.predicates import side_of
from bitim.kernel.access import Actor, predicate
from bitim.settlements.models import Document, Scan, ScanLine, Signature


@predicate(_("These pages no longer wait to be compared."))
def is_awaited_scan(actor: Actor, scan: Scan) -> bool:
    """Neither confirmed nor put aside, and the text is still waiting for signatures."""
    return scan.voided is None and scan.confirmed is None and scan.document.state == Document.FROZEN


@predicate(_("These pages do not wait for a second person."))
def is_checked_scan(actor: Actor, scan: Scan) -> bool:
    """One person has compared every page; nobody has confirmed it yet."""
    return is_awaited_scan(actor, scan) and scan.checked is not None


@predicate(_("These pages are no part of what was signed."))
def is_of_the_record(actor: Actor, scan: Scan) -> bool:
    """Confirmed pages of a document that everybody has signed: each side may keep a copy."""
    return scan.confirmed is not None and scan.voided is None and scan.document.state == Document.SIGNED


@predicate(_("The sides are kept apart: how the other side signed stays with the centre."))
def shows_no_other_hand(actor: Actor, scan: Scan) -> bool:
    """Held apart, a side keeps copies only of pages that it alone signed: a pen and the day beside it tell that the
    other side came, and when. The sealed text, which names everybody, is for both."""
    case = scan.document.case
    if case.mode != "shuttle":
        return True
    hands = ScanLine.objects.system().filter(scan=scan, signature__participant__side__isnull=False)
    return not hands.exclude(signature__participant__side=side_of(actor, case)).exists()


@predicate(_("Whoever signs for a side does not check the signatures."))
def is_no_party_to_it(actor: Actor, scan: Scan) -> bool:
    """The actor, in whatever other role, signs this document for no side."""
    lines = Signature.objects.system().filter(document=scan.document_id, voided=None)
    return not lines.filter(participant__person_id=actor.who, participant__role__in=Participant.SIDE_ROLES).exists()


@predicate(_("Whoever compared the pages cannot confirm it: a second person of the centre has to."))
def is_a_second_person(actor: Actor, scan: Scan) -> bool:
    """Somebody else than who compared; that very one where the centre has nobody else."""
    return actor.person != scan.checked_by_id or is_alone(scan.document.case, actor.who)


@predicate(_("Only the member of staff who was named as witness can do this."))
def is_the_witness(actor: Actor, signature: Signature) -> bool:
    """The actor was named as the second who saw the signature being written."""
    return signature.witness_id is not None and actor.person == signature.witness_id
