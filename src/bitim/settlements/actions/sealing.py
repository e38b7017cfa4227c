"""The centre's seal and the evidence file, put on a document that everybody has signed.

Slow work (signing the PDF, building the zip) happens outside any lock; keeping the result is one short action that
does nothing when the seal is already there. Whatever stops it half-way, the clock begins again.
"""

from uuid import UUID

from django.utils import translation
from django.utils.translation import gettext as _g

from bitim.cases.models import Participant
from bitim.kernel import clock
from bitim.kernel.access import SYSTEM, Actor
from bitim.kernel.action import action
from bitim.kernel.paper.evidence import SignatureEvidence, evidence_bundle
from bitim.kernel.paper.seal import SealKey, make_seal_key, seal
from bitim.kernel.record import record
from bitim.kernel.text import in_language
from bitim.people.models import Centre
from bitim.settlements import archive
from bitim.settlements.actions import proofs
from bitim.settlements.actions.places import table_of
from bitim.settlements.actions.preparing import present_pack
from bitim.settlements.events import DocumentSealed
from bitim.settlements.facts_spoken import interpreted_words
from bitim.settlements.models import Document, Signature
from bitim.settlements.papers import hand_words
from bitim.settlements.permissions import P


def seal_document(document_id: UUID) -> Document | None:
    """Seal a complete document and keep its evidence; None when there is nothing to do."""
    document: Document | None = (
        Document.objects.system()
        .filter(pk=document_id, state=Document.SIGNED, sealed_pdf=None)
        .select_related("case__centre", "pdf")
        .first()
    )
    if document is None or document.pdf is None:
        return None
    key = seal_key_of(document.case.centre)
    now = clock.now()
    sealed = seal(archive.read(document.pdf), key, reason=f"No {document.case.number}", at=now)
    evidence = evidence_bundle(
        sealed=sealed,
        number=document.case.number,
        title=(document.text or {}).get("title", {}),
        created=now,
        signatures=_signatures(document),
        paper_id=document.paper,
        pages=document.pages,
    )
    kept: Document = keep_sealed(document, actor=SYSTEM, sealed=sealed, evidence=evidence)
    return kept


def seal_key_of(centre: Centre) -> SealKey:
    """Return the centre's sealing key, made at first use."""
    kept = centre.seal_key or make_key(centre, actor=SYSTEM).seal_key
    return SealKey(pem_key=kept["key"].encode(), pem_cert=kept["certificate"].encode())


@action(P.SEAL, on=Centre)
def make_key(centre: Centre, *, actor: Actor) -> Centre:
    """Make the centre's sealing key, once."""
    if not centre.seal_key:
        key = make_seal_key(in_language(centre.name, "en"), at=clock.now())
        centre.seal_key = {
            "key": key.pem_key.decode(),
            "certificate": key.pem_cert.decode(),
            "fingerprint": key.fingerprint,
        }
        centre.save(update_fields=["seal_key"])
    return centre


@action(P.SEAL, on=Document)
def keep_sealed(document: Document, *, actor: Actor, sealed: bytes, evidence: bytes) -> Document:
    """Keep the sealed PDF and the evidence; the first to come wins."""
    if document.state != Document.SIGNED or document.sealed_pdf_id is not None:
        return document
    case = document.case
    document.sealed_pdf = archive.keep(
        sealed,
        name=f"{document.kind}-{case.number}.pdf",
        media_type=archive.PDF,
        case=case,
        owner=document.pk,
    )
    document.evidence = archive.keep(
        evidence,
        name=f"{document.kind}-{case.number}-evidence.zip",
        media_type=archive.ZIP,
        case=case,
        owner=archive.evidence_of(document.pk),
    )
    document.save(update_fields=["sealed_pdf", "evidence"])
    record(DocumentSealed(case.pk, table_of(case), case.pk, document.pk, document.digest), actor=actor)
    return document


def _signatures(document: Document) -> list[SignatureEvidence]:
    rows = (
        Signature.objects.system()
        .filter(document=document, voided=None)
        .select_related(
            "participant__side",
            "participant__party__side",
            "participant__case",
            "checked_by",
            "witness",
            "scan__checked_by",
            "scan__confirmed_by",
            "scan__document",
            "document",
        )
        .order_by("signed", "pk")
    )
    return [_evidence(one, document) for one in rows]


def _evidence(one: Signature, document: Document) -> SignatureEvidence:
    assert one.signed is not None
    role, how, statement = {}, {}, {}
    note = present_pack(document.case).template("signature_note")
    for code in document.languages:
        with translation.override(code):
            role[code] = _role(one)
            how[code] = " ".join(filter(None, (how_checked(one), interpreted_words(one))))
            texts = [line for key in proofs.sections_of(one) for line in note.wordings[code].sections[key][1]]
            statement[code] = " ".join(texts)
    return SignatureEvidence(
        name=str(one.participant.shown_name or ""),
        role=role,
        method=one.method,
        how_checked=how,
        statement=statement,
        signed_at=one.signed,
        document_hash=one.digest,
        paper=proofs.on_paper(one),
    )


def _role(one: Signature) -> str:
    who = one.participant
    if who.role in Participant.MEDIATOR_ROLES:
        return _g("mediator")
    name = str(who.party.name or "") if who.party else str(who.side.name or "") if who.side else ""
    said = _g("for: %(party)s") % {"party": name} if name and name != str(who.shown_name) else _g("party")
    # A code is entered by the person on their own device: no other hand has signed then, whatever was planned.
    by_hand = who.hand and one.method in (*Signature.ON_PAPER, Signature.IN_PERSON)
    return f"{said}; {hand_words(str(who.hand), str(who.hand_before or ''), who.hand_why)}" if by_hand else said


def how_checked(one: Signature) -> str:
    """Say how it was checked that the signer signed, in the present language."""
    if one.method in Signature.ON_PAPER:
        return proofs.how_compared(one)
    by = str(one.checked_by.name or "") if one.checked_by else ""
    words = {
        "in_person": _g("The mediator saw the signer in person and read the code out."),
        "called_back": _g("The mediator called the signer back on the recorded number and read the code out."),
        "known": _g("The mediator knows the signer personally and read the code out."),
        "contact": _g("The code was sent to the signer's recorded e-mail address."),
        "handed": _g("The code was printed and given to the signer from hand to hand."),
        "posted": _g("The code was printed and sent to the signer by post in a closed letter."),
        "id_card": _g("The signer showed an identity card and pressed on the centre's computer before the mediator."),
        "passport": _g("The signer showed a passport and pressed on the centre's computer before the mediator."),
        "other_paper": _g(
            "The signer showed another paper with a photograph and pressed on the centre's computer before the "
            "mediator."
        ),
        "seen_known": _g(
            "The mediator knows the signer personally; they pressed on the centre's computer before the mediator."
        ),
    }.get(one.identity_check, "")
    return f"{words} ({by})" if by else words
