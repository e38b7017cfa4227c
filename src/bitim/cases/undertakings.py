"""The undertaking of confidentiality on paper: the pack's words, the centre's head, a line to sign on."""

from datetime import datetime

from django.utils import timezone, translation

from bitim import jurisdictions
from bitim.cases.labels import ROLES
from bitim.cases.letters import UNCHECKED
from bitim.cases.models import Participant
from bitim.cases.queries import PaperOf
from bitim.jurisdictions import Section
from bitim.kernel import dates
from bitim.kernel.acceptance import approval_words
from bitim.kernel.paper.model import Paper, PaperSection, SignerLine
from bitim.kernel.text import in_language

KIND = "interpreter_undertaking"


def sections_of(said: PaperOf, code: str) -> list[Section]:
    """Return what is promised, in one language."""
    with translation.override(code):
        role = str(ROLES[said.who.role])
    values = {
        "name": said.who.name or "-",
        "number": said.number,
        "centre": in_language(said.centre.name, code),
        "role": role,
    }
    options = ["interpreter"] if said.who.role == Participant.INTERPRETER else []
    return jurisdictions.load(said.pack).template(KIND).render(code, values, options)


def paper_of(said: PaperOf, language: str, *, written: datetime) -> Paper:
    """Return the undertaking as a paper in the language of whoever signs it."""
    pack = jurisdictions.load(said.pack)
    template = pack.template(KIND)
    code = language if language in template.languages else template.languages[0]
    place = in_language(said.centre.place, code)
    day = dates.day_words(timezone.localtime(written).date(), code)
    with translation.override(code):
        role = str(ROLES[said.who.role])
    return Paper(
        kind=KIND,
        title={code: template.title(code)},
        languages=(code,),
        prevailing=code,
        number=said.number,
        head={code: "\n".join(filter(None, (in_language(said.centre.name, code), said.centre.phone)))},
        place_date={code: ", ".join(filter(None, (place, day)))},
        sections=[
            PaperSection(
                number=str(one.number or ""), title={code: one.title}, paragraphs=[{code: p} for p in one.paragraphs]
            )
            for one in sections_of(said, code)
        ],
        signers=[SignerLine(name=said.who.name or "-", role={code: role})],
        watermark=UNCHECKED if pack.unchecked else None,
        approval=approval_words(said.approved, (code,)),
        footer={code: in_language(said.centre.name, code)},
    )
