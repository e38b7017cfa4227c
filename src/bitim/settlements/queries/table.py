"""Issues and options with what each side said to them."""

from collections import defaultdict
from dataclasses import dataclass
from uuid import UUID

from bitim.cases.models import Case
from bitim.kernel.access import Actor, require_visible
from bitim.kernel.text import Text
from bitim.settlements.models import Issue, Option, TableMark
from bitim.settlements.permissions import P
from bitim.settlements.queries.seen import People, SideSeen, thing_seen

# How a side stands to something: yes or not yet, and before whom it was said by a side without a device.
Mark = tuple[SideSeen, bool, str]


@dataclass(frozen=True)
class OptionSeen:
    """A way to answer a question; `marks` are (side, yes, before whom it was said) in the reader's order of sides."""

    id: UUID
    number: int
    words: Text
    by: SideSeen | None
    marks: tuple[Mark, ...]
    mine: bool


@dataclass(frozen=True)
class IssueSeen:
    """A question on the table."""

    id: UUID
    number: int
    title: Text
    by: SideSeen | None
    marks: tuple[Mark, ...]
    mine: bool
    everybody: bool
    options: tuple[OptionSeen, ...]


def issues_for(actor: Actor, case: Case, people: People) -> list[IssueSeen]:
    """Return the questions of a case with their options and marks, in three queries."""
    require_visible(actor, P.SEE_ISSUES, case)
    issues = list(Issue.objects.system().filter(case=case, dropped=None).order_by("number"))
    options: dict[UUID, list[Option]] = defaultdict(list)
    for option in Option.objects.system().filter(issue__in=issues).select_related("issue").order_by("number"):
        options[option.issue_id].append(option)
    said: dict[UUID, dict[UUID, UUID | None]] = defaultdict(dict)
    rows = TableMark.objects.system().filter(side__case=case)
    for issue_id, option_id, side_id, to in rows.values_list("issue_id", "option_id", "side_id", "said_to_id"):
        said[option_id or issue_id][side_id] = to

    def marks(thing: UUID) -> tuple[Mark, ...]:
        return tuple(
            (side, side.id in said[thing], "" if people.hides(side.id) else people.name(said[thing].get(side.id)))
            for side in people.sides
        )

    return [
        IssueSeen(
            id=one.pk,
            number=one.number,
            title=one.title or {},
            by=people.side_for(one.by_id),
            marks=marks(one.pk),
            mine=people.mine in said[one.pk],
            everybody=all(yes for _side, yes, _to in marks(one.pk)),
            options=tuple(
                OptionSeen(
                    o.pk, o.number, o.words or {}, people.side_for(o.by_id), marks(o.pk), people.mine in said[o.pk]
                )
                for o in options[one.pk]
            ),
        )
        for one in issues
    ]


def issue_for(actor: Actor, issue_id: UUID) -> Issue:
    """Return a question of a case of the reader; NotFound otherwise."""
    issue: Issue = thing_seen(actor, Issue, issue_id, P.SEE_ISSUES)
    return issue


def option_for(actor: Actor, option_id: UUID) -> Option:
    """Return an option of a case of the reader; NotFound otherwise."""
    option: Option = thing_seen(actor, Option, option_id, P.SEE_ISSUES)
    return option
