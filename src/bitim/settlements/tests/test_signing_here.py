"""Signing on the centre's computer before the mediator: for a person without a device, and recorded as what it is."""

import io

import pytest
from django.test import Client
from pypdf import PdfReader

from bitim.cases.models import Participant
from bitim.demo import cast
from bitim.kernel import clock, doors
from bitim.kernel.access import NotFound, Refused
from bitim.kernel.locking import write
from bitim.kernel.models import Event
from bitim.settlements.actions import sealing
from bitim.settlements.actions.signing_here import sign_here
from bitim.settlements.facts_matter import signers_of
from bitim.settlements.models import Document, Signature
from bitim.settlements.queries import copies_for, printed_copies, signing_for
from bitim.settlements.tests import stage

pytestmark = pytest.mark.django_db


@pytest.fixture
def printed():
    """An agreement that was really printed."""
    made = cast.without_doors(stage.ready())
    return made, stage.agreement_of(made)


@pytest.fixture
def scene():
    """A final text by rows alone."""
    made = cast.without_doors(stage.ready())
    line = {"kk": "Медиация туралы шарт.", "ru": "Договор о медиации."}
    document = Document.objects.create(
        case=made.case,
        kind=Document.AGREEMENT,
        languages=["kk", "ru"],
        prevailing="kk",
        text={"title": line, "sections": [{"number": "1", "title": line, "paragraphs": [line]}]},
        state=Document.FROZEN,
        digest="ab" * 32,
        pack="kz",
        pack_version="1",
        made=clock.now(),
        frozen=clock.now(),
    )
    for one in signers_of(made.case):
        Signature.objects.create(document=document, participant=one, digest=document.digest)
    return made, document


def press(made, document, position=1, actor=None, **changes):
    line = stage.line_of(document, made.parties[position - 1])
    said = {
        "seen_as": "id_card",
        "digest_seen": document.digest,
        "language": "kk",
        "confirmed": True,
    } | changes
    return sign_here(line, actor=actor or made.as_mediator, **said)


def test_the_method_says_what_it_is(scene):
    made, document = scene
    line = press(made, document)
    assert (line.method, line.identity_check, line.checked_by_id) == ("in_person", "id_card", made.mediator.pk)
    assert line.signed
    assert "identity card" in sealing.how_checked(line)
    assert str(made.mediator.name) in sealing.how_checked(line)
    shown = signing_for(made.as_party(2), document).lines
    told = [str(one.method) for one in shown if one.signed]
    assert told == [f"Pressed on the centre's computer before the mediator ({made.mediator.name})"]


@pytest.mark.parametrize(
    "change",
    [
        {"seen_as": ""},
        {"seen_as": "not_looked"},
        {"confirmed": False},
        {"digest_seen": "0" * 64},
        {"language": "bg"},
    ],
)
def test_what_is_asked_before(scene, change):
    made, document = scene
    with pytest.raises(Refused):
        press(made, document, **change)


def test_never_in_the_place_of_somebody_with_a_way_in(scene):
    made, document = scene
    with write():
        door = doors.make_door(made.parties[0].pk, made.case.pk, "case", second="4417", second_kind="phone4")
    with pytest.raises(Refused):
        press(made, document)
    with write():
        doors.close(door)
    with pytest.raises(Refused):
        press(made, document)


@pytest.mark.parametrize("who", ["own", "other", "coordinator"])
def test_by_the_mediator_alone(scene, who):
    made, document = scene
    actor = {"own": made.as_party(1), "other": made.as_party(2), "coordinator": made.as_coordinator}[who]
    with pytest.raises((Refused, NotFound)):
        press(made, document, actor=actor)


def test_nobody_who_waits_or_has_left(scene):
    made, document = scene
    rows = Participant.objects.system().filter(person=made.parties[0])
    rows.update(unconfirmed=clock.now())
    with pytest.raises(Refused):
        press(made, document)
    rows.update(unconfirmed=None, ended=clock.now())
    with pytest.raises(Refused):
        press(made, document)


