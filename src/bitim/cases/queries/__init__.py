"""What can be read of requests and cases; every question takes the actor first and is narrowed to them."""

from bitim.cases.queries.asking import (
    RequestLine,
    asker_of,
    centre_behind,
    has_way_back,
    my_requests,
    request_for,
    requests_for,
)
from bitim.cases.queries.course import STAGE_NAMES, RecordLine, Stone, record_for, story_for
from bitim.cases.queries.folders import CaseLine, CasePage, Filters, case_for, cases_for, my_participations
from bitim.cases.queries.inviting import (
    InvitationView,
    Letter,
    invitation_for,
    invitations_for,
    invited_of,
    letter_for,
)
from bitim.cases.queries.people import (
    PersonView,
    SideView,
    appointable,
    language_in,
    own_side,
    people_for,
    side_account,
    side_for,
    sides_for,
    waits_for_confirmation,
)
from bitim.cases.queries.screening import consents_for, screening_for, screenings_for

__all__ = [
    "STAGE_NAMES",
    "CaseLine",
    "CasePage",
    "Filters",
    "InvitationView",
    "Letter",
    "PersonView",
    "RecordLine",
    "RequestLine",
    "SideView",
    "Stone",
    "appointable",
    "asker_of",
    "case_for",
    "cases_for",
    "centre_behind",
    "consents_for",
    "has_way_back",
    "invitation_for",
    "invitations_for",
    "invited_of",
    "language_in",
    "letter_for",
    "my_participations",
    "my_requests",
    "own_side",
    "people_for",
    "record_for",
    "request_for",
    "requests_for",
    "screening_for",
    "screenings_for",
    "side_account",
    "side_for",
    "sides_for",
    "story_for",
    "waits_for_confirmation",
]
