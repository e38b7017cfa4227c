"""The invitation on paper: the pack's words, the centre's head, the code and the QR."""

from datetime import datetime

from django.utils import timezone

from bitim import jurisdictions
from bitim.cases.actions.ways import PaperWay
from bitim.cases.queries import Letter
from bitim.kernel import dates
from bitim.kernel.acceptance import approval_words
from bitim.kernel.ids import spaced
from bitim.kernel.paper.model import Paper, PaperSection
from bitim.kernel.text import in_language
from bitim.people.queries.templates import acceptance_of

# A letter stays on one page, the code large in its middle; greeting and contacts stand in the window and the head.
BEFORE_CODE = ("who", "how")
AFTER_CODE = ("what", "promise", "answer", "signed")
UNCHECKED = {
    "kk": "Заңгер тексермеген үлгі",
    "ru": "Образец, не проверенный юристом",
    "en": "Sample not checked by a lawyer",
    "uz": "Yurist tekshirmagan namuna",
    "ky": "Юрист текшербеген үлгү",
    "bg": "Образец, непроверен от юрист",
}
NOTHING = "-"


def paper_of(letter: Letter, way: PaperWay, *, site: str, written: datetime) -> Paper:
    """Return the letter as a paper in the recipient's language and one of the centre's; `site` is the house's address
    without a slash at the end. It names neither the dispute nor the other side: an envelope is opened by anybody."""
    pack = jurisdictions.load(letter.pack)
    template = pack.template("invitation_letter")
    languages = tuple(code for code in letter.languages if code in template.languages)[:2] or template.languages[:1]
    sections = {code: _sections(letter, way, code, site, written) for code in languages}
    by_key = {code: {s.key: s for s in sections[code]} for code in languages}
    return Paper(
        kind="invitation_letter",
        title={code: template.title(code) for code in languages},
        languages=languages,
        prevailing=languages[0],
        head={code: _head(letter, code) for code in languages},
        address=tuple(part for part in (letter.recipient, letter.place) if part),
        place_date={code: dates.day_words(timezone.localtime(written).date(), code) for code in languages},
        sections=[
            PaperSection(paragraphs=[{code: by_key[code][key].paragraphs[n] for code in languages}])
            for key in BEFORE_CODE
            for n in range(len(by_key[languages[0]][key].paragraphs))
        ],
        notes=[{code: _note(by_key[code][key]) for code in languages} for key in AFTER_CODE],
        watermark=UNCHECKED if pack.unchecked else None,
        approval=approval_words(acceptance_of(letter.centre.slug, pack, "invitation_letter"), languages),
        verify_url=f"{site}/j/{way.token}/",
        verify_code=way.code,
        footer={code: in_language(letter.centre.name, code) for code in languages},
    )


def _note(section: jurisdictions.Section) -> str:
    """Return a section as a note: its title on the first line, then its words."""
    return f"{section.title}\n{' '.join(section.paragraphs)}"


def _sections(letter: Letter, way: PaperWay, code: str, site: str, written: datetime) -> list[jurisdictions.Section]:
    centre = letter.centre
    name = in_language(centre.name, code)
    values = {
        "recipient": letter.recipient,
        "date": dates.day_words(timezone.localtime(written).date(), code),
        "centre": name,
        "link": f"{site}/code/",
        "code": spaced(way.code),
        "answer_by": dates.day_words(letter.due, code) if letter.due else NOTHING,
        "centre_phone": centre.phone,
        "centre_address": in_language(centre.address, code),
        "coordinator": letter.coordinator,
    }
    template = jurisdictions.load(letter.pack).template("invitation_letter")
    return template.render(code, {key: value or NOTHING for key, value in values.items()})


def _head(letter: Letter, code: str) -> str:
    parts = (in_language(letter.centre.name, code), in_language(letter.centre.address, code), letter.centre.phone)
    return "\n".join(part for part in parts if part)
