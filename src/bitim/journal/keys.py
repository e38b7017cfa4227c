"""The short keys of the books: which book, and what a line says happened."""

CASES, INCOMING, OUTGOING, CONSULTATIONS = "cases", "incoming", "outgoing", "consultations"
BOOKS = (CASES, INCOMING, OUTGOING, CONSULTATIONS)
PAPERS = (INCOMING, OUTGOING)
# What a line says happened. `corrected` and `struck` speak of an earlier line.
ENTERED, SIDES, APPOINTED, AGREED, EXTENDED, SIGNED, NOTED, CLOSED = (
    "entered",
    "sides",
    "appointed",
    "agreed",
    "extended",
    "signed",
    "noted",
    "closed",
)
CORRECTED, STRUCK = "corrected", "struck"
