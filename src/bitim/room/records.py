"""The record of a meeting on paper: who, when, where, by which channel, at which stage. No word of what was said.

`paper_of` asks for nothing but plain values.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone, translation
from django.utils.translation import gettext as _

from bitim import jurisdictions
from bitim.cases.labels import OUTCOMES, ROLES
from bitim.cases.queries.course import STAGE_NAMES
from bitim.kernel import dates
from bitim.kernel.acceptance import approval_words
from bitim.kernel.paper.model import Paper, PaperSection, SignerLine
from bitim.kernel.text import Text, in_language
from bitim.people.queries.templates import acceptance_of, require_accepted
from bitim.room.forms_attendance import channel_word

KIND = "meeting_record"
NOT_YET = "-"


@dataclass(frozen=True)
class MeetingRecord:
    """A meeting as its paper says it. `participants`: (name, role, channel) in the order in which they are printed;
    the channel may be empty, or several with commas between, in their order. `mode`: joint or shuttle. Moments are
    aware."""

    number: str
    centre: Text
    address: Text
    place: Text
    slug: str
    pack: str
    languages: tuple[str, ...]
    opened: datetime
    ended: datetime | None
    mode: str
    stage: str
    outcome: str
    participants: tuple[tuple[str, str, str], ...]
    mediators: tuple[str, ...]


def paper_of(record: MeetingRecord) -> Paper:
    """Return the record as a paper in its languages, to be signed by the mediator with a pen."""
    pack = jurisdictions.load(record.pack)
    require_accepted(record.slug, pack, KIND)
    template = pack.template(KIND)
    read = {code: {one.key: one for one in template.render(code, _values(record, code))} for code in record.languages}
    first = read[record.languages[0]]
    sections = [
        PaperSection(
            number=str(one.number or ""),
            title={code: read[code][key].title for code in record.languages},
            paragraphs=[
                {code: read[code][key].paragraphs[n] for code in record.languages} for n in range(len(one.paragraphs))
            ],
        )
        for key, one in first.items()
        if key not in ("head", "signatures")
    ]
    return Paper(
        kind=KIND,
        title={code: template.title(code) for code in record.languages},
        languages=record.languages,
        prevailing=record.languages[0],
        number=record.number,
        head={code: _lines(in_language(record.centre, code), in_language(record.address, code)) for code in read},
        place_date={code: read[code]["head"].paragraphs[0] for code in record.languages},
        sections=sections,
        signers=[SignerLine(name=name, role=_each(record, lambda: _("mediator"))) for name in record.mediators],
        watermark=_each(record, lambda: _("Sample: no lawyer has checked these rules")) if pack.unchecked else None,
        approval=approval_words(acceptance_of(record.slug, pack, KIND), record.languages),
    )


def _each(record: MeetingRecord, say: Callable[[], str]) -> dict[str, str]:
    said = {}
    for code in record.languages:
        with translation.override(code):
            said[code] = say()
    return said


def _lines(*parts: str) -> str:
    return "\n".join(part for part in parts if part)


def _values(record: MeetingRecord, code: str) -> dict[str, str]:
    with translation.override(code):
        mode = _("each side apart") if record.mode == "shuttle" else _("all together")
        return {
            "place": in_language(record.place, code),
            "date": dates.day_words(timezone.localtime(record.opened).date(), code),
            "number": record.number,
            "opened": dates.moment_words(record.opened, code),
            "ended": dates.moment_words(record.ended, code) if record.ended else NOT_YET,
            "mode": mode,
            "participants": "; ".join(_person(*one) for one in record.participants) or NOT_YET,
            "mediators": ", ".join(record.mediators) or NOT_YET,
            "stage": str(STAGE_NAMES.get(record.stage, record.stage)),
            "outcome": str(OUTCOMES.get(record.outcome, "")) or _("not ended yet"),
            "signatures": NOT_YET,
        }


def _person(name: str, role: str, channel: str) -> str:
    parts = [name, str(ROLES.get(role, role))]
    parts += [channel_word(key) for key in channel.split(",") if key]
    return f"{parts[0]} ({', '.join(parts[1:])})"
