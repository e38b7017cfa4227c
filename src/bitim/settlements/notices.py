"""Messages about signing. They name neither the dispute nor mediation; a code is made while its message is sent."""

from bitim.kernel import clock
from bitim.kernel.ids import new_token
from bitim.kernel.models import Delivery
from bitim.settlements.models import Signature

SIGNING_CODE = "signing_code"


def tell_signer(signature: Signature) -> None:
    """Queue the message with a signing code."""
    Delivery.objects.create(
        person=signature.participant.person_id,
        subject=signature.pk,
        route="email",
        notice=SIGNING_CODE,
        key=f"{SIGNING_CODE}:{new_token()}",
        due=clock.now(),
    )
