"""The term of a mediation: from the agreement, longer by each addendum, never longer in all than the law pack allows.

All days are calendar days. A return to the table after a settlement is a new piece of work: its first addendum opens a
new term (pack parameter `return_opens_term`), to which the same limits apply.
"""

from dataclasses import dataclass
from datetime import date, datetime

from bitim import jurisdictions
from bitim.cases.models import Case
from bitim.settlements.kinds import ADDENDUM, AGREEMENT, SETTLEMENT
from bitim.settlements.matter import day_of
from bitim.settlements.models import Document
from bitim.settlements.papers import term_end


@dataclass(frozen=True)
class Term:
    """`began` and `days` of the running term, all extensions counted in; `most` days that the next addendum may add;
    `renews`: the next addendum opens a new term."""

    began: date | None
    days: int
    most: int
    renews: bool
    agreed_on: date | None

    @property
    def ends(self) -> date | None:
        """The last day."""
        return term_end(self.began, self.days)

    def with_more(self, days: int, today: date) -> "Term":
        """Return the term as an addendum of so many days makes it."""
        if self.renews:
            return Term(today, days, 0, False, self.agreed_on)
        return Term(self.began, self.days + days, 0, False, self.agreed_on)


def term_of(case: Case) -> Term:
    """Return the term as the signed papers say it; one query."""
    pack = jurisdictions.load(case.pack)
    papers = Document.objects.system().filter(case=case, state=Document.SIGNED).select_related("case")
    rows = list(papers.order_by("signed", "pk"))
    began, days, agreed_on = None, 0, None
    opened: datetime | None = None
    rows.sort(key=lambda row: row.kind != AGREEMENT)  # the agreement opens the term, whatever a clock said
    for one in (row for row in rows if row.kind in (AGREEMENT, ADDENDUM)):
        terms = one.terms or {}
        added, day = int(terms.get("days") or 0), day_of(terms.get("date"))
        if one.kind == AGREEMENT:
            began, days, agreed_on = day, added, day
        elif terms.get("renewed"):
            began, days, opened = day, added, one.signed
        else:
            days += added
    settled = next((row.signed for row in rows if row.kind == SETTLEMENT), None)
    renews = bool(settled and (opened is None or opened < settled)) and bool(pack.parameter("return_opens_term"))
    longest = int(pack.parameter("term_days" if renews else "term_days_extended"))
    return Term(began, days, longest if renews else max(0, longest - days), renews, agreed_on)


def set_term(document: Document) -> None:
    """Move the last day of the case to where the papers now put it; the agreement or the addendum is signed."""
    case = document.case
    case.term_ends = term_of(case).ends
    case.save(update_fields=["term_ends"])
