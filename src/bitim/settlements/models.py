"""From talk to text: issues and options, documents of clauses, marks, signatures, evidence."""

from django.db import models
from django.db.models import Q

from bitim.cases.models import Case, Participant, Side
from bitim.kernel.keystore import Scope
from bitim.kernel.models import Row, StoredFile
from bitim.kernel.sealed import Sealed, SealedJSON
from bitim.people.models import Person
from bitim.settlements import kinds
from bitim.settlements.permissions import P


class OfCase(Row):
    """A row that lies on the joint table of a case."""

    class Meta:
        abstract = True

    def _case_id(self) -> object:
        raise NotImplementedError

    def scope_of(self, column: str) -> Scope:
        """The case's joint key."""
        case_id = self._case_id()
        return Scope("joint", case_id, case_id)  # type: ignore[arg-type]


class Issue(OfCase):
    """A question that the sides agree to talk about; titles in several languages."""

    lock_path = "case"
    read_permission = P.SEE_ISSUES
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="issues")
    number = models.PositiveSmallIntegerField()
    title = SealedJSON(klass="joint")
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    dropped = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "number"], name="one_issue_per_number")]

    def _case_id(self) -> object:
        return self.case_id


class Option(OfCase):
    """One way to answer an issue."""

    lock_path = "issue__case"
    read_permission = P.SEE_ISSUES
    issue = models.ForeignKey(Issue, on_delete=models.CASCADE, related_name="options")
    number = models.PositiveSmallIntegerField()
    words = SealedJSON(klass="joint")
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    def _case_id(self) -> object:
        return self.issue.case_id


class TableMark(Row):
    """A side's "yes, this is one of our questions" to an issue, or "we can live with this" to an option. `said_to`: the
    mediator before whom a person without a device said it."""

    issue = models.ForeignKey(Issue, on_delete=models.CASCADE, null=True, related_name="marks")
    option = models.ForeignKey(Option, on_delete=models.CASCADE, null=True, related_name="marks")
    side = models.ForeignKey(Side, on_delete=models.CASCADE, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    said_to = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["issue", "side"], condition=Q(option=None), name="one_mark_per_issue"),
            models.UniqueConstraint(fields=["option", "side"], condition=Q(issue=None), name="one_mark_per_option"),
        ]


class Document(OfCase):
    """An agreement to mediate, an addendum to it, or a settlement. Draft until frozen as a PDF whose hash everything
    binds to.

    `terms` is what was said beside the clauses (place, date, subject, fee, term). `text` is what the frozen PDF says,
    as data for the screen; it was made with the PDF in one step. A final text that was opened again, or drawn up
    anew, stays as a row in state `void` with its PDF, hash and signatures. A signed settlement stands while the sides
    work on another; once that one is signed by all, the earlier is `replaced`.
    """

    AGREEMENT, SETTLEMENT, ADDENDUM = kinds.AGREEMENT, kinds.SETTLEMENT, kinds.ADDENDUM
    DRAFT, FROZEN, SIGNED, VOID, REPLACED = "draft", "frozen", "signed", "void", "replaced"
    OPEN = (DRAFT, FROZEN)

    lock_path = "case"
    read_permission = P.SEE_DOCUMENT
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="documents")
    kind = models.CharField(max_length=24, choices=[(k, k) for k in kinds.KINDS])
    languages = models.JSONField(default=list)
    prevailing = models.CharField(max_length=2, blank=True)
    terms = SealedJSON(klass="joint")
    text = SealedJSON(klass="joint")
    state = models.CharField(max_length=8, default=DRAFT)
    revision = models.PositiveIntegerField(default=1)
    pack = models.CharField(max_length=8)
    pack_version = models.CharField(max_length=20)
    digest = models.CharField(max_length=64, blank=True, db_index=True)
    check_code = models.CharField(max_length=14, blank=True, db_index=True)
    paper = models.CharField(max_length=16, blank=True)
    pages = models.PositiveSmallIntegerField(default=0)
    signing_pages = models.JSONField(default=list)
    pdf = models.ForeignKey(StoredFile, on_delete=models.PROTECT, null=True, related_name="+")
    sealed_pdf = models.ForeignKey(StoredFile, on_delete=models.PROTECT, null=True, related_name="+")
    evidence = models.ForeignKey(StoredFile, on_delete=models.PROTECT, null=True, related_name="+")
    made = models.DateTimeField()
    frozen = models.DateTimeField(null=True)
    signed = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case", "kind"], condition=Q(state__in=("draft", "frozen")), name="one_open_document_of_a_kind"
            ),
            # Addenda add up; of the other kinds one stands.
            models.UniqueConstraint(
                fields=["case", "kind"],
                condition=Q(state="signed") & ~Q(kind="addendum"),
                name="one_signed_document_of_a_kind",
            ),
        ]

    def _case_id(self) -> object:
        return self.case_id


