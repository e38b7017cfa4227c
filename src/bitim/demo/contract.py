"""A supply contract from published negotiation data, put on a table as questions and ways out.

Reads the domain file of a Genius scenario: names of issues and of their options. The profiles beside it hold what
each side privately wants; nothing of them is read here, because nothing of them belongs on a joint table.
"""

from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree

from bitim.cases.models import Case
from bitim.kernel.access import Actor
from bitim.settlements.actions.issues import propose_issue, propose_option
from bitim.settlements.models import Issue

MOST_BYTES = 1_000_000


@dataclass(frozen=True)
class Question:
    """An issue of the scenario with its options, in the words of the file."""

    name: str
    options: tuple[str, ...]


def read_domain(path: Path) -> list[Question]:
    """Return the issues of a domain file in its own order; ValueError for a file that is none."""
    content = path.read_bytes()
    # The file is data of our own; a document type could still make a parser expand without end.
    if len(content) > MOST_BYTES or b"<!DOCTYPE" in content or b"<!ENTITY" in content:
        raise ValueError("this is not a domain file")
    root = ElementTree.fromstring(content)  # noqa: S314 - no document type, see above
    found = [
        Question(issue.get("name", ""), tuple(item.get("value", "") for item in issue.findall("item")))
        for issue in sorted(root.iter("issue"), key=lambda one: int(one.get("index", "0")))
    ]
    if not found or not all(question.name and all(question.options) for question in found):
        raise ValueError("this is not a domain file")
    return found


def put_on_table(case: Case, path: Path, *, actor: Actor, language: str = "en") -> list[Issue]:
    """Propose the questions of a domain file and their options in a case, in the language of the file."""
    made = []
    for question in read_domain(path):
        issue = propose_issue(case, actor=actor, title={language: question.name})
        for option in question.options:
            propose_option(issue, actor=actor, words={language: option})
        made.append(issue)
    return made
