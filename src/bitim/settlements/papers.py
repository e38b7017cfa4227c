"""From what a document is about to the paper that is frozen: the pack's template filled in every language at once.

Law stands in the template. The few words of the house's own (labels, how one signs) go through the catalogues, each
in the language of its column whatever language the reader has.
"""

import secrets
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from bitim.jurisdictions import Pack
from bitim.kernel.acceptance import approval_words
from bitim.kernel.dates import day_words
from bitim.kernel.paper.model import Paper, PaperSection, SignerLine
from bitim.kernel.paper.words import LANGUAGE_NAMES
from bitim.kernel.text import Text, in_language
from bitim.settlements.matter import ClauseLine, Matter, PartyLine, SignerOf, day_of
from bitim.settlements.models import Document

# A paragraph that is nothing but one of these holes becomes as many paragraphs as there are things.
BETWEEN = "\x1e"
CHECK_DIGITS = 12


def new_check_code() -> str:
    """Return the random digits of a paper's check address. They are looked up nowhere: the address shows one and the
    same page whether a document carries it or not."""
    return "".join(secrets.choice("0123456789") for _place in range(CHECK_DIGITS))


def check_address(code: str) -> str:
    """Return the address that stands in the foot of a paper."""
    return f"{settings.PUBLIC_URL.rstrip('/')}/v/{code}/"


def compose(matter: Matter, pack: Pack, check_code: str, *, blank: str = "") -> Paper:
    """Return the paper. Raises `jurisdictions.MissingValue` or `PaperIncomplete` while something is not there; a draft
    names a `blank` to stand in the empty places instead."""
    template = pack.template(matter.kind)
    options = _options(matter, pack)
    rendered = {
        code: template.render(code, _blanked(_values(matter, pack, code), blank), options) for code in matter.languages
    }
    first = matter.languages[0]
    sections: list[PaperSection] = []
    place_date: dict[str, str] = {}
    for at, section in enumerate(rendered[first]):
        if section.key == "signatures":
            continue  # the paper draws the places for signatures itself
        columns = {code: rendered[code][at] for code in matter.languages}
        paragraphs = _parallel({code: one.paragraphs for code, one in columns.items()})
        title = {code: one.title for code, one in columns.items()}
        number = str(section.number) if section.number else ""
        if section.key == "head":
            place_date, title = dict(paragraphs.pop(0)), {}
        if section.key == "clauses":
            sections.append(PaperSection(number=number, title=title, paragraphs=paragraphs[:1]))
            paragraphs, title = paragraphs[1:], {}
        if paragraphs:
            sections.append(PaperSection(number=number, title=title, paragraphs=paragraphs))
    return Paper(
        kind=matter.kind,
        title={code: template.title(code) for code in matter.languages},
        languages=matter.languages,
        prevailing=matter.prevailing or (first if blank else ""),
        number=matter.number,
        head=matter.head,
        place_date=place_date,
        sections=sections,
        signers=[_line(one, matter, pack) for one in matter.signers],
        watermark=_each(matter, lambda _code: _("Sample: no lawyer has checked these rules"))
        if pack.unchecked
        else None,
        approval=approval_words(matter.approved, matter.languages),
        verify_url=check_address(check_code),
        notes=_notes(matter, pack),
    )


def as_text(paper: Paper) -> dict[str, Any]:
    """Return what a paper says, as data to keep beside the PDF and to show on the screen."""
    return {
        "title": dict(paper.title),
        "place_date": dict(paper.place_date),
        "sections": [
            {"number": one.number, "title": dict(one.title), "paragraphs": [dict(line) for line in one.paragraphs]}
            for one in paper.sections
        ],
        "watermark": dict(paper.watermark or {}),
        "approval": dict(paper.approval),
    }


def _blanked(values: dict[str, str], blank: str) -> dict[str, str]:
    """Put the blank wherever there is nothing yet."""
    if not blank:
        return values
    return {key: BETWEEN.join(part or blank for part in value.split(BETWEEN)) for key, value in values.items()}


def _notes(matter: Matter, pack: Pack) -> list[Text]:
    """Return what each way to sign proves, in the plain words of the pack; it stands under every text."""
    wordings = pack.template("signature_note").wordings
    said = {code: wordings[code].sections["printed"] for code in matter.languages}
    titles: Text = {code: title for code, (title, _paragraphs) in said.items()}
    return [titles, *_parallel({code: paragraphs for code, (_title, paragraphs) in said.items()})]


