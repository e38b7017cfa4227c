"""The pages, walked without JavaScript: what is typed stays, what is not for the reader is not there."""

from datetime import date
from io import BytesIO

import pytest
from django.test import Client
from pyhanko.pdf_utils.reader import PdfFileReader
from pypdf import PdfReader

from bitim import jurisdictions
from bitim.cases import actions, queries
from bitim.cases.models import Case, Invitation, Request, Screening, Side
from bitim.cases.tests import stories
from bitim.cases.tests.browsers import as_party, as_staff
from bitim.demo import cast
from bitim.kernel import doors
from bitim.kernel.ids import read_code
from bitim.people.models import TemplateAcceptance

pytestmark = pytest.mark.django_db
EN = {"HTTP_ACCEPT_LANGUAGE": "en"}


def get(client, place, status=200):
    answer = client.get(place, **EN)
    assert answer.status_code == status, (place, answer.status_code)
    return answer.content.decode()


def post(client, place, status=303, **said):
    answer = client.post(place, said, **EN)
    assert answer.status_code == status, (place, answer.status_code, answer.content.decode()[:3000])
    return answer


def code_in(page: str) -> str:
    shown = page.split('id="code-shown">')[1].split("<")[0]
    code = read_code(shown)
    assert code
    return code


WHO = {"me-kind": "person", "count": "1", "o0-name": "Нижний аул", "o0-kind": "group", "o0-phone": "87024445566"}
CONTACT = {"name": "Айгерім", "phone": "+7 701 111 22 33", "how": "either", "language": "kk"}


def test_three_screens_to_sent_on_a_phone():
    stories.office()
    client = Client()
    assert "Nothing is sent to the other side" in get(client, "/ask/")
    assert post(client, "/ask/", what="Су келмейді", kind="land_water").url == "/ask/2/"
    assert post(client, "/ask/2/", **WHO).url == "/ask/3/"
    page = post(client, "/ask/3/", 200, go="send", **CONTACT).content.decode()
    assert Request.objects.system().get().state == "sent"
    assert doors.open_by_code(code_in(page), "2233") is not None


def test_pressing_send_twice_shows_a_code_that_works():
    stories.office()
    client = Client()
    post(client, "/ask/", what="Су")
    post(client, "/ask/2/", **WHO)
    pages = [post(client, "/ask/3/", 200, go="send", once="k", **CONTACT).content.decode() for _press in range(2)]
    assert doors.open_by_code(code_in(pages[1]), "2233") is not None
    assert Request.objects.system().count() == 1


def test_kept_at_any_screen_and_gone_on_with_elsewhere():
    stories.office()
    client = Client()
    assert post(client, "/ask/", what="Бірінші сөз", go="later").url == "/ask/later/"
    page = post(client, "/ask/later/", 422, word="").content.decode()
    assert "A code alone is not enough" in page
    code = code_in(post(client, "/ask/later/", 200, word="алма").content.decode())
    door = doors.open_by_code(code, "алма")
    assert door is not None
    request = Request.objects.system().select_related("person").get()
    elsewhere = as_party(request.person, request.pk, "request")
    assert "/ask/" in get(elsewhere, "/ask/mine/")
    assert "Бірінші сөз" in get(elsewhere, "/ask/")
    assert post(elsewhere, "/ask/", what="Бірінші сөз, толығырақ").url == "/ask/2/"


def test_nothing_typed_is_lost_when_something_is_missing():
    stories.office()
    client = Client()
    post(client, "/ask/", what="Су")
    page = post(client, "/ask/2/", 422, **{**WHO, "o0-name": "", "o0-place": "Төменгі көше"}).content.decode()
    assert "Төменгі көше" in page and "87024445566" in page
    post(client, "/ask/2/", **WHO)
    page = post(client, "/ask/3/", 422, go="send", **{**CONTACT, "phone": "", "hours": "кешке"}).content.decode()
    assert "кешке" in page and "Give a telephone" in page
    page = post(client, "/ask/3/", 422, go="send", **{**CONTACT, "email": "нет", "careful": "ерім"}).content.decode()
    assert "the sign @" in page and "ерім" in page


