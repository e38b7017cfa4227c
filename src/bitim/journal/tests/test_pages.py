"""The pages of the office, walked as the people do who use them."""

import io
import zipfile
from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from bitim.cases import actions as cases
from bitim.demo.cast import Cast
from bitim.journal import actions, queries
from bitim.journal.models import Consultation, Line
from bitim.journal.tests.conftest import line_of, open_one, talk
from bitim.kernel.models import Event
from bitim.people import session_keys
from bitim.people.models import Account, Person, Place

ENTRY = {"day": "", "kind": "neighbours", "asked": "how", "language": "kk", "channel": "came", "outcome": "advised"}


def client_of(actor) -> Client:
    client = Client()
    Person.objects.system().filter(pk=actor.person).update(language="en")
    account = Account.objects.get(person_id=actor.person)
    client.force_login(account, backend="allauth.account.auth_backends.AuthenticationBackend")
    session = client.session
    session[session_keys.ACTING] = [str(actor.centre), actor.role]
    session.save()
    return client


@pytest.fixture
def office(cast: Cast) -> Client:
    return client_of(cast.as_coordinator)


def entry(**said) -> dict[str, str]:
    from bitim.journal.days import today_at

    return ENTRY | {"day": today_at("Asia/Almaty").isoformat()} | said


def test_an_entry_is_one_form_and_the_next_one_keeps_what_is_the_same(office: Client):
    page = office.get(reverse("journal:consultation")).content.decode()
    assert "1/2" in page and 'type="date"' in page
    answer = office.post(reverse("journal:consultation"), entry(channel="phone", language="ru"), follow=True)
    page = answer.content.decode()
    assert answer.redirect_chain[-1][0] == reverse("journal:consultation")
    assert Consultation.objects.system().count() == 1
    assert (
        'value="phone" required id="id_channel_1" checked' in page or "checked" in page.split('value="phone"')[1][:60]
    )
    assert "Entered before" in page


def test_what_is_not_chosen_loses_nothing(office: Client):
    said = entry(outcome="sent", words="айтқаны")
    answer = office.post(reverse("journal:consultation"), said)
    assert answer.status_code == 422
    assert "айтқаны" in answer.content.decode()
    assert Consultation.objects.system().count() == 0


def test_make_it_a_case_leads_on_with_what_is_known_and_no_words(office: Client):
    answer = office.post(reverse("journal:consultation"), entry(outcome="case", words="құпия"))
    place = answer.headers["Location"]
    assert answer.status_code == 303
    assert "kind=neighbours" in place and "channel=came" in place
    assert "%D2%9B" not in place
    assert office.get(place).status_code == 200


def test_every_page_and_every_file_answers(cast: Cast, office: Client, head):
    talk(cast)
    actions.write_paper(cast.centre, actor=cast.as_coordinator, book="incoming", subject="letter", whom="Сот")
    first = line_of(cast.case.pk)
    actions.correct_line(first, actor=cast.as_coordinator, why="slip", kind="family")
    one = Consultation.objects.system().get()
    gets = [
        reverse("journal:shelf"),
        reverse("journal:consultations"),
        reverse("journal:entry", args=[one.pk]),
        *(reverse("journal:book", args=[book]) for book in ("cases", "incoming", "outgoing")),
        *(reverse("journal:paper", args=[book]) for book in ("incoming", "outgoing")),
        reverse("journal:line", args=[first.pk]),
        reverse("journal:line", args=[Line.objects.system().get(book="incoming").pk]),
        reverse("journal:report"),
        reverse("journal:report") + f"?year={first.year}&quarter=0",
        reverse("journal:report") + f"?year=0{first.year}9999",
        reverse("journal:case", args=[cast.case.pk]),
        reverse("journal:statistics"),
    ]
    assert {address: office.get(address).status_code for address in gets} == dict.fromkeys(gets, 200)
    of_head = client_of(head)
    assert of_head.get(reverse("journal:numbering")).status_code == 200
    assert office.get(reverse("journal:numbering")).status_code == 404
    files = [
        reverse("journal:book_file", args=["cases", first.year]),
        reverse("journal:report_file"),
        reverse("journal:consultations_file", args=[first.year]),
    ]
    starts = {"pdf": b"%PDF", "xlsx": b"PK", "docx": b"PK", "csv": b"\xef\xbb\xbf"}
    for form, start in starts.items():
        for address in files:
            answer = of_head.post(address, {"form": form, "year": first.year, "quarter": 0})
            assert answer.status_code == 200 and answer.content.startswith(start), (address, form)
    assert Event.objects.system().filter(kind="BookExported").count() == len(files) * len(starts)


