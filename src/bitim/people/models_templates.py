"""Which document templates a centre's head has accepted."""

from django.db import models

from bitim.kernel.models import Row
from bitim.people.permissions import P


class TemplateAcceptance(Row):
    """One template of a law pack, accepted for a centre by its head, who has read exactly this text (`fingerprint`). A
    changed letter makes another text, which is accepted anew; earlier lines stay. `name` is printed on the centre's
    documents, so it is open."""

    lock_path = "centre"
    read_permission = P.SEE_CENTRE
    centre = models.ForeignKey("people.Centre", on_delete=models.CASCADE, related_name="accepted_templates")
    pack = models.CharField(max_length=8)
    kind = models.CharField(max_length=40)
    version = models.CharField(max_length=20)
    fingerprint = models.CharField(max_length=64)
    by = models.ForeignKey("people.Person", on_delete=models.SET_NULL, null=True, related_name="+")
    name = models.CharField(max_length=200)
    on = models.DateField()

    class Meta:
        indexes = [models.Index(fields=["centre", "pack", "kind"], name="accepted_templates_of_centre")]