def test_screens_keep_what_was_said_when_going_back_and_later():
    stories.office()
    client = Client()
    post(client, "/ask/", what="Су")
    assert post(client, "/ask/2/", go="add", **WHO).url.startswith("/ask/2/?more=1")
    assert get(client, "/ask/2/?more=1").count('name="o1-name"') == 1
    assert post(client, "/ask/3/", go="back", name="Жартысы").url == "/ask/2/"
    assert "Жартысы" in get(client, "/ask/3/")


@pytest.mark.parametrize("what", ["\x00\x07Су\x1b[0m", "\u200f\u202bسلام", "<script>alert(1)</script>", "я" * 100_000])
def test_any_words_are_taken(what):
    stories.office()
    client = Client()
    post(client, "/ask/", what=what)
    page = get(client, "/ask/")
    assert "<script>alert" not in page and "\x00" not in page


def test_too_long_is_said_and_shown_again():
    stories.office()
    page = post(Client(), "/ask/", 422, what="я" * 100_001).content.decode()
    assert "longer than can be kept" in page and "я" * 1000 in page


def test_pages_of_a_draft_are_of_this_browser_alone():
    stories.office()
    client = Client()
    post(client, "/ask/", what="Құпия")
    assert "Құпия" not in get(Client(), "/ask/")
    for place in ("/ask/2/", "/ask/3/", "/ask/later/"):
        get(Client(), place, 404)


def test_the_coordinator_opens_a_case_from_the_page():
    at, staff = stories.office()
    request = stories.sent(at)
    client = as_staff(staff["coordinator"].person)
    assert str(request.pk) in get(client, "/requests/")
    assert stories.WHAT in get(client, f"/requests/{request.pk}/")
    page = post(client, f"/requests/{request.pk}/", 422, answer="accept", kind="other").content.decode()
    assert "Give the case a title" in page
    said = {"answer": "accept", "title_ru": "Вода", "kind": "land_water", "once": "k"}
    place = post(client, f"/requests/{request.pk}/", **said).url
    case = Case.objects.system().get()
    assert place == f"/case/{case.pk}/people/"
    assert "+7 702 444 55 66" in get(client, place)
    assert stories.WHAT not in get(client, f"/requests/{request.pk}/")
    for tab in ("sent", "accepted", "declined"):
        get(client, f"/requests/?state={tab}")


def test_requests_are_not_there_for_others():
    at, staff = stories.office()
    request = stories.sent(at)
    for client in (as_staff(staff["mediator"].person), Client(), as_party(request.person, request.pk, "request")):
        get(client, "/requests/", 404)
        get(client, f"/requests/{request.pk}/", 404)


def test_the_invited_read_who_invites_and_answer():
    _at, staff, _request, case = stories.opened()
    invitation = stories.other_side(case)
    actions.send_invitation(invitation, actor=staff["coordinator"], route="voice", shows_title=False)
    client = as_party(invitation.person, invitation.pk, "invitation")
    page = get(client, f"/invited/{invitation.pk}/")
    assert "not a court" in page and "Вода" not in page and "Айгерім" not in page
    get(client, f"/case/{case.pk}/people/", 404)
    assert post(client, f"/invited/{invitation.pk}/", answer="talk").url == f"/invited/{invitation.pk}/"
    assert post(client, f"/invited/{invitation.pk}/", answer="accepted").url == f"/case/{case.pk}/"
    assert "Нижний аул" in get(client, f"/case/{case.pk}/people/")
    get(as_staff(staff["coordinator"].person), f"/invited/{invitation.pk}/", 404)


def test_an_answer_that_came_another_way_is_written_down_with_the_way():
    _at, staff, _request, case = stories.opened()
    invitation = stories.other_side(case)
    client = as_staff(staff["coordinator"].person)
    place = f"/case/{case.pk}/invitation/{invitation.pk}/"
    assert "a colleague listens" in get(client, place)
    post(client, place, 422, answer="accepted", **{"said-how": "phone"})
    post(client, place, 422, answer="accepted", **{"came-seen_as": "not_looked"})
    post(client, place, 422, answer="talk")
    assert stories.reread(invitation).state == Invitation.PREPARED
    post(client, place, answer="talk", **{"said-how": "phone"})
    assert stories.reread(invitation).state == Invitation.TALK
    post(client, place, answer="accepted", **{"came-seen_as": "known"})
    assert stories.reread(invitation).state == Invitation.ACCEPTED