def test_the_mediator_does_not_sign_so_themselves(scene):
    made, document = scene
    line = stage.line_of(document, made.mediator)
    said = {"seen_as": "known", "digest_seen": document.digest, "language": "kk", "confirmed": True}
    with pytest.raises(Refused):
        sign_here(line, actor=made.as_mediator, **said)


def test_pressed_twice_it_is_signed_once_and_the_last_one_completes(printed):
    made, document = printed
    first = press(made, document)
    assert press(made, document).signed == first.signed
    stage.sign(made, document, made.mediator)
    press(made, document, 2, language="ru")
    done = Document.objects.system().get(pk=document.pk)
    made.case.refresh_from_db()
    assert (done.state, made.case.stage) == ("signed", "meetings")
    assert done.evidence_id


@pytest.mark.parametrize(("by", "told"), [("mediator", 1), ("coordinator", 0)])
def test_the_record_says_when_one_person_did_it_all(scene, by, told):
    made, document = scene
    who = made.mediator if by == "mediator" else made.coordinator
    Participant.objects.system().filter(person=made.parties[0]).update(seen_by=who, seen_at=clock.now())
    press(made, document)
    assert Event.objects.system().filter(kind="DoneByOne", chain=made.case.pk).count() == told


def test_consent_taken_back_stops_it(scene):
    from bitim.cases import actions as cases

    made, document = scene
    cases.withdraw_consent(made.sides[0], actor=made.as_mediator)
    with pytest.raises(Refused):
        press(made, document)


def test_copies_are_for_each_party_and_the_centre(printed):
    made, document = printed
    copies = copies_for(made.as_mediator, document)
    assert copies.count == len(copies.parties) + 1 == 3
    one = len(PdfReader(io.BytesIO(document_pdf(document))).pages)
    pages = len(PdfReader(io.BytesIO(printed_copies(made.as_mediator, document))).pages)
    assert pages == 3 * one
    even = one + one % 2
    both = printed_copies(made.as_mediator, document, both_sides=True)
    assert len(PdfReader(io.BytesIO(both)).pages) == 2 * even + one
    for reader in (made.as_party(1), made.as_coordinator):
        with pytest.raises(NotFound):
            copies_for(reader, document)


def document_pdf(document) -> bytes:
    from bitim.settlements import archive

    return archive.read(document.pdf)


def client_of(made) -> Client:
    from bitim.people import session_keys

    client = Client(HTTP_ACCEPT_LANGUAGE="en")
    client.force_login(made.mediator.account, backend="allauth.account.auth_backends.AuthenticationBackend")
    session = client.session
    session[session_keys.ACTING] = [str(made.centre.pk), "mediator"]
    session.save()
    return client


def test_two_screens_on_one_computer(scene):
    made, document = scene
    line, client = stage.line_of(document, made.parties[0]), client_of(made)
    where = f"/sign/line/{line.pk}/here/"
    asked = client.get(where).content.decode()
    assert document.digest not in asked
    read = client.post(where, {"seen_as": "id_card"}).content.decode()
    assert document.digest in read
    assert "Медиация" in read
    assert not Signature.objects.system().get(pk=line.pk).signed
    answer = client.post(where, {"seen_as": "id_card", "digest": document.digest, "confirmed": "1", "once": "a"})
    assert answer.status_code == 303
    assert Signature.objects.system().get(pk=line.pk).signed
    assert client.get(f"/document/{document.pk}/copies/").status_code == 200


def test_an_unticked_box_asks_again(scene):
    made, document = scene
    line, client = stage.line_of(document, made.parties[0]), client_of(made)
    answer = client.post(f"/sign/line/{line.pk}/here/", {"seen_as": "known", "digest": document.digest})
    assert answer.status_code == 409
    assert not Signature.objects.system().get(pk=line.pk).signed


def test_nobody_signs_before_a_mediator_whom_their_side_has_not_accepted(scene):
    made, document = scene
    with pytest.raises(Refused):
        press(made, document, actor=cast.second_mediator(made, 2))
    assert press(made, document).signed
