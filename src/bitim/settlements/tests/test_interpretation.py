"""Nobody signs, by whatever way, a text that is in no language they speak, before it was read back to them."""

import io
import json
import zipfile
from types import SimpleNamespace

import pytest

from bitim.cases import actions as cases
from bitim.cases.models import Participant
from bitim.cases.models_shape import Undertaking
from bitim.cases.queries import people_for
from bitim.demo import cast
from bitim.kernel.access import NotFound, Refused
from bitim.settlements import archive, queries
from bitim.settlements.actions import comparing, freezing, pen, signing
from bitim.settlements.actions.interpreting import record_interpretation
from bitim.settlements.models import Document, Signature
from bitim.settlements.models_spoken import Interpretation

from . import stage

pytestmark = pytest.mark.django_db
SPOKEN = "дұңған тілі"


@pytest.fixture
def made(settings):
    settings.LOCALE_PATHS = []
    scene = stage.ready()
    speaks(scene, 1, SPOKEN)
    return scene


def speaks(scene, position, words):
    part = Participant.objects.system().get(person=scene.parties[position - 1])
    cases.change_contacts(part, actor=scene.as_party(position), said={"spoken": words})


@pytest.fixture
def paper(made):
    return stage.agreement_of(made)


def line(paper, made, position=1):
    return stage.line_of(paper, made.parties[position - 1])


def interpreting(made, who):
    cast._member(made, who, Participant.INTERPRETER)
    return Participant.objects.system().get(person=who, role=Participant.INTERPRETER)


def read_back(signature, made, **changes):
    said = {"spoken": SPOKEN, "understood": True, "outside": "Юсуп Ма", "promised": "paper", "promised_in": "ru"}
    return record_interpretation(signature, actor=made.as_mediator, **said | changes)


def test_no_way_of_signing_opens_before_it_and_to_refuse_needs_none(made, paper):
    signature = line(paper, made)
    for act in (
        lambda: signing.ask_code(signature, actor=made.as_party(1)),
        lambda: signing.read_out_code(signature, actor=made.as_mediator, identity_check="in_person"),
        lambda: pen.choose_pen(signature, actor=made.as_mediator, pen=True),
        lambda: pen.print_code(signature, actor=made.as_mediator, way="in_person"),
        lambda: signing.sign(
            signature, actor=made.as_party(1), code="1", digest_seen=paper.digest, language="kk", confirmed=True
        ),
    ):
        with pytest.raises(Refused, match="Refused"):
            act()
    assert signing.read_out_code(line(paper, made, 2), actor=made.as_mediator, identity_check="in_person")
    signing.refuse_to_sign(signature, actor=made.as_party(1))


def test_pages_signed_with_a_pen_count_only_after_it(made, paper):
    """Also when what somebody speaks was written down after the pen was chosen."""
    look = SimpleNamespace(signature=line(paper, made), written=None)
    with pytest.raises(Refused):
        comparing._sign(SimpleNamespace(document=paper), look, made.as_mediator)
    assert line(paper, made).signed is None


def test_read_back_and_understood_it_opens(made, paper):
    signature = line(paper, made)
    read_back(signature, made)
    assert read_back(signature, made).pk == Interpretation.objects.system().get().pk
    assert Undertaking.objects.system().get().name == "Юсуп Ма"
    assert len(signing.read_out_code(signature, actor=made.as_mediator, identity_check="in_person")) == 8


@pytest.mark.parametrize(
    "changes",
    [{"understood": False}, {"spoken": ""}, {"outside": ""}, {"promised": ""}, {"digest_seen": "0" * 64}],
)
def test_it_is_recorded_only_whole(made, paper, changes):
    with pytest.raises(Refused):
        read_back(line(paper, made), made, **changes)
    assert not Interpretation.objects.system().exists()


def test_never_by_the_signer_nor_by_the_interpreter(made, paper):
    signature = line(paper, made)
    for actor in (made.as_party(1), made.as_party(2), made.as_coordinator):
        with pytest.raises((Refused, NotFound)):
            record_interpretation(
                signature, actor=actor, spoken=SPOKEN, understood=True, outside="Юсуп Ма", promised="paper"
            )
    with pytest.raises(Refused):
        read_back(signature, made, outside=str(made.parties[1].name))
    for near in ("Ким Виктор", "В. Ким", "переводчик Виктор Ким"):
        with pytest.raises(Refused):
            read_back(signature, made, outside=near)
    own = cast.promised(interpreting(made, made.mediator), made.coordinator)
    with pytest.raises(Refused):
        read_back(signature, made, interpreter=own.pk)


