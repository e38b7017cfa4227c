"""A printed code: one page in the signer's language, folded into an envelope. It names neither the dispute nor anybody
but the signer."""

from datetime import datetime

from django.utils import timezone

from bitim import jurisdictions
from bitim.kernel.acceptance import approval_words
from bitim.kernel.dates import day_words
from bitim.kernel.ids import spaced
from bitim.kernel.paper.digest import fragment
from bitim.kernel.paper.model import Paper, PaperSection
from bitim.kernel.text import in_language
from bitim.people.queries.templates import acceptance_of
from bitim.settlements.models import Signature

KIND = "code_slip"
NOTHING = "-"


def compose_slip(line: Signature, code: str, *, written: datetime, until: datetime) -> Paper:
    """Return the slip of a signer: whose code it is, for which text (by the mark of the paper), until when."""
    case = line.document.case
    pack, centre = jurisdictions.load(case.pack), case.centre
    template = pack.template(KIND)
    language = line.participant.language
    values = {
        "signer": str(line.participant.shown_name or ""),
        "paper_id": fragment(line.document.paper),
        "centre_phone": centre.phone or NOTHING,
        "until": day_words(timezone.localtime(until).date(), language),
    }
    sections = {one.key: one for one in template.render(language, values)}
    parts = (in_language(centre.name, language), in_language(centre.address, language), centre.phone)
    return Paper(
        kind=KIND,
        title={language: template.title(language)},
        languages=(language,),
        prevailing=language,
        head={language: "\n".join(part for part in parts if part)},
        address=(values["signer"],),
        place_date={language: day_words(timezone.localtime(written).date(), language)},
        sections=[PaperSection(paragraphs=[{language: words}]) for words in sections["what"].paragraphs],
        notes=[{language: f"{sections[key].title}\n{' '.join(sections[key].paragraphs)}"} for key in ("how", "care")],
        approval=approval_words(acceptance_of(centre.slug, pack, KIND), (language,)),
        verify_code=spaced(code),
        footer={language: in_language(centre.name, language)},
    )
