"""What is read out in a call, sentence by sentence, and the step of a case that each text stands for.

The texts of the table come from a higher layer, which adds them to `TEXTS`.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

from django.utils import translation
from django.utils.translation import gettext as _

from bitim import jurisdictions
from bitim.cases.models import Invitation, Side
from bitim.cases.models_reading import ReadBack
from bitim.kernel import dates
from bitim.kernel.text import in_language
from bitim.people.models import Person

# Where a sentence ends: its mark, a space, and the beginning of another one; not after an initial or a word of an
# address, which is written short in every one of the languages.
_END = re.compile(r"(?<=[.!?…])\s+(?=[A-ZА-ЯЁӘҒҚҢӨҰҮҺІЎҲЪ«“„\"(\d])")
_SHORT = re.compile(
    r"(?:^|[\s(«“„\"№])"
    r"(?:[^\W\d_]|ул|кв|обл|пер|пл|пр|просп|стр|корп|оф|бул|им|ст|ет|вх|ап|көш|даң|ауд|көч|koʻch|vil|st|str|apt|гр|тел)\.$",
    re.IGNORECASE,
)
# A number that only opens a line, with at most two words before or after it.
_NUMBER = re.compile(r"(?:\w+ ){0,2}\d+(?:\.\d+)*(?:-\w+)?(?: \w+){0,2}[.)]")
OPEN = (Invitation.PREPARED, Invitation.SENT, Invitation.TALK)


@dataclass(frozen=True)
class Said:
    """One sentence; `part` names the clause that it belongs to, with its version, where it belongs to one. `asks`: it
    says something, so an answer is waited for; a heading is only read out."""

    words: str
    part: str = ""
    asks: bool = True


@dataclass(frozen=True)
class Source:
    """Where a text comes from: (side, person, language) -> (the thing it is about, its sentences), or None while there
    is nothing to read out. `step`: what the answer stands for. `is_table`: a text of the table, which the mediator
    alone reads out and no coordinator is shown."""

    text: Callable[[Side, Person, str], tuple[UUID | None, list[Said]] | None]
    step: str
    is_table: bool = False


def sentences(words: str) -> list[str]:
    """Return a text as its sentences. A number that opens a line ("1.", "Term 1.") belongs to what follows it."""
    found: list[str] = []
    for line in (line.strip() for line in words.splitlines()):
        begun = ""
        for piece in _END.split(line):
            begun = f"{begun} {piece}" if begun else piece
            if not _SHORT.search(begun) and not _NUMBER.fullmatch(begun):
                found.append(begun.strip())
                begun = ""
        found.append(begun.strip())
    return [one for one in found if one]


def said(line: str, part: str = "") -> list[Said]:
    """Return a line as what is read out of it. A line without a letter, and one that only leads to what follows
    ("The sides agreed:"), asks nobody anything."""
    return [
        Said(one, part, asks=any(sign.isalpha() for sign in one) and not one.endswith(":")) for one in sentences(line)
    ]


def open_invitation(side: Side, person: UUID) -> Invitation | None:
    """Return the invitation that a person of a side may still answer."""
    rows = Invitation.objects.system().filter(side=side, person_id=person, state__in=OPEN)
    return rows.select_related("case__centre").first()


def _invitation(side: Side, person: Person, language: str) -> tuple[UUID | None, list[Said]] | None:
    """The pack's own letter without its code and link: who invites, what mediation is, what an answer binds to."""
    invitation = open_invitation(side, person.pk)
    if invitation is None:
        return None
    centre = invitation.case.centre
    template = jurisdictions.load(invitation.case.pack).template("invitation_letter")
    name = in_language(centre.name, language)
    values = dict.fromkeys(template.needed(language), "-") | {
        "inviting_party": name,
        "centre": name,
        "answer_by": dates.day_words(invitation.due, language) if invitation.due else "-",
    }
    read = {one.key: one for one in template.render(language, values)}
    keys = ("who", "what", "promise", *(("answer",) if invitation.due else ()))
    words = [line for key in keys for line in read[key].paragraphs]
    return invitation.pk, [Said(one) for line in words for one in sentences(line)]


def _consent(side: Side, person: Person, language: str) -> tuple[UUID | None, list[Said]] | None:
    """What a side reads before it consents on its own page."""
    with translation.override(language):
        lines = (
            _("Mediation is voluntary for every side."),
            _("The mediator decides nothing. Nothing binds you until you sign a text."),
            _(
                "What is said stays among those present. What you tell the mediator alone is shown to nobody without "
                "your leave."
            ),
            _("You can take your consent back at any moment, without a reason. The rooms then close at once."),
        )
    return None, [Said(one) for line in lines for one in sentences(line)]


TEXTS: dict[str, Source] = {
    ReadBack.INVITATION: Source(_invitation, "answer_invitation"),
    ReadBack.CONSENT: Source(_consent, "give_consent"),
}