def test_the_letter_is_made_by_pressing_only_and_names_nobody_else():
    _at, staff, _request, case = stories.opened()
    invitation = stories.other_side(case)
    client = as_staff(staff["coordinator"].person)
    place = f"/case/{case.pk}/invitation/{invitation.pk}/letter/"
    get(client, place)
    assert stories.reread(invitation).state == Invitation.PREPARED
    answer = post(client, place, 200)
    assert answer.headers["Content-Type"] == "application/pdf" and answer.content[:5] == b"%PDF-"
    pages = PdfFileReader(BytesIO(answer.content)).root["/Pages"]["/Count"]
    assert pages == 1, "the code has to stand on the one page that is folded into the envelope"
    assert stories.reread(invitation).state == Invitation.SENT
    get(as_staff(staff["mediator"].person), place, 404)


def test_the_letter_of_a_centre_with_a_long_name_in_long_languages_stays_on_one_page():
    """The pair that needs most room; a second page would travel without the code, or show itself in the window."""
    at, staff, _request, case = stories.opened()
    at.name = {
        "kk": "Түркістан облысының этномедиация және диалог орталығы",
        "ky": "Түркстан облусунун этномедиация жана диалог борбору",
    }
    at.address = {"kk": "Бекзат Саттарханов даңғылы, 12", "ky": "Бекзат Саттарханов проспектиси, 12"}
    at.languages = ["kk", "ky"]
    at.save()
    invitation = stories.other_side(case)
    invitation.person.language = "kk"
    invitation.person.save()
    client = as_staff(staff["coordinator"].person)
    answer = post(client, f"/case/{case.pk}/invitation/{invitation.pk}/letter/", 200)
    words = printed_words(answer)
    assert "Медиацияга" in words and "шақыратын медиация орталығы" in words


def test_the_letter_says_who_approved_its_form_or_that_it_is_a_sample(settings):
    at, staff, _request, case = stories.opened()
    invitation = stories.other_side(case)
    client, place = as_staff(staff["coordinator"].person), f"/case/{case.pk}/invitation/{invitation.pk}/letter/"
    sample = "Форма документа ещё не утверждена: образец"
    assert sample in printed_words(post(client, place, 200))
    settings.MODE = "serve"
    assert "has not accepted" in post(client, place, 422).content.decode()
    settings.MODE = "test"
    pack = jurisdictions.load(case.pack)
    TemplateAcceptance.objects.create(
        centre=at,
        pack=pack.code,
        kind="invitation_letter",
        version=pack.version,
        fingerprint=pack.template("invitation_letter").fingerprint,
        name="Айгүл",
        on=date(2026, 3, 3),
    )
    words = printed_words(post(client, place, 200))
    assert "Форма документа утверждена: Айгүл, 3 марта 2026 г." in words and sample not in words


def printed_words(answer):
    reader = PdfReader(BytesIO(answer.content))
    assert len(reader.pages) == 1
    return " ".join(reader.pages[0].extract_text().split())


def test_the_talk_alone_is_kept_from_the_page_and_shown_to_its_readers_only():
    _at, staff, request, case = stories.opened()
    stories.appoint_mediator(case, staff)
    side = queries.own_side(stories.asker(request), case)
    client = as_staff(staff["coordinator"].person)
    place = f"/case/{case.pk}/screening/{side.pk}/"
    said = {f"q_{key}": "no" for key in stories.ANSWERS} | {"person": str(request.person_id)}
    page = post(client, place, 422, **{**said, "result": "shuttle", "reasons": ""}).content.decode()
    assert "Write the reasons" in page
    post(client, place, **said | {"result": "shuttle", "reasons": "Қорқыныш бар"})
    assert "Қорқыныш бар" in get(client, place)
    assert "Қорқыныш бар" not in get(as_staff(staff["mediator"].person), place)
    stories.accept_mediator(case, side, stories.asker(request))
    assert "Қорқыныш бар" in get(as_staff(staff["mediator"].person), place)
    second = cast.staff(_at, "Second", "coordinator", "ru", "second@example.kz")
    assert "Қорқыныш бар" not in get(as_staff(second), place)
    get(as_party(request.person, case.pk), place, 404)


