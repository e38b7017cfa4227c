"""A machine that edits, freezes, signs, reopens, withdraws and comes back in every order; by code and with a pen.

Whatever it does: a complete document carries, of everybody who signs, a signature for its own hash, and every side
stood by its consent when it was completed; a void signature counts for nothing; what was signed was never another text;
what was signed on paper was compared by one person and confirmed by another, on pages of this very text.
"""

from copy import deepcopy

import pytest
from django.db import transaction
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from bitim.cases.events import ConsentWithdrawn
from bitim.cases.models import Case, Consent
from bitim.kernel import clock
from bitim.kernel.access import NotFound, Refused
from bitim.kernel.paper.digest import document_hash
from bitim.kernel.record import record
from bitim.settlements import archive
from bitim.settlements.actions import clauses, freezing, handing_in, pen, signing
from bitim.settlements.actions import preparing as printing
from bitim.settlements.models import Clause, Document, Scan, Signature
from bitim.settlements.tests import scanned, stage

PEOPLE = st.integers(0, 2)


class Signing(RuleBasedStateMachine):
    """One case from drafting on; the last person is the mediator. `scene` is set before the first run."""

    scene: tuple[object, ...]

    def __init__(self) -> None:
        super().__init__()
        self.made, self.document, self.clause = deepcopy(self.scene)
        self.consenting_at_completion: dict[object, int] = {}
        self.left: dict[object, object] = {}
        self.edits = 0

    @property
    def people(self):
        return (*self.made.parties, self.made.mediator)

    def now(self):
        return Document.objects.system().get(pk=self.document.pk)

    def attempt(self, act, *args, **said):
        try:
            act(*args, **said)
        except (Refused, NotFound):
            return

    @rule(agreed=st.booleans(), position=st.integers(1, 2))
    def edit(self, agreed, position):
        clause = Clause.objects.system().get(pk=self.clause.pk)
        self.edits += 1
        texts = stage.CLAUSE | {"ru": f"Вода {self.edits}"}
        actor = self.made.as_party(position)
        duty = stage.duty(self.made)
        self.attempt(clauses.edit_clause, clause, actor=actor, version=clause.version, texts=texts, duty=duty)
        if agreed:
            self.attempt(stage.agree, self.made, Clause.objects.system().get(pk=self.clause.pk))

    @rule()
    def agree(self):
        self.attempt(stage.agree, self.made, Clause.objects.system().get(pk=self.clause.pk))

    @initialize()
    def begin_final(self):
        self.freeze()

    @rule()
    def freeze(self):
        self.attempt(freezing.freeze_settlement, self.document, actor=self.made.as_mediator)

    @rule()
    def reopen(self):
        self.attempt(freezing.reopen, self.document, actor=self.made.as_mediator)

    @rule(who=PEOPLE)
    def sign(self, who):
        self.try_to_sign(who)

    @rule(who=PEOPLE)
    def sign_too(self, who):
        self.try_to_sign(who)

    @rule(who=PEOPLE, wrong=st.sampled_from(["code", "text"]))
    def sign_wrongly(self, who, wrong):
        self.try_to_sign(who, wrong)

    def try_to_sign(self, who, wrong=""):
        document, person = self.now(), self.people[who]
        line = Signature.objects.system().filter(document=document, participant__person=person, voided=None).first()
        if line is None:
            return
        said = {"digest_seen": "0" * 64} if wrong == "text" else {}
        try:
            code = stage.code_for(self.made, line)
            stage.sign(self.made, document, person, code="123" if wrong == "code" else code, **said)
        except (Refused, NotFound):
            return
        assert not wrong, "signed with a wrong code or for another text"

    @rule(who=PEOPLE, with_pen=st.sampled_from([True, True, False]))
    def choose(self, who, with_pen):
        line = self.line(who)
        if line is not None:
            self.attempt(pen.choose_pen, line, actor=self.made.as_mediator, pen=with_pen)

    @rule(without=st.sampled_from([0, 1, 2, None]), so_far=st.sampled_from([2, 3, 3, 4]))
    def on_paper(self, without, so_far):
        for one in range(3):
            if one != without:
                self.choose(one, True)
        self.attempt(handing_in.hand_in, self.now(), actor=self.made.as_mediator, uploads=[None])
        for act in ((self.compare, True), (self.confirm, False), (self.confirm, True))[: so_far - 1]:
            act[0](by_mediator=act[1])

    @rule(by_mediator=st.booleans())
    def compare(self, by_mediator):
        for scan in Scan.objects.system().filter(document__case=self.made.case):
            actor = self.made.as_mediator if by_mediator else self.made.as_coordinator
            self.attempt(scanned.compare, self.made, scan, actor)

    @rule(by_mediator=st.booleans())
    def confirm(self, by_mediator):
        for scan in Scan.objects.system().filter(document__case=self.made.case):
            actor = self.made.as_mediator if by_mediator else self.made.as_coordinator
            self.attempt(scanned.confirm, self.made, scan, actor)

    def line(self, who):
        rows = Signature.objects.system().filter(document=self.now(), voided=None)
        return rows.filter(participant__person=self.people[who]).first()

    @rule(position=st.integers(0, 1))
    def withdraw(self, position):
        side = self.made.sides[position]
        for consent in Consent.objects.system().filter(side=side, withdrawn=None):
            consent.withdrawn = self.left[side.pk] = clock.now()
            consent.save()
            case = self.made.case.pk
            actor = self.made.as_party(position + 1)
            record(ConsentWithdrawn(case, case, case, side.pk, consent.pk), actor=actor)

    @rule(position=st.integers(0, 1))
    def come_back(self, position):
        side = self.made.sides[position]
        if not Consent.objects.system().filter(side=side, withdrawn=None).exists():
            stage.consent(self.made, side, self.made.parties[position])

    @invariant()
    def a_complete_document_is_everybodys(self):
        for document in Document.objects.system().filter(case=self.made.case, state=Document.SIGNED):
            lines = list(Signature.objects.system().filter(document=document, voided=None))
            assert len(lines) == 3
            assert all(line.signed and line.digest == document.digest for line in lines)
            assert document_hash(archive.read(document.pdf)) == document.digest
            first = document.pk not in self.consenting_at_completion
            if first:
                consenting = Consent.objects.system().filter(case=self.made.case, withdrawn=None)
                self.consenting_at_completion[document.pk] = consenting.values("side").distinct().count()
            assert self.consenting_at_completion[document.pk] == 2

    @invariant()
    def what_is_on_paper_was_seen_by_two(self):
        lines = Signature.objects.system().filter(signed__isnull=False, method=Signature.PEN)
        for line in lines.select_related("scan", "document"):
            assert line.scan.confirmed, "signed on paper before a second person looked"
            assert line.scan.checked_by_id != line.scan.confirmed_by_id
            assert line.scan.digest == line.digest
            assert line.scan.document_id == line.document_id
            if line.voided is None and line.document.state != Document.VOID:
                assert line.scan.voided is None

    @invariant()
    def the_stage_follows_the_text(self):
        stage_now = Case.objects.system().get(pk=self.made.case.pk).stage
        state = self.now().state
        assert (stage_now, state) in {("drafting", "draft"), ("signing", "frozen"), ("performance", "signed")}

    @invariant()
    def nothing_signed_stands_for_another_text(self):
        standing = (
            Signature.objects.system()
            .filter(signed__isnull=False, voided=None)
            .select_related("document", "participant")
        )
        for line in standing:
            assert line.digest == line.document.digest
            assert line.document.state in (Document.FROZEN, Document.SIGNED)
            left = self.left.get(line.participant.side_id)
            completed = line.document.signed
            if line.document.kind == Document.SETTLEMENT and left and not (completed and completed <= left):
                assert line.signed > left, "a side that withdrew took its signature with it"


@pytest.mark.slow
@pytest.mark.django_db
def test_no_order_breaks_signing(monkeypatch):
    # Made once, as it is made everywhere: every run works on a copy, over rows that are rolled back to this.
    monkeypatch.setattr(Signing, "scene", stage.settled_ready(), raising=False)
    # Printing is tried in its own tests; here every paper differs by what it says, and costs nothing.
    monkeypatch.setattr(printing, "printed", scanned.printed)
    monkeypatch.setattr(handing_in, "read_uploads", scanned.unread)
    monkeypatch.setattr(signing.sealing, "seal_document", lambda document_id: None)
    run_state_machine_as_test(
        Fresh,
        settings=settings(
            max_examples=20,
            stateful_step_count=16,
            phases=[Phase.generate],
            deadline=None,
            database=None,
            suppress_health_check=list(HealthCheck),
        ),
    )


class Fresh(Signing):
    """Every run begins and ends with the database as it was."""

    def __init__(self) -> None:
        self.around = transaction.atomic()
        self.around.__enter__()
        super().__init__()

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.around.__exit__(None, None, None)
