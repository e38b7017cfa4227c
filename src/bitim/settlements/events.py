"""What can happen to issues, documents and signatures. Audience: the joint room, unless said otherwise."""

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from bitim.kernel.record import Happening


@dataclass(frozen=True)
class _OnTable(Happening):
    """Parent of the events that lie on the joint table."""

    case: UUID
    family: ClassVar[str] = "joint"


@dataclass(frozen=True)
class IssueProposed(_OnTable):
    """A question was put on the table."""

    issue: UUID
    sentence: ClassVar[str | Promise] = _("A question was proposed.")


@dataclass(frozen=True)
class OptionProposed(_OnTable):
    """A way to answer a question was proposed."""

    option: UUID
    sentence: ClassVar[str | Promise] = _("An option was proposed.")


@dataclass(frozen=True)
class TableMarked(_OnTable):
    """A side said yes to a question or an option, or took it back."""

    side: UUID
    thing: UUID
    yes: bool
    sentence: ClassVar[str | Promise] = _("A side answered.")


@dataclass(frozen=True)
class DocumentStarted(_OnTable):
    """A text was begun."""

    document: UUID
    sentence: ClassVar[str | Promise] = _("A text was begun.")


@dataclass(frozen=True)
class ClauseChanged(_OnTable):
    """A clause was proposed, changed or removed; `marks_lost` sides had agreed to what it said before."""

    document: UUID
    clause: UUID
    version: int
    marks_lost: int
    sentence: ClassVar[str | Promise] = _("A clause was changed.")


@dataclass(frozen=True)
class ClauseAgreed(_OnTable):
    """A side agreed to a version of a clause."""

    clause: UUID
    side: UUID
    version: int
    how: str
    sentence: ClassVar[str | Promise] = _("A side agreed to a clause.")


@dataclass(frozen=True)
class CommentAdded(_OnTable):
    """A remark was made on a clause."""

    clause: UUID
    comment: UUID
    sentence: ClassVar[str | Promise] = _("A remark was added.")


@dataclass(frozen=True)
class DocumentFrozen(_OnTable):
    """The text was made final; its PDF has this SHA-256."""

    document: UUID
    digest: str
    sentence: ClassVar[str | Promise] = _("The text was made final.")


@dataclass(frozen=True)
class DocumentReopened(_OnTable):
    """The final text was opened again; every signature on it is void."""

    document: UUID
    voided: int
    sentence: ClassVar[str | Promise] = _("The text was opened again, and its signatures are void.")


@dataclass(frozen=True)
class CodeAsked(_OnTable):
    """A signer asked for a signing code. Audience: the case's staff."""

    signature: UUID
    method: str
    family: ClassVar[str] = "staff"
    sentence: ClassVar[str | Promise] = _("A signing code was asked for.")


@dataclass(frozen=True)
class DocumentSignedBy(_OnTable):
    """One signer signed the hash."""

    document: UUID
    signature: UUID
    digest: str
    method: str
    sentence: ClassVar[str | Promise] = _("A person signed.")


@dataclass(frozen=True)
class SigningDeclined(_OnTable):
    """A signer does not want to sign. Audience: the case's staff - the mediator tells the others, or does not; the
    text goes back to drafting only by the mediator's step."""

    document: UUID
    signature: UUID
    family: ClassVar[str] = "staff"
    sentence: ClassVar[str | Promise] = _("A person does not want to sign this text.")


@dataclass(frozen=True)
class DocumentComplete(_OnTable):
    """Everybody signed; the centre's seal is put on."""

    document: UUID
    digest: str
    kind: str
    sentence: ClassVar[str | Promise] = _("Everybody has signed.")


@dataclass(frozen=True)
class DocumentSealed(_OnTable):
    """The centre's seal was put on a complete document and its evidence kept."""

    document: UUID
    digest: str
    sentence: ClassVar[str | Promise] = _("The seal of the centre was put on.")


@dataclass(frozen=True)
class SignaturesVoided(_OnTable):
    """A side withdrew its consent before everybody had signed: what it had signed does not count."""

    document: UUID
    voided: int
    sentence: ClassVar[str | Promise] = _("Signatures of a side no longer count.")


@dataclass(frozen=True)
class DutyReported(_OnTable):
    """It was said of a duty that it is done, partly done, or that there is a problem."""

    duty: UUID
    report: UUID
    says: str
    sentence: ClassVar[str | Promise] = _("Something was said about a duty.")