class Clause(OfCase):
    """A numbered clause in parallel languages, with its duty: who, what, how much, by when, how proved, what if not."""

    lock_path = "document__case"
    read_permission = P.SEE_DOCUMENT
    document = models.ForeignKey(Document, on_delete=models.CASCADE, related_name="clauses")
    issue = models.ForeignKey(Issue, on_delete=models.SET_NULL, null=True, related_name="+")
    position = models.PositiveSmallIntegerField()
    version = models.PositiveIntegerField(default=1)
    texts = SealedJSON(klass="joint")
    duty = SealedJSON(klass="joint")
    editing = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+")
    editing_since = models.DateTimeField(null=True)
    removed = models.DateTimeField(null=True)

    def _case_id(self) -> object:
        return self.document.case_id


class ClauseVersion(OfCase):
    """What a clause said in one version, and who wrote it. Append-only."""

    clause = models.ForeignKey(Clause, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    texts = SealedJSON(klass="joint")
    duty = SealedJSON(klass="joint")
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["clause", "number"], name="one_clause_version")]

    def _case_id(self) -> object:
        return self.clause.document.case_id


class ClauseMark(Row):
    """A side's "agreed" to one version of a clause, and how it was taken in: read, heard, read aloud by whom, or said
    before whom (`read_by` then is the mediator who heard it)."""

    READ, HEARD, READ_ALOUD, SAID = "read", "heard", "read_aloud", "said"

    clause = models.ForeignKey(Clause, on_delete=models.CASCADE, related_name="marks")
    version = models.PositiveIntegerField()
    side = models.ForeignKey(Side, on_delete=models.CASCADE, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    how = models.CharField(max_length=10)
    read_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    language = models.CharField(max_length=2)
    at = models.DateTimeField()
    lost = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["clause", "side"], condition=Q(lost=None), name="one_clause_mark_per_side")
        ]


class ClauseComment(OfCase):
    """A remark on a clause, on the joint table."""

    clause = models.ForeignKey(Clause, on_delete=models.CASCADE, related_name="comments")
    author = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    language = models.CharField(max_length=2)
    body = Sealed(klass="joint")
    at = models.DateTimeField()

    def _case_id(self) -> object:
        return self.clause.document.case_id


class Signature(Row):
    """One signer's line on a frozen document. The code is bound to the hash; only its HMAC is kept.

    `method` says by which route. With a pen and by exchange of copies, `scan` holds the pages that two people compared
    and `written` the day that stands on the paper. `called`: the number on which the signer was called back.
    `at_request`: who wrote the signature at the request of a signer who cannot, and why in a short key; it counts
    only when two of the staff, `checked_by` and `witness`, have said that they saw it.
    """

    CODE_MAIL, CODE_READ_OUT, CODE_PRINTED = "code_mail", "code_read_out", "code_printed"
    IN_PERSON = "in_person"
    PEN, EXCHANGE = "pen", "exchange"
    ON_PAPER = (PEN, EXCHANGE)

    lock_path = "document__case"
    read_permission = P.SEE_DOCUMENT
    document = models.ForeignKey(Document, on_delete=models.CASCADE, related_name="signatures")
    participant = models.ForeignKey(Participant, on_delete=models.PROTECT, related_name="signatures")
    digest = models.CharField(max_length=64)
    method = models.CharField(max_length=14, blank=True)
    code = models.BinaryField(null=True)
    code_expires = models.DateTimeField(null=True)
    code_tries = models.PositiveSmallIntegerField(default=0)
    identity_check = models.CharField(max_length=20, blank=True)
    checked_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    language = models.CharField(max_length=2, blank=True)
    scan = models.ForeignKey("Scan", on_delete=models.PROTECT, null=True, related_name="signatures")
    written = models.DateField(null=True)
    called = Sealed(klass="archive")
    at_request = SealedJSON(klass="archive")
    witness = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    witnessed = models.DateTimeField(null=True)
    signed = models.DateTimeField(null=True)
    declined = models.DateTimeField(null=True)
    voided = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["document", "participant"], condition=Q(voided=None), name="one_signature_per_signer"
            )
        ]

    def scope_of(self, column: str) -> Scope:
        """What proves a signature is kept as long as the document."""
        return Scope("archive", self.document_id, self.document.case_id)


