"""Which texts of documents the head has accepted, and what they say."""

from dataclasses import dataclass
from uuid import UUID

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from bitim import jurisdictions
from bitim.jurisdictions import Pack
from bitim.kernel.acceptance import Acceptance
from bitim.kernel.access import Actor, NotFound, Refused, decide
from bitim.kernel.text import LANGUAGES, in_language
from bitim.people.models import Centre, TemplateAcceptance
from bitim.people.permissions import P
from bitim.people.queries.centres import centre_for


@dataclass(frozen=True)
class TemplateSeen:
    """A template of the centre's law pack. `accepted`: of its present text; `earlier`: of a text that has changed
    since, so that it waits again."""

    kind: str
    title: str
    accepted: Acceptance | None
    earlier: Acceptance | None


@dataclass(frozen=True)
class TextSeen:
    """What a template says in one language: sections of (title, paragraphs); what a case fills in stands in braces."""

    code: str
    title: str
    sections: tuple[tuple[str, tuple[str, ...]], ...]


@dataclass(frozen=True)
class TemplateRead:
    """A template on its page."""

    line: TemplateSeen
    pack: str
    version: str
    fingerprint: str
    texts: tuple[TextSeen, ...]
    may_accept: bool


def _lines(centre: Centre, pack: Pack) -> list[TemplateSeen]:
    rows = TemplateAcceptance.objects.system().filter(centre=centre, pack=pack.code).order_by("on", "pk")
    now: dict[str, Acceptance] = {}
    before: dict[str, Acceptance] = {}
    for row in rows:
        template = pack.templates.get(row.kind)
        same = template is not None and template.fingerprint == row.fingerprint
        (now if same else before)[row.kind] = Acceptance(row.name, row.on)
    return [
        TemplateSeen(kind, _title(pack, kind), now.get(kind), None if kind in now else before.get(kind))
        for kind in sorted(pack.templates)
    ]


def _title(pack: Pack, kind: str) -> str:
    template = pack.template(kind)
    return in_language({code: template.title(code) for code in template.languages})


def templates_for(actor: Actor, centre_id: UUID) -> list[TemplateSeen]:
    """Return the templates of a centre for its own staff, those that wait first; NotFound for everybody else."""
    centre = centre_for(actor, centre_id)
    lines = _lines(centre, jurisdictions.load(centre.pack))
    return sorted(lines, key=lambda one: (one.accepted is not None, one.title))


def template_for(actor: Actor, centre_id: UUID, kind: str) -> TemplateRead:
    """Return one template with its text in every language, the reader's first; NotFound for a kind there is not."""
    centre = centre_for(actor, centre_id)
    pack = jurisdictions.load(centre.pack)
    line = next((one for one in _lines(centre, pack) if one.kind == kind), None)
    if line is None:
        raise NotFound
    template = pack.template(kind)
    wordings = {code: template.wordings[code] for code in LANGUAGES if code in template.languages}
    order = [frame.key for frame in template.frames]
    return TemplateRead(
        line=line,
        pack=pack.code,
        version=pack.version,
        fingerprint=template.fingerprint,
        texts=tuple(
            TextSeen(code, one.title, tuple(one.sections[key] for key in order if key in one.sections))
            for code, one in wordings.items()
        ),
        may_accept=bool(decide(actor, P.ACCEPT_TEMPLATE, centre)),
    )


def acceptance_of(slug: str, pack: Pack, kind: str) -> Acceptance | None:
    """Return who accepted the present text of a template for a centre, the latest; None while nobody has."""
    rows = TemplateAcceptance.objects.system().filter(centre__slug=slug, pack=pack.code, kind=kind)
    row = rows.filter(fingerprint=pack.template(kind).fingerprint).order_by("on", "pk").last()
    return Acceptance(row.name, row.on) if row else None


def waiting_templates(slug: str, pack: Pack) -> list[str]:
    """Return the kinds of document whose present text nobody has accepted for this centre."""
    return [kind for kind in sorted(pack.templates) if acceptance_of(slug, pack, kind) is None]


def require_accepted(slug: str, pack: Pack, *kinds: str) -> None:
    """Refuse, in a served house, to make a paper from a text that no head of the centre has accepted."""
    if settings.MODE == "serve" and any(acceptance_of(slug, pack, kind) is None for kind in kinds):
        raise Refused(
            _("The head of the centre has not accepted the text of this document yet."),
            _("The head reads and accepts it under Centre, Texts of documents."),
        )
