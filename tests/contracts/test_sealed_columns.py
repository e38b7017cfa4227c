"""Every column that could hold words is sealed, or stands here with the reason why it is open.

A new text, JSON or binary column fails until somebody decides: sealed under which class, or open and why.
What stays open is what a person with the database file learns even after a case was destroyed.
"""

from collections.abc import Iterator

import pytest
from django.apps import apps
from django.db import models

from bitim.kernel.keystore import CLASSES
from bitim.kernel.sealed import Sealed

COULD_HOLD_WORDS = (
    models.CharField,
    models.TextField,
    models.JSONField,
    models.BinaryField,
    models.GenericIPAddressField,
    models.FileField,
    models.FilePathField,
)

KEY = "a key of the program's own vocabulary, not words of people"
MAC = "a digest or MAC under a key of the key store; says nothing by itself"
LANGUAGE = "a language code"
PUBLIC = "public by law or by being a centre's own sign on the door"
IDS = "ids, numbers and short keys only; kernel.record refuses anything else"

OPEN: dict[str, str] = {
    # kernel
    "kernel.Membership.role": KEY,
    "kernel.Membership.why": KEY,
    "kernel.Event.kind": KEY,
    "kernel.Event.payload": IDS,
    "kernel.Event.role": KEY,
    "kernel.Event.mac": MAC,
    "kernel.Event.digest": MAC,
    "kernel.ChainHead.digest": MAC,
    "kernel.Checkpoint.digest": MAC,
    "kernel.Checkpoint.signature": MAC,
    "kernel.IdempotencyKey.key": "a random token of a form",
    "kernel.IdempotencyKey.action": KEY,
    "kernel.IdempotencyKey.result_model": KEY,
    "kernel.IdempotencyKey.result_id": IDS,
    "kernel.RefusalLine.permission": KEY,
    "kernel.Bucket.name": MAC,
    "kernel.Door.purpose": KEY,
    "kernel.Door.second": MAC,
    "kernel.Door.second_kind": KEY,
    "kernel.Door.pin": MAC,
    "kernel.DoorSecret.kind": KEY,
    "kernel.DoorSecret.digest": MAC,
    "kernel.Delivery.route": KEY,
    "kernel.Delivery.notice": KEY,
    "kernel.Delivery.key": IDS,
    "kernel.Delivery.failed": KEY,
    "kernel.StoredFile.klass": KEY,
    "kernel.StoredFile.media_type": "one of the few types that are taken in; tells photo from paper, no more",
    "kernel.Job.name": KEY,
    # people
    "people.Centre.name": PUBLIC,
    "people.Centre.address": PUBLIC,
    "people.Centre.place": PUBLIC,
    "people.Centre.phone": PUBLIC,
    "people.Centre.email": PUBLIC,
    "people.Centre.pack": KEY,
    "people.Centre.languages": LANGUAGE,
    "people.Centre.time_zone": KEY,
    "people.Centre.calendar_title": KEY,
    "people.Centre.slug": PUBLIC,
    "people.Person.language": LANGUAGE,
    "people.Person.time_zone": "a name of the time zone database; empty for whoever lives by the centre's clock",
    "people.Person.name_blind": "keyed blind index: equal names give equal bytes to whoever holds the database",
    "people.Person.phone_blind": "keyed blind index, as above",
    "people.Person.email_blind": "keyed blind index, as above",
    "people.Account.password": "unusable for everybody: there are no passwords",
    "people.Account.email": "the login of a member of staff, which allauth looks up; parties have no account",
    "people.CentreRole.role": KEY,
    "people.MediatorCard.kind": PUBLIC,
    "people.MediatorCard.public_name": PUBLIC,
    "people.MediatorCard.organisation": PUBLIC,
    "people.MediatorCard.certificate": PUBLIC,
    "people.MediatorCard.languages": PUBLIC,
    "people.MediatorCard.number": PUBLIC,
    "people.MediatorCard.training": PUBLIC,
    "people.MediatorCard.elected_at": PUBLIC,
    "people.MediatorCard.register_number": PUBLIC,
    "people.MediatorCard.removed_for": KEY,
    "people.MediatorCard.spoken": PUBLIC,
    "people.MediatorCard.kinds": KEY,
    "people.MediatorCard.places": PUBLIC,
    "people.MediatorCard.search": PUBLIC,
    "people.TemplateAcceptance.pack": KEY,
    "people.TemplateAcceptance.kind": KEY,
    "people.TemplateAcceptance.version": KEY,
    "people.TemplateAcceptance.fingerprint": KEY,
    "people.TemplateAcceptance.name": "the head's name, printed on every document of the centre",
    "people.Place.name": PUBLIC,
    "people.Place.address": PUBLIC,
    "people.Place.hours": PUBLIC,
    "people.CentreInterest.kind": KEY,
    "people.Mark.what": KEY,
    "people.Mark.digest": "keyed blind index: whoever shares two words of a name, a number or an address, shares bytes",
    # cases
    "cases.Appointment.role": KEY,
    "cases.Appointment.state": KEY,
    "cases.Acceptance.answer": KEY,
    "cases.Acceptance.how": KEY,
    "cases.Panel.members": IDS,
    "cases.Panel.seed": "a random draw; says nothing by itself",
    "cases.Case.number": "the number that staff sort and file by",
    "cases.Case.pack": KEY,
    "cases.Case.stage": KEY,
    "cases.Case.mode": KEY,
    "cases.Case.kind": KEY,
    "cases.Case.due_for": KEY,
    "cases.Case.outcome": "a key that the journal needs after the case is gone",
    "cases.Side.state": KEY,
    "cases.Party.kind": KEY,
    "cases.Participant.role": KEY,
    "cases.Participant.language": LANGUAGE,
    "cases.Participant.hand_why": "why somebody signs for another: illness, impairment, does not write; on the paper",
    "cases.Participant.seen_as": "which kind of paper was shown; never its number",
    "cases.Request.kind": KEY,
    "cases.Request.language": LANGUAGE,
    "cases.Request.state": KEY,
    "cases.Screening.result": "asked by the lifecycle; docs/threat-model.md says what it tells",
    "cases.Request.outcome": KEY,
    "cases.Participant.reason": KEY,
    "cases.Invitation.role": KEY,
    "cases.SideWord.about": KEY,
    "cases.SideWord.how": KEY,
    "cases.Undertaking.language": LANGUAGE,
    "cases.Undertaking.how": KEY,
    "cases.Invitation.state": KEY,
    "cases.Invitation.route": KEY,
    "cases.Consent.language": LANGUAGE,
    "cases.Consent.how": KEY,
    "cases.Hand.kind": KEY,
    "people.CodeSheet.pin": MAC,
    "people.CodeSheet.codes": MAC,
    "cases.Attempt.route": KEY,
    "cases.Attempt.outcome": KEY,
    "cases.ReadBack.about": KEY,
    "cases.ReadBack.language": LANGUAGE,
    "cases.ReadBack.number": MAC,
    "cases.ReadBack.word": "whether the agreed word fitted; not the word",
    "cases.ReadBack.state": KEY,
    "cases.ReadBack.broken_by": "why a call ended without content",
    "cases.SpokenWord.digest": MAC,
    "cases.Assistance.kind": KEY,
    # room
    "room.Space.kind": KEY,
    "room.Message.author_role": KEY,
    "room.Message.kind": KEY,
    "room.Message.language": LANGUAGE,
    "room.Translation.language": LANGUAGE,
    "room.Release.source_hash": "SHA-256 of the sealed original, not of its words",
    "room.Meeting.mode": KEY,
    "room.Meeting.state": KEY,
    "room.VoicePlace.knock": KEY,
    "room.VoicePlace.into": LANGUAGE,
    "room.VoicePlace.writes": LANGUAGE,
    "room.Attendance.channel": KEY,
    "room.Aside.channel": KEY,
    "room.MeetingRecord.channels": "keys of channels, for counting without names",
    "room.MeetingRecord.stage": KEY,
    "room.MeetingRecord.place": KEY,
    "room.Proposal.mode": KEY,
    "room.Proposal.state": KEY,
    # settlements
    "dialogue.Conversation.slug": "a random short address, printed on slips",
    "dialogue.Conversation.languages": LANGUAGE,
    "dialogue.Conversation.entry": KEY,
    "dialogue.Slip.digest": MAC,
    "dialogue.Ratification.slug": "a random short address, printed on ballot papers",
    "dialogue.Ratification.state": KEY,
    "dialogue.Ratification.rule": KEY,
    "dialogue.BallotPaper.digest": MAC,
    "dialogue.Voice.digest": MAC,
    "dialogue.Statement.language": LANGUAGE,
    "dialogue.Statement.checked": LANGUAGE,
    "dialogue.Statement.state": KEY,
    "dialogue.Statement.reason": KEY,
    "compromise.Search.kind": KEY,
    "compromise.Search.state": KEY,
    "compromise.Part.commitment": "a hash of a closed list under its own random salt, which is sealed",
    "compromise.Bidding.state": KEY,
    "compromise.Bidding.currency": "the code of a currency; no sum",
    "compromise.Round.state": KEY,
    "compromise.Round.digest": "a hash of what every side may read",
    "settlements.Document.kind": KEY,
    "settlements.Document.languages": LANGUAGE,
    "settlements.Document.prevailing": LANGUAGE,
    "settlements.Document.state": KEY,
    "settlements.Document.pack": KEY,
    "settlements.Document.pack_version": KEY,
    "settlements.Document.digest": "SHA-256 of the frozen paper: whoever holds the paper can find its row",
    "settlements.Document.check_code": "random digits printed on the paper, looked up nowhere",
    "settlements.Document.paper": "what the mark on each printed page says; made from the words, as Document.digest",
    "settlements.Document.signing_pages": "numbers of pages",
    "settlements.Scan.digest": "as Document.digest",
    "settlements.Scan.route": KEY,
    "settlements.Scan.why": KEY,
    "settlements.ScanFile.digest": "SHA-256 of a file: whoever holds the file can find its row",
    "settlements.ClauseMark.how": KEY,
    "settlements.ClauseMark.language": LANGUAGE,
    "settlements.ClauseComment.language": LANGUAGE,
    "settlements.Signature.digest": "as Document.digest",
    "settlements.Interpretation.digest": "as Document.digest",
    "settlements.Signature.method": KEY,
    "settlements.Signature.code": MAC,
    "settlements.Signature.identity_check": KEY,
    "settlements.Signature.language": LANGUAGE,
    # journal
    "journal.Numbering.code": PUBLIC,
    "journal.Numbering.cases": "how numbers are written: a pattern",
    "journal.Numbering.incoming": "as above",
    "journal.Numbering.outgoing": "as above",
    "journal.Numbering.consultations": "as above",
    "journal.Line.shown": "the number that the office writes",
    "journal.Line.act": KEY,
    "journal.Line.once": IDS,
    "journal.Line.kind": KEY,
    "journal.Line.channel": KEY,
    "journal.Line.why": KEY,
    "journal.Line.book": KEY,
    "journal.Line.register": KEY,
    "journal.Line.outcome": KEY,
    "journal.Line.subject": KEY,
    "journal.Line.emptied": "names of the columns in which nothing should stand",
    "journal.Consultation.shown": "the number that the office writes",
    "journal.Consultation.act": KEY,
    "journal.Consultation.once": IDS,
    "journal.Consultation.kind": KEY,
    "journal.Consultation.channel": KEY,
    "journal.Consultation.why": KEY,
    "journal.Consultation.language": LANGUAGE,
    "journal.Consultation.asked": KEY,
    "journal.Consultation.outcome": KEY,
    "journal.Consultation.sent_to": KEY,
    "journal.Aspect.answer": "a mark on the dispute, never on people: yes, no, unclear; docs/threat-model.md",
    "settlements.DutyKept.said": KEY,
    "settlements.DutyReport.says": KEY,
    "settlements.DutyReport.how": KEY,
    "settlements.Pulse.how": KEY,
    "settlements.DutyReport.language": LANGUAGE,
    "settlements.Demand.tell": KEY,
    "settlements.DemandStep.what": KEY,
}