def test_held_apart_no_page_names_the_other_side():
    made = cast.two_sides()
    made.case.mode = "shuttle"
    made.case.save()
    client = as_party(made.parties[0], made.case.pk)
    for place in ("people/", "consent/", "name/"):
        page = get(client, f"/case/{made.case.pk}/{place}")
        assert "Виктор" not in page and "Нижний" not in page
        assert str(made.sides[1].pk) not in page and str(made.parties[1].pk) not in page
    get(client, f"/case/{made.case.pk}/consent/{made.sides[1].pk}/withdraw/", 404)


def test_consent_from_the_page_and_back():
    made = cast.two_sides()
    client, here = as_party(made.parties[0], made.case.pk), f"/case/{made.case.pk}/consent/"
    post(client, here, once="k")
    page = get(client, here)
    assert "Your side consented" in page
    post(client, f"{here}{made.sides[0].pk}/withdraw/")
    assert "My side consents" in get(client, here)
    cast.without_doors(made)
    staff = as_staff(made.mediator)
    said = {"side": str(made.sides[1].pk), "s2-person": str(made.parties[1].pk), "s2-how": "paper"}
    post(staff, here, **said)
    assert queries.sides_for(made.as_mediator, made.case)[1].consented


STAFF_PAGES = ("people/", "people/side/", "consent/", "record/", "title/", "closing/")


def test_every_staff_page_opens_for_staff_and_is_not_there_for_the_rest():
    made = cast.two_sides()
    elsewhere = cast.centre("elsewhere")
    stranger = as_staff(cast.staff(elsewhere, "Z", "coordinator", "ru", "z@example.kz"))
    party = as_party(made.parties[0], made.case.pk)
    more = (f"screening/{made.sides[0].pk}/", f"people/side/{made.sides[0].pk}/")
    for page in (*STAFF_PAGES, *more):
        place = f"/case/{made.case.pk}/{page}"
        get(as_staff(made.coordinator), place)
        get(as_staff(made.mediator), place)
        get(stranger, place, 404)
        get(Client(), place, 404)
        if page in ("record/", "title/", "closing/", *more[:1]):
            get(party, place, 404)


def test_staff_do_the_rest_from_pages():
    made = cast.two_sides(stage="meetings")
    stories.consented(made)
    mediator, coordinator, case = as_staff(made.mediator), as_staff(made.coordinator), f"/case/{made.case.pk}"
    post(mediator, f"{case}/mode/", mode="shuttle")
    post(mediator, f"{case}/mode/", mode="joint")
    post(mediator, f"{case}/stage/", step="start_drafting")
    post(mediator, f"{case}/title/", title_ru="Общая вода")
    post(coordinator, f"{case}/people/appoint/", person=str(made.interpreter.pk), role="interpreter")
    post(coordinator, f"{case}/people/appoint/", 422, person=str(made.mediator.pk), role="mediator")
    assert "Нодира" in get(coordinator, f"{case}/people/")
    part = next(p for p in queries.people_for(made.as_coordinator, made.case) if p.person == made.parties[0].pk)
    get(coordinator, f"{case}/people/{part.id}/code/")
    page = post(coordinator, f"{case}/people/{part.id}/code/", 200, word="алма").content.decode()
    assert "code-shown" in page
    get(coordinator, f"{case}/people/{part.id}/end/")
    post(coordinator, f"{case}/people/{part.id}/end/")
    post(coordinator, f"{case}/closing/", outcome="no_settlement")
    assert "no settlement" in get(coordinator, f"{case}/closing/")
    assert Side.objects.system().filter(case=made.case).count() == 2
    assert Screening.objects.system().count() == 2
