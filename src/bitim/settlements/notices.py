"""Messages about signing. They name neither the dispute nor mediation; a code is made while its message is sent."""

from bitim.kernel import delivery
from bitim.kernel.ids import new_token
from bitim.settlements.models import Signature

SIGNING_CODE = "signing_code"


def tell_signer(signature: Signature) -> None:
    """Put the message with a signing code on the way; it is found again by the line it is for."""
    delivery.announce(
        signature.participant.person_id, SIGNING_CODE, key=f"{SIGNING_CODE}:{new_token()}", subject=signature.pk
    )