class Scan(Row):
    """Pages of a printed document that came back signed: scanned, or sent by e-mail by the signer of `line`.

    First one person compares every page with the original (`checked`), then a second one confirms (`confirmed`); only
    then the lines count. Another upload, an opened text or a withdrawn consent voids it (`voided`, `why`). `alone`: the
    centre has nobody else, and one person did both. `digest` is the hash of the document, not of the scan.
    """

    lock_path = "document__case"
    read_permission = P.SEE_SCAN
    PEN, EXCHANGE = Signature.PEN, Signature.EXCHANGE

    document = models.ForeignKey(Document, on_delete=models.CASCADE, related_name="scans")
    digest = models.CharField(max_length=64)
    route = models.CharField(max_length=8, choices=[(PEN, PEN), (EXCHANGE, EXCHANGE)])
    line = models.ForeignKey(Signature, on_delete=models.PROTECT, null=True, related_name="+")
    received = SealedJSON(klass="archive")
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    blank = models.PositiveSmallIntegerField(default=0)
    checked_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    checked = models.DateTimeField(null=True)
    confirmed_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    confirmed = models.DateTimeField(null=True)
    alone = models.BooleanField(default=False)
    voided = models.DateTimeField(null=True)
    why = models.CharField(max_length=20, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["document"],
                condition=Q(line=None, confirmed=None, voided=None),
                name="one_open_scan_of_a_document",
            ),
            models.UniqueConstraint(
                fields=["line"], condition=Q(confirmed=None, voided=None), name="one_open_scan_of_a_line"
            ),
        ]

    def scope_of(self, column: str) -> Scope:
        """From whom and when copies came is kept as long as the document."""
        return Scope("archive", self.document_id, self.document.case_id)


class ScanFile(Row):
    """One file of a scan, as it was kept; `digest` is its SHA-256, read again before anything rests on it."""

    scan = models.ForeignKey(Scan, on_delete=models.CASCADE, related_name="files")
    position = models.PositiveSmallIntegerField()
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")
    digest = models.CharField(max_length=64)
    size = models.PositiveBigIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["scan", "position"], name="one_file_per_position")]


class ScanPage(Row):
    """One page of the paper and the picture that stands for it. `read`: by its mark; if not, whoever checks has to say
    that they compared it (`compared`). `same_by`: who said that the words are the same."""

    scan = models.ForeignKey(Scan, on_delete=models.CASCADE, related_name="pages")
    number = models.PositiveSmallIntegerField()
    file = models.ForeignKey(ScanFile, on_delete=models.CASCADE, related_name="+")
    index = models.PositiveSmallIntegerField()
    turn = models.PositiveSmallIntegerField(default=0)
    read = models.BooleanField()
    compared = models.BooleanField(default=False)
    same_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["scan", "number"], name="one_picture_per_page")]


class ScanLine(Row):
    """A signature that is there on the paper, said by whoever checks, with the day that is written beside it."""

    scan = models.ForeignKey(Scan, on_delete=models.CASCADE, related_name="lines")
    signature = models.ForeignKey(Signature, on_delete=models.CASCADE, related_name="+")
    written = models.DateField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["scan", "signature"], name="one_look_per_line")]


import bitim.settlements.models_after  # noqa: E402 - the tables of what comes after, of the same application
import bitim.settlements.models_spoken  # noqa: E402, F401 - the table of read-backs belongs to this domain
