"""Is this the document that was signed? Asked by anybody, answered without a name.

A known and an unknown hash are looked for by the same questions; nothing but the full hash or the bytes themselves
finds a document, so nothing can be learned by leafing through.
"""

from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from bitim.kernel.access import Words
from bitim.kernel.models import NOBODY
from bitim.kernel.paper.digest import document_hash
from bitim.kernel.paper.seal import SealReport, check_seal
from bitim.kernel.text import in_language
from bitim.people.models import Centre
from bitim.settlements.labels import KINDS, METHODS, METHODS_ALONE, NOT_PROVED
from bitim.settlements.models import Document, Signature

SAME, NOT_COMPLETE, VOID, DIFFERENT, REPLACED = "same", "not_complete", "void", "different", "replaced"


@dataclass(frozen=True)
class Answer:
    """What the verification page says. `result`: `same` (signed by all, in force as a text), `not_complete` (known,
    not signed by all), `void` (opened again: its signatures do not count), `replaced` (signed by all, and later another
    was signed in its place), `different` (no such document here)."""

    result: str
    kind: Words = ""
    signed: datetime | None = None
    methods: tuple[tuple[Words, int], ...] = ()
    not_proved: tuple[Words, ...] = ()
    sealed: bool = False
    seal_by: str = ""
    from_file: bool = False
    report: SealReport | None = field(default=None, compare=False)


def about_hash(digest: str) -> Answer:
    """Answer for a full SHA-256 hash, 64 hex characters; anything else is a document that is not here."""
    return _about(digest.strip().lower(), None)


def about_bytes(content: bytes) -> Answer:
    """Answer for the bytes of a file. A sealed file counts only when not one byte was changed or added and the seal
    is that of a centre of this house; then it stands for the document inside it."""
    seals = _seals()
    report = check_seal(content, known_fingerprints=frozenset(seals))
    owner = seals[report.fingerprint] if report.good else ""
    return _about(report.original_hash if report.good else document_hash(content), report, owner)


def _about(digest: str, report: SealReport | None, owner: str = "") -> Answer:
    good = report is not None and report.good
    rows = Document.objects.system().filter(digest=digest).exclude(digest="").select_related("case")
    document = rows.order_by("state", "-frozen").first()
    document_id: UUID = document.pk if document else NOBODY
    lines = Signature.objects.system().filter(document=document_id, signed__isnull=False, digest=digest)
    methods = Counter(lines.values_list("method", "scan__alone"))
    if document is None:
        return Answer(DIFFERENT, from_file=report is not None, report=report)
    if document.case.mode == "shuttle":
        methods = Counter()  # held apart, each side has this paper: it would tell how the other signed
    result = {Document.SIGNED: SAME, Document.VOID: VOID, Document.REPLACED: REPLACED}.get(document.state, NOT_COMPLETE)
    return Answer(
        result=result,
        kind=KINDS.get(document.kind, ""),
        signed=document.signed,
        methods=tuple((_method(name, bool(alone)), methods[name, alone]) for name, alone in sorted(methods, key=str)),
        not_proved=tuple(
            dict.fromkeys(NOT_PROVED[name] for name, _alone in sorted(methods, key=str) if name in NOT_PROVED)
        ),
        sealed=good,
        seal_by=owner,
        from_file=report is not None,
        report=report,
    )


def _method(name: str, alone: bool) -> Words:
    return METHODS_ALONE.get(name, METHODS.get(name, name)) if alone else METHODS.get(name, name)


def _seals() -> dict[str, str]:
    """Return {fingerprint of a seal: name of its centre in the reader's language}.

    The name inside the certificate is in one language and anybody can write any name there; the fingerprint cannot lie.
    """
    centres = Centre.objects.system().filter(seal_key__isnull=False)
    known = {str((one.seal_key or {}).get("fingerprint", "")): in_language(one.name) for one in centres}
    return {fingerprint: name for fingerprint, name in known.items() if fingerprint}
