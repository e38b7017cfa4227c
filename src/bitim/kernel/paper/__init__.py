"""Papers: what is printed, signed and sealed.

Pure library code: no Django, no clock, no settings. Paths, keys and moments are passed in, so a paper made
on any machine from the same input has the same bytes, and a hash of it means something years later.
"""

from bitim.kernel.paper.digest import document_hash, fragment
from bitim.kernel.paper.evidence import EvidenceFile, SignatureEvidence, evidence_bundle
from bitim.kernel.paper.model import Paper, PaperIncomplete, PaperSection, SignerLine
from bitim.kernel.paper.render import PaperUnprintable, paper_id, render, replaced_characters
from bitim.kernel.paper.seal import SealKey, SealReport, check_seal, make_seal_key, seal

__all__ = [
    "EvidenceFile",
    "Paper",
    "PaperIncomplete",
    "PaperSection",
    "PaperUnprintable",
    "SealKey",
    "SealReport",
    "SignatureEvidence",
    "SignerLine",
    "check_seal",
    "document_hash",
    "evidence_bundle",
    "fragment",
    "make_seal_key",
    "paper_id",
    "render",
    "replaced_characters",
    "seal",
]
