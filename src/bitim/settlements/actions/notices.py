"""Messages about signing. They name neither the dispute nor mediation; a code is made while its message is sent."""

from bitim.cases.actions import ways
from bitim.kernel import delivery
from bitim.kernel.ids import new_token
from bitim.people.models import Person
from bitim.people.wishes import wishes_of
from bitim.settlements.models import Document, Signature

SIGNING_CODE, TO_SIGN, ALL_SIGNED = "signing_code", "paper_to_sign", "paper_signed"


def can_be_written_to(person: Person) -> bool:
    """Tell whether a person has an e-mail address and does not want to be called instead."""
    return bool(person.email) and wishes_of(person.safe_contact).may_be_written_to


def is_read_by_others(person: Person) -> bool:
    """Tell whether somebody else reads what is sent to a person: no code goes there, whoever has it could sign."""
    return wishes_of(person.safe_contact).read_by_others


def tell_signer(signature: Signature) -> None:
    """Put the message with a signing code on the way; it is found again by the line it is for."""
    delivery.announce(
        signature.participant.person_id, SIGNING_CODE, key=f"{SIGNING_CODE}:{new_token()}", subject=signature.pk
    )


def tell_sides(document: Document, notice: str) -> None:
    """Tell the people who sign for the sides, once for each final text, that there is something to read."""
    lines = Signature.objects.system().filter(document=document, voided=None, participant__side__isnull=False)
    for line in lines.select_related("participant__person"):
        person = line.participant.person
        key = f"{notice}:{document.pk}:{document.digest[:16]}:{person.pk}"
        ways.tell(person, document.case_id, notice, key=key)
