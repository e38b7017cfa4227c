"""The check of the office's books: no gap, no lost line, nothing that differs from the cases."""

from collections import Counter
from collections.abc import Iterator

from bitim.commands.findings import Finding, look

SAID = {
    "gap": "numbers of a book have a gap or a double",
    "line_gone": "lines were removed from a book past its triggers",
    "line_unannounced": "lines stand in a book that the record does not know",
    "case_without_number": "cases have no number in the registration journal",
    "case_twice": "cases have two numbers in the registration journal",
    "outcome_differs": "cases ended otherwise than their line says",
    "closing_differs": "cases are closed and their lines are not, or the other way round",
    "addendum_as_settlement": "numbers say that a settlement was signed where it was an addendum on the term",
    "kind_differs": "cases are of another kind than their line says",
}
BROKEN = ("gap", "line_gone", "line_unannounced")
RESTORE = "Somebody went past the application: compare with a backup (`bitim verify-audit` says since when)."
CORRECT = "Open the case's record, then Journal: enter it, or write a line that corrects it."


@look
def books() -> Iterator[Finding]:
    """The journals are whole and agree with the cases."""
    from bitim.journal import queries

    found = list(queries.troubles())
    for what, number in sorted(Counter(one.what for one in found).items()):
        first = next(one.where for one in found if one.what == what)
        how = RESTORE if what in BROKEN else CORRECT
        yield Finding("mend", f"Journal: {SAID[what]} ({number}, the first: {first}).", how)
    if not found:
        yield Finding("good", "The office's books have no gap and agree with the cases.")