def _each(matter: Matter, say: Callable[[str], str]) -> dict[str, str]:
    """Say something in every language of the paper."""
    said = {}
    for code in matter.languages:
        with translation.override(code):
            said[code] = say(code)
    return said


def _parallel(columns: Mapping[str, tuple[str, ...]]) -> list[Text]:
    """Turn columns of paragraphs into rows of the same thought in every language."""
    split = {code: [part for line in lines for part in line.split(BETWEEN)] for code, lines in columns.items()}
    return [dict(zip(split, row, strict=True)) for row in zip(*split.values(), strict=True)]


def _options(matter: Matter, pack: Pack) -> list[str]:
    if matter.kind == Document.SETTLEMENT:
        return [name for name in ("court", "singapore") if matter.terms.get(name)]
    if matter.kind == Document.ADDENDUM:
        return ["renewed" if matter.terms.get("renewed") else "extension"]
    kinds = [pack.label("mediator_kinds", one.kind) for one in matter.mediators]
    return ["professional" if any(kind.facts["takes_fee"] for kind in kinds) else "public"]


def _values(matter: Matter, pack: Pack, code: str) -> dict[str, str]:
    day = day_of(matter.terms.get("date"))
    names = LANGUAGE_NAMES[code]
    with translation.override(code):
        values = {
            "place": matter.words("place", code),
            "date": _day(day, code),
            "parties": BETWEEN.join(_party(one, matter) for one in matter.parties),
            "mediators": "; ".join(
                _mediator(one.name, one.kind, one.certificate, one.issued, pack, code) for one in matter.mediators
            ),
            "subject": matter.said("subject").get(code, ""),
            "document_languages": ", ".join(names[one] for one in matter.languages),
            "prevailing_language": names.get(matter.prevailing, ""),
            "copies": str(len(matter.parties) + 1),
            "signatures": "-",
        }
        if matter.kind == Document.AGREEMENT:
            return values | _agreement_values(matter, code, names, day)
        if matter.kind == Document.ADDENDUM:
            return values | _addendum_values(matter, code)
        return values | _settlement_values(matter, code)


def _agreement_values(matter: Matter, code: str, names: Text, day: date | None) -> dict[str, str]:
    days = int(matter.terms.get("days") or 0)
    return {
        "time": str(matter.terms.get("time") or ""),
        "expenses": matter.said("expenses").get(code, ""),
        "fee": matter.said("fee").get(code, ""),
        "fee_due": matter.said("fee_due").get(code, ""),
        "languages": ", ".join(names[one] for one in matter.languages),
        "agreed_days": str(days) if days else "",
        "term_until": _day(term_end(day, days), code),
    }


def _addendum_values(matter: Matter, code: str) -> dict[str, str]:
    return {
        "agreement_date": _day(matter.agreed_on, code),
        "added_days": str(matter.terms.get("days") or ""),
        "total_days": str(matter.terms.get("total") or ""),
        "new_term_until": _day(day_of(matter.terms.get("until")), code),
    }


def _settlement_values(matter: Matter, code: str) -> dict[str, str]:
    court = matter.terms.get("court") or {}
    return {
        "agreement_date": _day(matter.agreed_on, code),
        "clauses": BETWEEN.join(clause.texts.get(code, "") for clause in matter.clauses),
        "performance": BETWEEN.join(_duty(one, matter, code) for one in matter.clauses if one.duty)
        or _("Each term says itself when and how it is performed."),
        "consequences": BETWEEN.join(_consequence(one, code) for one in matter.clauses if one.duty.get("consequence"))
        or _("The Parties have named no consequences of their own; those set by law apply."),
        "court": str(court.get("name", "")),
        "court_case": str(court.get("case", "")),
    }


def term_end(day: date | None, days: int) -> date | None:
    """Return the last day of the term: so many calendar days from the day of the paper."""
    return date.fromordinal(day.toordinal() + days) if day and days else None


def _day(day: date | None, code: str) -> str:
    return day_words(day, code) if day else ""


