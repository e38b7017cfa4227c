"""The office computer: it locks itself, loses nothing that was typed, and lets in by a printed code with a PIN."""

import re
from datetime import timedelta
from uuid import uuid4

import pytest
import time_machine
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from bitim.demo import cast
from bitim.kernel import clock
from bitim.kernel.access import Refused
from bitim.kernel.models import Event
from bitim.people import actions, idle, live, queries, session_keys
from bitim.people.models import Account, CentreRole, CodeSheet

pytestmark = pytest.mark.django_db
PIN = "5937"
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
OURS = {"HTTP_SEC_FETCH_SITE": "same-origin"}
LATER = timedelta(minutes=11)


@pytest.fixture(autouse=True)
def fresh_limits():
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def centre():
    return cast.centre()


@pytest.fixture
def saule(centre):
    return cast.staff(centre, "Сәуле Ахметова", CentreRole.MEDIATOR, email="saule@centre.example")


@pytest.fixture
def head(centre):
    return cast.staff(centre, "Ерлан Беков", CentreRole.HEAD, email="erlan@centre.example")


def signed_in(person) -> Client:
    client = Client()
    client.force_login(
        Account.objects.get(person=person), backend="allauth.account.auth_backends.AuthenticationBackend"
    )
    return client


def with_pin(person) -> Client:
    client = signed_in(person)
    client.post("/staff/lock-pin/", {"pin": PIN, "again": PIN})
    return client


# --- the lock ------------------------------------------------------------------------------------------


def test_a_computer_left_for_ten_minutes_shows_nothing_until_its_pin_is_typed(saule):
    client = with_pin(saule)
    with time_machine.travel(clock.now() + LATER, tick=False):
        answer = client.get("/staff/me/")
        assert answer["Location"] == "/staff/locked/?next=%2Fstaff%2Fme%2F"
        assert client.get("/today/").status_code == 302
        wrong = client.post("/staff/locked/", {"unlock_pin": "0000", "next": "/staff/me/"})
        assert wrong.status_code == 403
        assert client.get("/staff/me/").status_code == 302
        right = client.post("/staff/locked/", {"unlock_pin": PIN, "next": "/staff/me/"})
        assert (right.status_code, right["Location"]) == (303, "/staff/me/")
        assert client.get("/staff/me/").status_code == 200


def test_whoever_works_is_not_locked_out(saule):
    client, now = with_pin(saule), clock.now()
    for minutes in range(4, 40, 4):
        with time_machine.travel(now + timedelta(minutes=minutes), tick=False):
            assert client.get("/staff/me/").status_code == 200
    with time_machine.travel(now + timedelta(minutes=45), tick=False):
        assert client.post("/staff/here/").status_code == 204
    with time_machine.travel(now + timedelta(minutes=54), tick=False):
        assert client.get("/staff/me/").status_code == 200


def test_a_touch_on_its_way_does_not_undo_a_press_on_lock(saule, monkeypatch):
    """A page says that it was touched; while that is on its way somebody presses Lock, which is answered first."""
    client, other = with_pin(saule), Client()
    other.cookies, real = client.cookies, idle.touch  # another window of the same browser

    def slow(request):
        real(request)
        if request.path == "/staff/here/":
            assert other.post("/staff/lock/").status_code == 303

    monkeypatch.setattr(idle, "touch", slow)
    client.post("/staff/here/", {"ago": "0"})
    monkeypatch.undo()
    assert other.get("/staff/me/")["Location"].startswith("/staff/locked/")
    assert other.post("/staff/locked/", {"unlock_pin": PIN, "next": "/staff/me/"}).status_code == 303
    assert other.get("/staff/me/").status_code == 200


def test_touches_of_one_person_are_not_those_of_the_next_at_the_same_computer(saule, head):
    marks = [
        re.search(r'data-mark="(\w+)"', signed_in(who).get("/staff/me/").content.decode()) for who in (saule, head)
    ]
    assert all(marks) and len({one[1] for one in marks}) == 2


def test_what_a_page_does_by_itself_is_no_touch(saule):
    client, now = with_pin(saule), clock.now()
    with time_machine.travel(now + timedelta(minutes=9), tick=False):
        assert client.get("/staff/me/", headers={"Sec-Fetch-Mode": "cors"}).status_code == 200
    with time_machine.travel(now + LATER, tick=False):
        assert client.get("/staff/me/").status_code == 302


@pytest.mark.parametrize(("ago", "lasts"), [("0", 10), ("120", 8), ("", 1), ("-1", 1), ("soon", 1), ("9" * 40, 1)])
def test_a_touch_that_is_told_late_keeps_nothing_awake_for_longer(saule, ago, lasts):
    """A page says how long ago it was touched; what it says of no moment is no touch."""
    client, now = with_pin(saule), clock.now()
    with time_machine.travel(now + timedelta(minutes=9), tick=False):
        assert client.post("/staff/here/", {"ago": ago}).status_code == 204
    for minutes, status in ((lasts - 0.1, 200), (lasts + 0.1, 302)):
        with time_machine.travel(now + timedelta(minutes=9 + minutes), tick=False):
            assert client.get("/staff/me/", headers={"Sec-Fetch-Mode": "cors"}).status_code == status


