"""Where the doors of this domain lead, and which centre's name stands over them."""

from uuid import UUID

from django.urls import reverse

from bitim.cases import queries
from bitim.cases.actions.reaching import opened_by_the_invited
from bitim.kernel import doors


def _invited(person: UUID, subject: UUID) -> str:
    return reverse("cases:invited", args=[subject])


def _asked(person: UUID, subject: UUID) -> str:
    return reverse("cases:mine")


def _case(person: UUID, subject: UUID) -> str:
    return f"/case/{subject}/"


doors.FIRST_OPENED["invitation"] = opened_by_the_invited
doors.HOMES |= {"request": _asked, "invitation": _invited}
doors.HOMES.setdefault("case", _case)
for purpose in ("request", "invitation", "case"):
    doors.CENTRES[purpose] = queries.centre_behind(purpose)
