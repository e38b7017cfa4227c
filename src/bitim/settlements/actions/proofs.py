"""What the evidence says of a signature on paper: how it came back, who compared it, at whose request it was written.

Neither an address nor a telephone number: the evidence is read by every side.
"""

from django.utils.translation import gettext as _

from bitim.kernel.paper.evidence import PaperEvidence
from bitim.settlements.labels import REASONS
from bitim.settlements.matter import day_of
from bitim.settlements.models import ScanFile, Signature


def sections_of(one: Signature) -> tuple[str, ...]:
    """Return the sections of the pack's note that say what this signature proves."""
    of_method = {Signature.CODE_PRINTED: "code_printed", Signature.PEN: "pen", Signature.EXCHANGE: "exchange"}
    of_method[Signature.IN_PERSON] = "in_person"
    first = of_method.get(one.method, "code")
    return (first, "at_request") if one.at_request else (first,)


def on_paper(one: Signature) -> PaperEvidence | None:
    """Return the day on the paper and the hashes of the scanned files; None for a signature that is not on paper."""
    if one.method not in Signature.ON_PAPER or one.scan is None or one.written is None:
        return None
    files = ScanFile.objects.system().filter(scan=one.scan).order_by("position")
    return PaperEvidence(
        written_on=one.written,
        scans=tuple(files.values_list("digest", flat=True)),
        compared_by_two=not one.scan.alone,
        received_on=day_of((one.scan.received or {}).get("on")),
    )


def how_compared(one: Signature) -> str:
    """Say who compared the pages, and who saw a signature that was written at request; in the present language."""
    scan = one.scan
    if scan is None:
        return ""
    first = str(scan.checked_by.name or "") if scan.checked_by else ""
    second = str(scan.confirmed_by.name or "") if scan.confirmed_by else ""
    if scan.alone:
        said = _(
            "One person of the centre alone compared every page with the original, for there is nobody else: %(first)s."
        )
    else:
        said = _("Two people of the centre compared every page with the original: %(first)s, %(second)s.")
    parts = [said % {"first": first, "second": second}]
    if one.method == Signature.EXCHANGE:
        parts.append(_("The signed copy came from the signer's recorded e-mail address."))
    if one.at_request:
        seen = {
            "name": one.at_request.get("name", ""),
            "why": REASONS.get(one.at_request.get("why", ""), ""),
            "first": str(one.checked_by.name or "") if one.checked_by else "",
            "second": str(one.witness.name or "") if one.witness else "",
        }
        parts.append(
            _("%(name)s wrote the signature at the signer's request (%(why)s). Seen by: %(first)s, %(second)s.") % seen
        )
    return " ".join(parts)