def test_an_interpreter_of_the_case_first_promises(made, paper):
    one = interpreting(made, made.interpreter)
    with pytest.raises(Refused):
        read_back(line(paper, made), made, interpreter=one.pk)
    cases.record_undertaking(one, actor=made.as_mediator, how="oral", language="ru")
    assert read_back(line(paper, made), made, interpreter=one.pk).participant_id == one.pk


def test_another_text_is_read_back_anew(made, paper):
    read_back(line(paper, made), made)
    freezing.reopen(paper, actor=made.as_mediator)
    again = stage.agreement_of(made, place={"kk": "Талғар қаласы", "ru": "город Талгар"})
    with pytest.raises(Refused):
        signing.read_out_code(line(again, made), actor=made.as_mediator, identity_check="in_person")
    row = Interpretation.objects.system().get()
    row.signature = line(again, made)
    row.save()
    with pytest.raises(Refused):  # of another hash
        signing.read_out_code(line(again, made), actor=made.as_mediator, identity_check="in_person")


def test_a_language_of_the_text_needs_no_interpreter(made, paper):
    for words in ("орысша", "казахский, дунганский", ""):
        speaks(made, 1, words)
        assert signing.read_out_code(line(paper, made), actor=made.as_mediator, identity_check="in_person")
    speaks(made, 1, "немного русский")
    with pytest.raises(Refused):
        signing.read_out_code(line(paper, made), actor=made.as_mediator, identity_check="in_person")


def test_the_evidence_and_the_line_say_it(made, paper):
    read_back(line(paper, made), made)
    stage.sign_all(made, paper)
    paper = Document.objects.system().get(pk=paper.pk)
    shown = queries.signing_for(made.as_party(2), paper).lines
    (said,) = [one.interpreted for one in shown if one.interpreted]
    assert "Юсуп Ма" in said and SPOKEN in said and str(made.mediator.name) in said
    with zipfile.ZipFile(io.BytesIO(archive.read(paper.evidence))) as bundle:
        whole = " ".join(
            bundle.read(name).decode("utf-8", "replace") for name in bundle.namelist() if not name.endswith(".pdf")
        )
    assert "Юсуп Ма" in whole or json.dumps("Юсуп Ма") in whole


def test_told_to_staff_and_the_person_alone(made, paper):
    def told(actor):
        return [one.name for one in people_for(actor, made.case) if one.interpreter]

    name = str(made.parties[0].name)
    assert told(made.as_coordinator) == told(made.as_mediator) == told(made.as_party(1)) == [name]
    assert told(made.as_party(2)) == []
    other = queries.signing_for(made.as_party(2), paper).lines
    assert not any(one.needs_interpreter or one.spoken for one in other)
    (mine,) = [one for one in queries.signing_for(made.as_mediator, paper).lines if one.can_interpret]
    assert mine.spoken == SPOKEN


def test_today_names_the_case_until_somebody_interprets(made):
    from bitim.cases.queries.owed import to_find_interpreter

    for actor in (made.as_coordinator, made.as_mediator):
        assert to_find_interpreter(actor, 5).total == 1
    cast._member(made, made.interpreter, Participant.INTERPRETER)
    assert to_find_interpreter(made.as_coordinator, 5).total == 0
    made.parties[0].refresh_from_db()
    speaks(made, 1, "қазақша")
    assert not Participant.objects.system().filter(interpreter_required=True).exists()


def test_it_goes_with_the_line_when_consent_is_withdrawn(made, paper):
    read_back(line(paper, made), made)
    code = signing.read_out_code(line(paper, made), actor=made.as_mediator, identity_check="in_person")
    signing.sign(
        line(paper, made),
        actor=made.as_party(1),
        code=code,
        digest_seen=paper.digest,
        language="kk",
        confirmed=True,
    )
    cases.withdraw_consent(made.sides[0], actor=made.as_party(1))
    stage.consent(made, made.sides[0], made.parties[0])
    fresh = line(paper, made)
    assert Signature.objects.system().filter(voided__isnull=False).count() == 1
    with pytest.raises(Refused):
        signing.read_out_code(fresh, actor=made.as_mediator, identity_check="in_person")
