"""Each kind of paper lies under a key of its own, and goes when its own time is over."""

from datetime import timedelta

import pytest

from bitim.cases.actions import close_case
from bitim.kernel import clock, files, keystore
from bitim.kernel.access import NotFound
from bitim.kernel.keystore import Scope
from bitim.kernel.locking import write
from bitim.settlements import archive, jobs_keeping
from bitim.settlements.actions import demands, handing_in
from bitim.settlements.models import Document, Scan
from bitim.settlements.models_after import Demand, DutyKept
from bitim.settlements.queries import kept_file
from bitim.settlements.tests import stage

pytestmark = pytest.mark.django_db


@pytest.fixture
def made(settings, tmp_path):
    settings.FILES_PATH = tmp_path
    scene = stage.settled()
    for document in Document.objects.system().filter(case=scene.case).select_related("case"):
        document.pdf = archive.keep(b"%PDF", name="a.pdf", media_type=archive.PDF, case=scene.case, owner=document.pk)
        owner = archive.evidence_of(document.pk)
        document.evidence = archive.keep(b"PK", name="e", media_type=archive.ZIP, case=scene.case, owner=owner)
        document.save()
    close_case(scene.case, actor=scene.as_mediator, outcome="settled")
    return scene


def test_evidence_goes_and_the_settlement_stays(made):
    assert jobs_keeping.evidence(made.case.pk) == 2
    with pytest.raises(NotFound):
        kept_file(made.as_mediator, made.document.pk, "evidence")
    assert kept_file(made.as_mediator, made.document.pk, "pdf")[0] == b"%PDF"
    assert jobs_keeping.evidence(made.case.pk) == 0  # safe to repeat


def test_the_settlement_goes_with_what_it_says_of_duties(made):
    assert DutyKept.objects.system().get().words
    assert jobs_keeping.settlements(made.case.pk) == 1
    assert not DutyKept.objects.system().get().words
    with pytest.raises(NotFound):
        kept_file(made.as_mediator, made.document.pk, "pdf")
    agreement = Document.objects.system().get(case=made.case, kind=Document.AGREEMENT)
    assert kept_file(made.as_mediator, agreement.pk, "pdf")[0] == b"%PDF"
    assert jobs_keeping.agreements(made.case.pk) >= 1


def test_pages_signed_with_a_pen_go_with_the_paper_that_they_are_of(made):
    """A scan is the paper itself with its signatures: it lies under that paper's key, not under another one's."""
    agreement = Document.objects.system().get(case=made.case, kind=Document.AGREEMENT)
    pages = {}
    for document in (agreement, made.document):
        scan = Scan.objects.create(
            document=document, digest=document.digest, by=made.mediator, at=clock.now(), received={"from": "a@b.kz"}
        )
        with write():
            pages[document.pk] = handing_in._keep_file(
                scan, made.case, 1, files.Accepted("scan.pdf", archive.PDF, b"%PDF", "")
            ).file
    assert jobs_keeping.settlements(made.case.pk) == 1
    with pytest.raises(keystore.Shredded):
        archive.read(pages[made.document.pk])
    assert not Scan.objects.system().get(document=made.document).received
    assert archive.read(pages[agreement.pk]) == b"%PDF"
    assert Scan.objects.system().get(document=agreement).received == {"from": "a@b.kz"}


def test_an_entry_on_a_demand_is_kept_for_its_own_time(made):
    said = {"asker": "police", "office": "Полиция", "paper": "1", "day": clock.today().isoformat()}
    demand = demands.record_demand(made.case, actor=made.as_coordinator, said=said, given=[])
    assert jobs_keeping.demands(made.case.pk) == 0
    before = clock._source
    later = clock.now() + timedelta(days=1826)
    clock.set_source(lambda: later)
    try:
        assert jobs_keeping.demands(made.case.pk) == 1
    finally:
        clock.set_source(before)
    assert keystore.store().is_shredded(Scope("archive", demand.pk))
    assert Demand.objects.system().get().words == ""
