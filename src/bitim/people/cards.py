"""A mediator's card on paper: what the register says, and the QR by which anybody asks whether it still does."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import override

from bitim.kernel import clock, dates
from bitim.kernel.paper.model import Paper, PaperSection
from bitim.kernel.paper.render import render
from bitim.kernel.text import in_language
from bitim.people.queries import CardShown
from bitim.people.words import KIND_WORDS

LANGUAGES = ("kk", "ru")


def pdf_of(card: CardShown, centre: Any, *, site: str) -> bytes:
    """Return the PDF of a card in the centre's first two languages."""
    languages = tuple(code for code in centre.languages if code in ("kk", "ru", "en", "uz", "ky", "bg"))[:2]
    return render(paper_of(card, centre, languages or LANGUAGES, site=site), created=clock.now())


def paper_of(card: CardShown, centre: Any, languages: tuple[str, ...], *, site: str) -> Paper:
    """Return a card as a paper; `site` is the house's address without a slash at the end."""
    lines: dict[str, list[str]] = {}
    titles: dict[str, str] = {}
    notes: dict[str, str] = {}
    for code in languages:
        with override(code):
            lines[code] = _lines(card, code)
            titles[code] = _("Mediator's card")
            notes[code] = _(
                "This paper proves nothing by itself: a card can be revoked at any hour. Point a telephone at the "
                "square, or type the number on the page, and read whether it is in force now."
            )
    count = max(len(found) for found in lines.values())
    return Paper(
        kind="mediator_card",
        title=titles,
        languages=languages,
        prevailing=languages[0],
        number=card.number,
        head={code: f"{in_language(centre.name, code)}\n{centre.phone}" for code in languages},
        place_date={code: dates.day_words(clock.today(), code) for code in languages},
        sections=[PaperSection(paragraphs=[{code: lines[code][n] for code in languages}]) for n in range(count)],
        notes=[notes],
        verify_url=f"{site}/card/{card.number}/",
        footer={code: in_language(centre.name, code) for code in languages},
    )


def _lines(card: CardShown, code: str) -> list[str]:
    def day(value: Any) -> str:
        return str(dates.day_words(value, code)) if value else ""

    more = card.more
    said = [
        (_("Name"), in_language(card.public_name, code)),
        (_("Kind"), str(KIND_WORDS.get(card.kind, card.kind))),
        (_("Number of the card"), card.number),
        (_("Organisation that keeps the register"), in_language(card.organisation, code) if card.organisation else ""),
        (_("Number in the register"), more["register_number"]),
        (_("Number of the certificate"), ", ".join(filter(None, (card.certificate, day(card.issued))))),
        (
            _("Public mediator: meeting that elected"),
            ", ".join(filter(None, (more["elected_at"], day(more["elected_on"])))),
        ),
        (_("In force until"), day(card.ends)),
        (_("Languages"), card.speaks),
    ]
    return [f"{label}: {value}" for label, value in said if value]