def _party(party: PartyLine, matter: Matter) -> str:
    details = party.details
    number = details.get("identifier", "")
    kind = details.get("identifier_kind") or ("bin" if party.kind == "organisation" else "iin")
    parts = [party.name]
    if number:
        # Only the numbers of Kazakhstan have a name of their own; a number of another country stands as it was given.
        label = {"bin": _("BIN %(number)s"), "iin": _("IIN %(number)s")}.get(kind, "%(number)s")
        parts.append(label % {"number": number})
    parts += [details[key] for key in ("address", "contact") if details.get(key)]
    if details.get("representative"):
        parts.append(_("represented by %(name)s") % {"name": details["representative"]})
    if details.get("powers"):
        parts.append(_("acting on the ground of: %(powers)s") % {"powers": details["powers"]})
    said = ", ".join(parts)
    if party.side_name and party.side_name != party.name:
        said += " " + _("(side: %(side)s)") % {"side": party.side_name}
    return said + "."


def _mediator(name: str, kind: str, certificate: str, issued: date | None, pack: Pack, code: str) -> str:
    said = f"{name}, {pack.label('mediator_kinds', kind).texts[code]}"
    if certificate and issued:
        said += ", " + _("certificate No %(number)s of %(day)s") % {
            "number": certificate,
            "day": day_words(issued, code),
        }
    elif certificate:
        said += ", " + _("certificate No %(number)s") % {"number": certificate}
    return said


def _said(duty: Mapping[str, Any], key: str, code: str) -> str:
    value = duty.get(key) or ""
    return in_language(value, code) if isinstance(value, Mapping) else str(value)


def _piece(duty: Mapping[str, Any], key: str, code: str) -> str:
    """Return a part of a sentence: whoever wrote it may have ended it as a sentence of its own."""
    return _said(duty, key, code).strip().rstrip(".;")


def _duty(clause: ClauseLine, matter: Matter, code: str) -> str:
    duty = clause.duty
    day = day_of(_said(duty, "by_when", code))
    parts = [f"{matter.party_name(_said(duty, 'who', code))}: {_piece(duty, 'what', code)}".strip(": ")]
    if how_much := _piece(duty, "how_much", code):
        parts.append(_("how much: %(amount)s") % {"amount": how_much})
    if day:
        parts.append(_("by: %(day)s") % {"day": day_words(day, code)})
    elif duty.get("standing"):
        parts.append(_("as a lasting duty, without an end"))
    if proof := _piece(duty, "how_proved", code):
        parts.append(_("shown to be done by: %(proof)s") % {"proof": proof})
    return _("Term %(number)s.") % {"number": clause.number} + " " + "; ".join(parts) + "."


def _consequence(clause: ClauseLine, code: str) -> str:
    return _("Term %(number)s.") % {"number": clause.number} + " " + _said(clause.duty, "consequence", code)


def duty_lines(clause: ClauseLine, matter: Matter, code: str) -> list[str]:
    """Return what a clause makes whom do, by when, and what follows otherwise, to be read out."""
    with translation.override(code):
        lines = [_duty(clause, matter, code)] if clause.duty else []
        follows = _said(clause.duty, "consequence", code)
        return lines + ([f"{_('What follows if it is not done')}: {follows}"] if follows else [])


def hand_words(name: str, before: str, why: str) -> str:
    """Say who signs at somebody's request, before whom and why, in the present language."""
    reason = {
        "illness": _("because of an illness"),
        "impairment": _("because of a bodily impairment"),
        "letters": _("because the person does not write"),
    }.get(why, "")
    said = _("at their request signed by %(name)s, %(reason)s") % {"name": name, "reason": reason}
    return said + (", " + _("before: %(witness)s") % {"witness": before} if before else "")


def _line(signer: SignerOf, matter: Matter, pack: Pack) -> SignerLine:
    def role(code: str) -> str:
        if signer.side is None:
            kind = next((one.kind for one in matter.mediators if one.person == signer.person), "professional")
            return pack.label("mediator_kinds", kind).texts[code]
        said = _("for: %(party)s") % {"party": signer.party} if signer.party not in ("", signer.name) else _("party")
        return f"{said}; {hand_words(*signer.hand)}" if signer.hand[0] else said

    return SignerLine(
        name=signer.name,
        role=_each(matter, role),
        method_note=_each(
            matter,
            lambda _code: _(
                "Here with a pen, by a one-time code bound to this text, or on the centre's computer before the "
                "mediator. The evidence file says how."
            ),
        ),
    )