def test_the_lock_over_a_meeting_by_voice_says_that_the_voice_ended(saule):
    client = with_pin(saule)
    client.post("/staff/lock/")
    said = "icon-mic"
    page = client.get("/staff/locked/", {"next": f"/room/meeting/{uuid4()}/voice/"})
    assert said in page.content.decode()
    for other in ("/staff/me/", "/nowhere/", "//elsewhere.example/room/", f"/room/meetings/{uuid4()}/"):
        assert said not in client.get("/staff/locked/", {"next": other}).content.decode()


def test_a_form_that_comes_too_late_keeps_its_words_and_goes_with_the_pin(saule, head):
    client = with_pin(head)
    said = {"phone": "+7 727 111 11 11", "email": "a-long-enough-address@centre.example"}
    with time_machine.travel(clock.now() + LATER, tick=False):
        answer = client.post("/centre/details/", said, **OURS)
        page = answer.content.decode()
        assert answer.status_code == 403
        assert said["email"] in page
        assert 'action="/centre/details/"' in page
        again = client.post("/centre/details/", {**said, "unlock_pin": PIN}, **OURS)
        assert again.status_code == 303
    assert queries.centre_shown(cast.acting(head, "head", cast_centre(head)), None).phone == said["phone"]


def cast_centre(person):
    return CentreRole.objects.system().select_related("centre").get(person=person).centre


def test_a_foreign_page_gets_no_words_repeated(head):
    client = with_pin(head)
    with time_machine.travel(clock.now() + LATER, tick=False):
        answer = client.post("/centre/details/", {"phone": "planted from elsewhere, long"})
    assert "planted" not in answer.content.decode()


def test_five_wrong_tries_end_the_sign_in(saule):
    client = with_pin(saule)
    client.post("/staff/lock/")
    for _try in range(5):
        answer = client.post("/staff/locked/", {"unlock_pin": "0001"})
    assert answer["Location"] == "/staff/login/"
    client.post("/staff/locked/", {"unlock_pin": PIN})
    assert client.get("/staff/me/").status_code == 404


def test_many_tries_at_once_are_counted_together(saule):
    """Tries sent side by side each read the session as it was before them: they are counted outside of it."""
    client = with_pin(saule)
    client.post("/staff/lock/")
    for _try in range(5):
        session = client.session
        session.pop(session_keys.LOCK_TRIES, None)
        session.save()
        client.post("/staff/locked/", {"unlock_pin": "0001"})
    client.post("/staff/locked/", {"unlock_pin": PIN})
    assert client.get("/staff/me/").status_code == 404


def test_the_right_pin_gives_the_tries_back(saule):
    client = with_pin(saule)
    for _time in range(3):
        client.post("/staff/lock/")
        for _try in range(4):
            client.post("/staff/locked/", {"unlock_pin": "0001"})
        assert client.post("/staff/locked/", {"unlock_pin": PIN}).status_code == 303
    assert client.get("/staff/me/").status_code == 200


def test_a_locked_computer_can_be_signed_out_of_and_its_language_changed(saule):
    client = with_pin(saule)
    client.post("/staff/lock/")
    page = client.get("/staff/locked/").content.decode()
    assert "Сәуле Ахметова" in page
    assert client.post("/language/", {"language": "kk", "next": "/staff/locked/"}).status_code == 303
    saule.refresh_from_db()
    assert saule.language == "ru", "whoever finds the computer locked changes nothing of its person"
    client.post("/staff/logout/")
    assert client.get("/staff/locked/").status_code == 404


def test_the_live_line_of_a_locked_computer_is_nobodys(saule):
    client = with_pin(saule)
    key = client.session.session_key
    assert key in live.identify([key])
    assert queries.reader_of(key) is not None
    with time_machine.travel(clock.now() + LATER, tick=False):
        assert live.identify([key]) == {}
        assert queries.reader_of(key) is None
    client.post("/staff/lock/")
    assert live.identify([key]) == {}


def test_a_partys_phone_is_not_locked_by_this(saule):
    assert 'name="lock"' not in Client().get("/").content.decode()
    assert 'name="lock"' in signed_in(saule).get("/staff/me/").content.decode()


# --- the sheet of codes --------------------------------------------------------------------------------


def sheet_of(person) -> list[str]:
    return actions.make_sheet(person, actor=cast.acting(person, "mediator", cast_centre(person)), pin=PIN)


def came(email: str, code: str, pin: str = PIN) -> Client:
    client = Client()
    client.post("/staff/login/sheet/", {"email": email, "code": code, "pin": pin})
    return client


def test_a_printed_code_and_the_pin_let_in_once(saule):
    codes = sheet_of(saule)
    assert came("Saule@centre.example", codes[3]).get("/staff/me/").status_code == 200
    assert came("saule@centre.example", codes[3]).get("/staff/me/").status_code == 404
    assert came("saule@centre.example", codes[4]).get("/staff/me/").status_code == 200


