"""A case brought, by rows and actions, to where documents are drawn up and signed."""

from django.utils import timezone
from tests.support.scenes import shared

from bitim.cases.models import Consent, Participant, Party, Screening
from bitim.demo import cast
from bitim.jurisdictions.identifiers import control_digit
from bitim.kernel import clock
from bitim.settlements.actions import agreement, clauses, duties, freezing, signing, terms
from bitim.settlements.models import Clause, Document, Signature

CLAUSE = {
    "kk": "Түнгі сағат 22-ден таңғы 6-ға дейінгі су Төменгі ауылға беріледі.",
    "ru": "Вода с 22 до 6 часов предоставляется Нижнему аулу.",
}
TERMS = {
    "place": {"kk": "Алматы қаласы", "ru": "город Алматы"},
    "date": "2026-11-23",
    "time": "10:30",
    "subject": {"kk": "Жайлым мен су туралы дау", "ru": "Спор о пастбище и воде"},
    "expenses": {"kk": "Шығын жоқ", "ru": "Расходов нет"},
    "prevailing": "kk",
    "scope": {"third_parties": False, "capacity": False, "corruption": False},
}


def iin(first: str) -> str:
    """Return a plausible identification number for eleven digits, the next one that is issued."""
    number = int(first)
    while (digit := control_digit(f"{number:011d}")) is None:
        number += 1
    return f"{number:011d}{digit}"


def ready(stage: str = "contract", mail: bool = True):
    """Return a case in which everybody has consented, was spoken with, and gave what the statute asks for."""
    return shared(_ready, stage, mail)


def _ready(stage: str, mail: bool):
    made = cast.two_sides(stage)
    for side, person in zip(made.sides, made.parties, strict=True):
        consent(made, side, person)
        Screening.objects.create(
            case=made.case, side=side, person=person, by=made.mediator, answers={}, result="joint", at=clock.now()
        )
        if mail:
            person.email = f"person{side.position}@example.kz"
            person.save()
    for party in Party.objects.system().filter(side__case=made.case).select_related("side"):
        terms.keep_details(
            party,
            actor=made.as_mediator,
            details={
                "identifier": iin(f"8{party.side.position}010140001"),
                "address": "Алматы облысы, Төменгі көше, 7",
                "contact": "+7 701 000 00 00",
            },
        )
    return made


def consent(made, side, person):
    return Consent.objects.create(case=made.case, side=side, person=person, language="kk", given=clock.now())


def agreement_of(made, **changes):
    return agreement.draw_up_agreement(made.case, actor=made.as_mediator, terms=TERMS | changes)


def line_of(document, person):
    return Signature.objects.system().get(document=document, participant__person=person, voided=None)


def actor_of(made, person):
    return made.as_mediator if person == made.mediator else cast.acting(person, "party")


def code_for(made, line):
    """Return a code by the route that is open to this signer."""
    person = line.participant.person
    if person == made.mediator:
        signing.ask_code(line, actor=made.as_mediator)
        return signing.code_for_mail(line.pk)
    return signing.read_out_code(line, actor=made.as_mediator, identity_check="in_person")


def sign(made, document, person, **changes):
    line = line_of(document, person)
    said = {
        "code": changes.pop("code", None) or code_for(made, line),
        "digest_seen": document.digest,
        "language": document.languages[0],
        "confirmed": True,
    } | changes
    return signing.sign(line, actor=actor_of(made, person), **said)


def sign_all(made, document):
    for person in (*made.parties, made.mediator):
        sign(made, document, person)
    return Document.objects.system().select_related("case").get(pk=document.pk)


def duty(made, **changes):
    party = Party.objects.system().get(side=made.sides[0])
    return {
        "who": str(party.pk),
        "what": {"kk": "суды ашады", "ru": "открывает воду"},
        "how_much": {"kk": "әр түні", "ru": "каждую ночь"},
        "by_when": "2027-04-01",
        "how_proved": {"kk": "кесте", "ru": "график"},
        "consequence": {"kk": "тараптар медиаторға қайтады", "ru": "стороны вернутся к медиатору"},
    } | changes


def drafted(made, texts=None, **duty_changes):
    """Start the settlement with one clause, agreed by both sides, ready to be made final."""
    document = clauses.start_settlement(made.case, actor=made.as_mediator)
    clause = clauses.propose_clause(
        document, actor=made.as_party(1), texts=texts or CLAUSE, duty=duty(made, **duty_changes)
    )
    clauses.set_languages(document, actor=made.as_mediator, languages=["kk", "ru"], prevailing="kk")
    terms.set_terms(document, actor=made.as_mediator, terms=TERMS)
    agree(made, clause)
    return document, clause


def agree(made, clause):
    for position, language in ((1, "kk"), (2, "ru")):
        clauses.agree_clause(
            clause, actor=made.as_party(position), version=clause.version, how="read", language=language
        )


def settled_ready(mail: bool = True):
    """Return a case in drafting whose agreement to mediate is signed, with the text ready to be made final."""
    return shared(_settled_ready, mail)


def _settled_ready(mail: bool):
    made = ready("contract", mail)
    sign_all(made, agreement_of(made))
    made.case.refresh_from_db()
    made.case.stage = "drafting"
    made.case.save()
    return made, *drafted(made)


def frozen():
    """Return such a case with its text made final."""
    return shared(_frozen)


def _frozen():
    made, document, clause = settled_ready()
    return made, freezing.freeze_settlement(document, actor=made.as_mediator), clause


def settled():
    """Return a case whose settlement was signed by everybody, by rows: no paper is printed, no signature made."""
    made = ready("performance")
    now = clock.now()
    row = {"case": made.case, "languages": ["kk", "ru"], "prevailing": "kk", "pack": "kz", "pack_version": "1"}
    signed = row | {"state": Document.SIGNED, "made": now, "frozen": now, "signed": now}
    terms = TERMS | {"days": 30, "date": timezone.localtime(now).date().isoformat()}
    Document.objects.create(kind=Document.AGREEMENT, digest="a" * 64, terms=terms, **signed)
    made.document = Document.objects.create(kind=Document.SETTLEMENT, digest="b" * 64, terms=TERMS, **signed)
    Clause.objects.create(document=made.document, position=1, texts=CLAUSE, duty=duty(made))
    duties.make_duties(made.document)
    return made


def signed_line(made, document, person):
    """Put a signature under a paper by a row."""
    who = Participant.objects.system().get(case=made.case, person=person, role__in=("party", "mediator"))
    return Signature.objects.create(
        document=document, participant=who, digest=document.digest, method="code_read_out", signed=clock.now()
    )