def columns(sealed: bool) -> Iterator[tuple[str, models.Field]]:
    """Yield the columns of our own models that could hold words."""
    for model in apps.get_models():
        if model.__module__.startswith("bitim.") and ".tests" not in model.__module__:
            for field in model._meta.get_fields():
                words = isinstance(field, COULD_HOLD_WORDS) and not field.is_relation
                if words and isinstance(field, Sealed) is sealed:
                    yield f"{model._meta.label}.{field.name}", field


def undecided(names: set[str]) -> list[str]:
    return sorted(names - OPEN.keys())


def test_every_column_is_sealed_or_open_for_a_reason():
    names = {name for name, _field in columns(sealed=False)}
    assert undecided(names) == [], "seal it, or say in OPEN why it may lie open"
    assert sorted(OPEN.keys() - names) == [], "these are gone or sealed now: take them out"


def test_every_sealed_column_names_a_class_and_its_model_a_scope():
    found = dict(columns(sealed=True))
    assert found
    for name, field in found.items():
        assert field.klass in (*CLASSES, "owner"), name
        assert callable(getattr(field.model, "scope_of", None)), name


@pytest.mark.parametrize("kind", [models.TextField, models.JSONField, models.CharField])
def test_the_guard_sees_a_column_nobody_decided_about(kind: type[models.Field]):
    assert isinstance(kind(), COULD_HOLD_WORDS)
    assert undecided({"cases.Case.remarks", "cases.Case.stage"}) == ["cases.Case.remarks"]