def test_neither_the_sheet_nor_the_pin_alone_lets_in(saule):
    codes = sheet_of(saule)
    assert came("saule@centre.example", codes[0], "1234").get("/staff/me/").status_code == 404
    assert came("saule@centre.example", "00000000").get("/staff/me/").status_code == 404
    assert came("saule@centre.example", codes[0]).get("/staff/me/").status_code == 200, "a wrong PIN uses nothing up"


def test_a_guesser_is_stopped_and_learns_nothing(saule):
    codes = sheet_of(saule)
    for _try in range(6):
        came("saule@centre.example", codes[0], "1111")
    assert came("saule@centre.example", codes[0]).get("/staff/me/").status_code == 404


def test_a_known_and_an_unknown_address_get_the_same_page_by_the_same_questions(saule):
    codes = sheet_of(saule)
    pages = []
    for email in ("saule@centre.example", "nobody@centre.example"):
        client = Client()
        with CaptureQueriesContext(connection) as asked:
            answer = client.post("/staff/login/sheet/", {"email": email, "code": codes[0], "pin": "7788"})
        page = re.sub(r'(csrfmiddlewaretoken" value=")[^"]+', "", answer.content.decode()).replace(email, "")
        pages.append((answer.status_code, page, len(asked)))
    assert pages[0] == pages[1]


def test_the_codes_and_the_pin_are_in_no_column(saule):
    codes = sheet_of(saule)
    sheet = CodeSheet.objects.system().get()
    kept = repr([bytes(sheet.pin), sheet.codes])
    assert not any(code in kept for code in codes)
    assert PIN.encode() not in bytes(sheet.pin)
    assert len(sheet.codes) == actions.CODES


def test_a_new_sheet_ends_the_old_one_and_the_record_says_so(saule):
    first = sheet_of(saule)
    second = sheet_of(saule)
    assert came("saule@centre.example", first[0]).get("/staff/me/").status_code == 404
    assert came("saule@centre.example", second[0]).get("/staff/me/").status_code == 200
    assert Event.objects.system().filter(kind="SheetMade").count() == 2


def test_the_head_makes_the_first_sheet_of_a_new_colleague_and_none_after(saule, head):
    as_head = cast.acting(head, "head", cast_centre(head))
    codes = actions.make_sheet(saule, actor=as_head, pin=PIN)
    assert came("saule@centre.example", codes[0]).get("/staff/me/").status_code == 200
    with pytest.raises(Refused):
        actions.make_sheet(saule, actor=as_head, pin="7531")
    actions.end_sheet(saule, actor=as_head)
    assert came("saule@centre.example", codes[1]).get("/staff/me/").status_code == 404


def test_a_sheet_that_somebody_else_made_ends_when_its_person_comes_another_way(saule, head):
    """A sheet made before a colleague's first day, of which they never knew, would let the head come in as them."""
    codes = actions.make_sheet(saule, actor=cast.acting(head, "head", cast_centre(head)), pin=PIN)
    signed_in(saule)
    assert came("saule@centre.example", codes[0]).get("/staff/me/").status_code == 404
    own = sheet_of(saule)
    signed_in(saule)
    assert came("saule@centre.example", own[0]).get("/staff/me/").status_code == 200


def test_whoever_comes_by_a_sheet_that_somebody_else_made_is_led_to_make_their_own(saule, head):
    codes = actions.make_sheet(saule, actor=cast.acting(head, "head", cast_centre(head)), pin=PIN)
    client = Client()
    answer = client.post("/staff/login/sheet/", {"email": "saule@centre.example", "code": codes[0], "pin": PIN})
    assert answer["Location"] == "/staff/sheet/"
    client.post("/staff/sheet/", {"pin": "8264", "again": "8264"})
    assert came("saule@centre.example", codes[1]).get("/staff/me/").status_code == 404


def test_a_colleague_who_is_not_the_head_makes_no_sheet_for_another(saule, centre):
    daniyar = cast.staff(centre, "Данияр Сейітов", CentreRole.COORDINATOR, email="daniyar@centre.example")
    with pytest.raises(Refused):
        actions.make_sheet(saule, actor=cast.acting(daniyar, "coordinator", centre), pin=PIN)


def test_where_a_second_step_is_asked_for_sheet_and_pin_are_two(saule, settings):
    settings.MFA_REQUIRED_FOR_STAFF = True
    codes = sheet_of(saule)
    client = came("saule@centre.example", codes[0])
    assert client.get("/staff/me/").status_code == 200
    key = client.session.session_key
    assert queries.reader_of(key) is not None
    assert key in live.identify([key])
    by_mail = signed_in(saule)
    assert by_mail.get("/staff/me/")["Location"] == "/staff/mfa/", "having a sheet is not using one"
    assert live.identify([by_mail.session.session_key]) == {}


def test_ones_own_sheet_is_made_only_right_after_signing_in(saule):
    client = signed_in(saule)
    assert client.get("/staff/sheet/").status_code == 200
    with time_machine.travel(clock.now() + timedelta(minutes=7), tick=False):
        assert client.get("/staff/sheet/")["Location"] == "/staff/again/"
    page = client.post("/staff/sheet/", {"pin": PIN, "again": PIN}).content.decode()
    assert page.count('class="num"') == actions.CODES
