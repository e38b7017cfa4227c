"""That a final text was read back to a signer in a language they speak."""

from django.db import models

from bitim.cases.models import Participant
from bitim.cases.models_shape import Undertaking
from bitim.kernel.keystore import Scope
from bitim.kernel.models import Row
from bitim.kernel.sealed import Sealed
from bitim.people.models import Person
from bitim.settlements.models import Signature
from bitim.settlements.permissions import P


class Interpretation(Row):
    """The whole text of one hash, read back to one signer through an interpreter before the mediator (`by`), and said
    by the signer to be understood: the row is there only when they said so. It holds for this line and this hash alone:
    when the line is voided or the text changes, the text is read back anew. `interpreter` is the interpreter's name as
    it stood then: it is part of what proves the signature, and is kept as long."""

    lock_path = "signature__document__case"
    read_permission = P.SEE_DOCUMENT
    signature = models.ForeignKey(Signature, on_delete=models.CASCADE, related_name="interpretations")
    digest = models.CharField(max_length=64)
    spoken = Sealed(klass="archive")
    interpreter = Sealed(klass="archive")
    participant = models.ForeignKey(Participant, on_delete=models.PROTECT, null=True, related_name="+")
    undertaking = models.ForeignKey(Undertaking, on_delete=models.PROTECT, related_name="+")
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["signature", "digest"], name="one_interpretation_of_a_line")]

    def scope_of(self, column: str) -> Scope:
        """What proves a signature is kept as long as the document."""
        case = self.signature.document.case_id
        return Scope("archive", case, case)