@dataclass(frozen=True)
class DutyAnswered(_OnTable):
    """Another side said whether it received what a duty promises."""

    duty: UUID
    report: UUID
    says: str
    sentence: ClassVar[str | Promise] = _("A side answered what was said about a duty.")


@dataclass(frozen=True)
class ReturnedToTable(_OnTable):
    """The sides are back at the table; the settlement stands until another one replaces it."""

    sentence: ClassVar[str | Promise] = _("The sides came back to the table.")


@dataclass(frozen=True)
class PulseAnswered(_OnTable):
    """A side answered the short questions some time after the settlement. Audience: the case's staff, never a side."""

    side: UUID
    days: int
    family: ClassVar[str] = "staff"
    sentence: ClassVar[str | Promise] = _("A side answered the short questions.")


@dataclass(frozen=True)
class DemandRecorded(Happening):
    """An authority asked for a case. Chain and audience: the centre; interpreters of the case do not read it."""

    demand: UUID
    sentence: ClassVar[str | Promise] = _("An authority asked for papers of a case.")
    family: ClassVar[str] = "centre"


@dataclass(frozen=True)
class DemandAnswered(Happening):
    """A second person confirmed or refused a demand, or its papers were handed over. Chain and audience: the centre."""

    demand: UUID
    what: str
    sentence: ClassVar[str | Promise] = _("A demand for papers went a step on.")
    family: ClassVar[str] = "centre"


@dataclass(frozen=True)
class PenChosen(_OnTable):
    """It was said that a line is signed on paper, or no longer. Audience: the case's staff."""

    signature: UUID
    pen: bool
    family: ClassVar[str] = "staff"
    sentence: ClassVar[str | Promise] = _("It was said how a person signs.")


@dataclass(frozen=True)
class RequestNoted(_OnTable):
    """Somebody signs at the request of a signer who cannot; one of the staff says that they saw it. Why the signer
    cannot is about their health or their schooling: it stands sealed in the line and in no event."""

    signature: UUID
    family: ClassVar[str] = "staff"
    sentence: ClassVar[str | Promise] = _("It was noted that somebody signs at the request of another.")


@dataclass(frozen=True)
class RequestWitnessed(_OnTable):
    """A second member of the staff says that they saw it too."""

    signature: UUID
    family: ClassVar[str] = "staff"
    sentence: ClassVar[str | Promise] = _("A second witness said that they saw it.")


@dataclass(frozen=True)
class ScanHandedIn(_OnTable):
    """Pages that were signed on paper came back and were read by the machine; `pages` of them, `unread` by no mark."""

    document: UUID
    scan: UUID
    route: str
    pages: int
    unread: int
    family: ClassVar[str] = "staff"
    sentence: ClassVar[str | Promise] = _("Pages signed on paper were handed in.")


@dataclass(frozen=True)
class ScanChecked(_OnTable):
    """One person compared every page with the original; `lines` signatures are there."""

    scan: UUID
    lines: int
    family: ClassVar[str] = "staff"
    sentence: ClassVar[str | Promise] = _("Pages signed on paper were compared with the original.")


@dataclass(frozen=True)
class ScanConfirmed(_OnTable):
    """A second person confirmed it; the signatures count."""

    scan: UUID
    lines: int
    family: ClassVar[str] = "staff"
    sentence: ClassVar[str | Promise] = _("A second person confirmed the pages signed on paper.")


@dataclass(frozen=True)
class ScanCheckedByOne(_OnTable):
    """One person alone compared and confirmed, because the centre has nobody else."""

    scan: UUID
    family: ClassVar[str] = "staff"
    sentence: ClassVar[str | Promise] = _("One person alone compared and confirmed the pages signed on paper.")


@dataclass(frozen=True)
class ScanPutAside(_OnTable):
    """Handed-in pages no longer count; `why` in a short key."""

    scan: UUID
    why: str
    family: ClassVar[str] = "staff"
    sentence: ClassVar[str | Promise] = _("Pages signed on paper were put aside.")


@dataclass(frozen=True)
class TextInterpreted(_OnTable):
    """A final text was read back to a signer in the language they speak, through an interpreter, and understood.
    Audience: the staff of the case."""

    signature: UUID
    digest: str
    sentence: ClassVar[str | Promise] = _("A final text was read back to a signer by an interpreter.")
    family: ClassVar[str] = "staff"
