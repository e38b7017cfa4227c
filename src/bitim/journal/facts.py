"""What the journal takes from the rows of a case."""

from collections.abc import Iterable

from bitim.cases.models import Case, Consent

# Consent.how -> channel: what is recorded today about how a side takes part.
HOW_TO_CHANNEL = {"online": "online", "oral": "came", "paper": "came", "phone": "phone", "read_back": "phone"}


def channels_of_consents(case: Case) -> Iterable[str]:
    """Return how each consent of a case was given."""
    said = Consent.objects.system().filter(case=case).values_list("how", flat=True)
    return [HOW_TO_CHANNEL[how] for how in said if how in HOW_TO_CHANNEL]
