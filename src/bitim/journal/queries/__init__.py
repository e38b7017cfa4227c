"""What can be read of the books; every question takes the actor first and is narrowed to them."""

from bitim.journal.queries.books import (
    BookView,
    aspect_of,
    book_for,
    case_behind,
    case_line,
    cases_by_number,
    columns_of,
    line_for,
    lines_of,
    may_see_names,
    next_number,
    years_of,
)
from bitim.journal.queries.checking import Trouble, troubles
from bitim.journal.queries.consultations import (
    TalkPage,
    consultation_for,
    consultations_for,
    consultations_of,
    history_of,
    latest_for,
    untied_for,
)
from bitim.journal.queries.office import Office, may, numbering_for, office_of, place_names_for, places_for
from bitim.journal.queries.public import PublicYear, public_years
from bitim.journal.queries.reports import report_for

__all__ = [
    "BookView",
    "Office",
    "PublicYear",
    "TalkPage",
    "Trouble",
    "aspect_of",
    "book_for",
    "case_behind",
    "case_line",
    "cases_by_number",
    "columns_of",
    "consultation_for",
    "consultations_for",
    "consultations_of",
    "history_of",
    "latest_for",
    "line_for",
    "lines_of",
    "may",
    "may_see_names",
    "next_number",
    "numbering_for",
    "office_of",
    "place_names_for",
    "places_for",
    "public_years",
    "report_for",
    "troubles",
    "untied_for",
    "years_of",
]