def test_the_page_of_a_case_notes_and_marks(cast: Cast, office: Client):
    place = Place.objects.create(centre=cast.centre, name={"kk": "Медеу ауданы", "en": "Medeu"})
    entry = talk(cast, place=place.pk, outcome="case", channel="phone")
    address = reverse("journal:case", args=[cast.case.pk])
    assert entry.shown in office.get(address).content.decode()
    assert office.post(address, {"act": "note", "consultation": str(entry.pk)}).status_code == 303
    assert office.post(address, {"act": "aspect", "answer": "unclear"}).status_code == 303
    page = office.get(address).content.decode()
    assert "Medeu" in page and "by telephone" in page
    assert "checked" in page.split('value="unclear"')[1][:80]
    assert office.post(address, {"act": "aspect", "answer": "maybe"}).status_code == 422
    of_mediator = client_of(cast.as_mediator).get(address).content.decode()
    assert "inter-ethnic" in of_mediator and "Write a line" not in of_mediator


def test_a_file_says_who_took_which_and_what_was_in_it(cast: Cast, office: Client):
    import hashlib

    year = line_of(cast.case.pk).year
    content = office.post(reverse("journal:book_file", args=["cases", year]), {"form": "csv"}).content
    event = Event.objects.system().get(kind="BookExported")
    digest = hashlib.sha256(content).hexdigest()
    assert event.payload == {"what": "cases", "period": str(year), "form": "csv", "digest": digest}
    assert event.role == "coordinator"
    assert ";" in content.decode("utf-8-sig").splitlines()[1]


def test_names_are_on_the_coordinators_line_and_in_no_book(cast: Cast, office: Client, head):
    cast.case.stage = "contract"
    cast.case.save()
    cases.add_side(cast.case, actor=cast.as_coordinator, one={"name": "Құпия Аты"})
    first = line_of(cast.case.pk)
    address = reverse("journal:line", args=[first.pk])
    assert "Құпия Аты" in office.get(address).content.decode()
    assert "Құпия Аты" not in client_of(head).get(address).content.decode()
    taken = [
        office.post(reverse("journal:book_file", args=["cases", first.year]), {"form": form}).content
        for form in ("csv", "xlsx", "docx")
    ]
    for content in taken:
        assert "Құпия Аты" not in opened(content)
    assert "Құпия Аты" not in office.get(reverse("journal:book", args=["cases"])).content.decode()


def test_the_head_reads_and_takes_out_the_book_of_papers_without_names(cast: Cast, office: Client, head):
    """A party that wrote to the centre about a case would be named beside the number of that case."""
    said = {"book": "incoming", "subject": "letter", "whom": "Тарап Құпияев", "theirs": "17-құпия"}
    line = actions.write_paper(cast.centre, actor=cast.as_coordinator, case=cast.case.pk, **said)
    page, file = reverse("journal:book", args=["incoming"]), reverse("journal:book_file", args=["incoming", line.year])
    for client, sees in ((office, True), (client_of(head), False)):
        for content in (client.get(page).content, client.post(file, {"form": "csv"}).content):
            for word in ("Тарап Құпияев", "17-құпия"):
                assert (word in content.decode()) is sees


def opened(content: bytes) -> str:
    if not content.startswith(b"PK"):
        return content.decode("utf-8-sig")
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        return "".join(packed.read(name).decode(errors="replace") for name in packed.namelist())


def test_the_same_paper_twice_is_asked_about(cast: Cast, office: Client):
    address, said = (
        reverse("journal:paper", args=["incoming"]),
        {"subject": "letter", "whom": "Аудандық сот", "case": ""},
    )
    assert office.post(address, said).status_code == 303
    again = office.post(address, said)
    assert again.status_code == 422
    assert "tick that it is" in again.content.decode() and 'name="another"' in again.content.decode()
    assert office.post(address, said | {"another": "on"}).status_code == 303
    numbers = Line.objects.system().filter(book="incoming", turn=1).values_list("number", flat=True)
    assert sorted(numbers) == [1, 2]
    assert office.post(address, said | {"whom": "Б", "case": "00000000"}).status_code == 422


def test_corrections_and_strikings_by_hand(cast: Cast, office: Client):
    first = line_of(cast.case.pk)
    address = reverse("journal:line", args=[first.pk])
    same = office.post(address, {"act": "correct", "why": "slip", "kind": "other"})
    assert same.status_code == 422 and "Nothing is different" in same.content.decode()
    assert office.post(address, {"act": "correct", "why": "slip", "kind": "family", "sides": "3"}).status_code == 303
    now = queries.line_for(cast.as_coordinator, first.pk)
    assert (now.kind, now.sides) == ("family", 3)
    said = {"act": "correct", "why": "slip", "kind": "family"}
    assert office.post(address, said | {"register": "public"}).status_code == 303
    page = office.get(address).content.decode()
    assert 'name="emptied" value="register"' in page and 'value="signed"' not in page
    assert office.post(address, said | {"emptied": ["signed"]}).status_code == 422, "nothing stands there"
    assert office.post(address, said | {"emptied": ["register"]}).status_code == 303
    assert queries.line_for(cast.as_coordinator, first.pk).register == ""
    assert ": —" in office.get(address).content.decode().split("corrected: written wrongly")[-1]
    assert office.post(address, {"act": "strike", "why": "twice"}).status_code == 303
    late = office.post(address, {"act": "correct", "why": "slip", "kind": "labour"})
    assert late.status_code == 422 and "struck out already" in late.content.decode()
    one = talk(cast)
    address = reverse("journal:entry", args=[one.pk])
    assert office.post(address, entry(act="correct", why="slip", asked="cost")).status_code == 303
    assert queries.consultation_for(cast.as_coordinator, one.pk).asked == "cost"
    assert office.post(address, {"act": "strike", "why": "twice"}).status_code == 303
    assert queries.consultation_for(cast.as_coordinator, one.pk).act == "struck"


def test_a_report_says_as_of_which_day_it_is_and_leads_to_later_corrections(cast: Cast, office: Client):
    """A quarter that is over stays as it was filed; what was corrected since is counted only when it is asked for."""
    from bitim.journal.tests.test_reports import at_noon_of

    with at_noon_of(date(2025, 2, 3)):
        first = line_of(open_one(cast.centre, "10000009").pk)
    with at_noon_of(date(2025, 5, 6)):
        actions.strike_line(first, actor=cast.as_coordinator, why="twice")
    address = reverse("journal:report") + "?year=2025&quarter=1"
    page = office.get(address).content.decode()
    assert "as the books stood on 31.03.2025" in page and "<dd>1</dd>" in page
    assert "A line written later corrects 1 case of this time." in page
    assert f"{address}&corrected=1".replace("&", "&amp;").partition("?")[2] in page
    corrected = office.get(f"{address}&corrected=1").content.decode()
    assert "with the corrections written until" in corrected and "<dd>1</dd>" not in corrected
    second = office.get(address.replace("quarter=1", "quarter=2")).content.decode()
    assert "Corrections of earlier times" in second and "<dd>-1</dd>" in second
    said = {"form": "csv", "year": "2025", "quarter": "1"}
    filed = office.post(reverse("journal:report_file"), said)
    again = office.post(reverse("journal:report_file"), said | {"corrected": "1"})
    assert "as the books stood on 31.03.2025" in filed.content.decode("utf-8-sig")
    assert "with the corrections written until" in again.content.decode("utf-8-sig")
    assert 'filename="report-2025-q1-corrected.csv"' in again.headers["Content-Disposition"]


def test_the_head_chooses_how_numbers_are_written(cast: Cast, head):
    client, address = client_of(head), reverse("journal:numbering")
    good = {"cases": "{number}/{year}-М", "incoming": "Вх-{number}/{year}", "outgoing": "{centre}-{number}/{year}"}
    good |= {"consultations": "{number}/{year}", "code": "АЛ", "places": "Қаскелең | Каскелен\nТалғар"}
    for wrong in ({"cases": "{number}"}, {"cases": "{number}{year}"}, {"cases": "{number}/{year}<"}, {"code": ""}):
        assert client.post(address, good | wrong).status_code == 422
    assert client.post(address, good).status_code == 303
    assert [name for _pk, name in queries.places_for(head)] != []
    paper = actions.write_paper(cast.centre, actor=cast.as_coordinator, book="outgoing", subject="notice", whom="Тарап")
    assert paper.shown == f"АЛ-1/{paper.year}"
    assert line_of(cast.case.pk).shown.endswith(str(paper.year))  # what was written keeps its number
