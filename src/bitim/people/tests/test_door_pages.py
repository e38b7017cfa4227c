"""The pages of a door, as a browser meets them."""

import logging
import re
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from bitim.demo import cast
from bitim.kernel import clock, doors, ids
from bitim.kernel.logs import Bodiless
from bitim.kernel.models import Bucket, Door
from bitim.people.session_store import SessionStore

pytestmark = pytest.mark.django_db
PHONE = "+7 701 555 04 17"
PIN = {"pin": "5081", "again": "5081"}


@pytest.fixture(autouse=True)
def at():
    moment = [datetime(2026, 3, 2, 9, tzinfo=UTC)]
    clock.set_source(lambda: moment[0])
    yield moment
    clock.set_source(None)


@pytest.fixture
def door(monkeypatch) -> Door:
    monkeypatch.setitem(doors.HOMES, "case", lambda person, subject: "/home-of-the-case/")
    cast.centre()
    person = cast.person("Айгерім", "kk", phone=PHONE)
    return doors.make_door(person.pk, uuid4(), "case", second=PHONE, second_kind=doors.PHONE4)


def _body(response) -> str:
    """The page without what is new in every answer."""
    return re.sub(r'(csrfmiddlewaretoken" value=")[^"]+', r"\1", response.content.decode())


def test_a_person_comes_in_by_code_chooses_a_pin_and_sees_the_way_back_once(door, client):
    code = doors.issue(door, doors.CODE, days=10)
    answer = client.post("/code/", {"code": ids.spaced(code), "answer": "0417"})
    assert (answer.status_code, answer["Location"]) == (303, "/code/pin/")
    assert client.get("/code/pin/").status_code == 200
    shown = client.post("/code/pin/", PIN)
    back = re.search(r"(\d{4}) (\d{4}) (\d{4})", shown.content.decode())
    assert back and ids.read_code(back[0])
    assert "/home-of-the-case/" in shown.content.decode()
    assert client.post("/code/pin/", PIN)["Location"] == "/home-of-the-case/"
    other = Client()
    again = other.post("/code/", {"code": back[0], "answer": "5081"})
    assert (again.status_code, again["Location"]) == (303, "/home-of-the-case/")


def test_the_session_key_changes_on_the_way_in_and_when_the_pin_is_chosen(door, client):
    client.session.save()
    session = client.session
    session["planted"] = "yes"
    session.save()
    client.cookies["bitim"] = session.session_key
    keys = [session.session_key]
    client.post("/code/", {"code": doors.issue(door, doors.CODE, days=1), "answer": "0417"})
    keys.append(client.session.session_key)
    client.post("/code/pin/", PIN)
    keys.append(client.session.session_key)
    assert len(set(keys)) == 3
    assert "planted" not in client.session
    assert [SessionStore().exists(key) for key in keys] == [False, False, True]


def test_unknown_lapsed_ended_known_and_locked_codes_get_the_same_page(door, at):
    person = cast.person("Виктор")
    lapsed = doors.issue(door, doors.CODE, days=1)
    at[0] += timedelta(days=2)
    other = doors.make_door(person.pk, uuid4(), "case", second=PHONE, second_kind=doors.PHONE4)
    ended = doors.issue(other, doors.CODE, days=9)
    doors.close(other)
    known = doors.issue(door, doors.CODE, days=9)
    Client().post("/code/", {"code": ids.new_code(), "answer": "1"})
    bodies, counts, statuses = set(), set(), set()
    for code in (ids.new_code(), lapsed, ended, known):
        for _try in range(doors.TRIES_OF_DOOR[0] + 1):
            with CaptureQueriesContext(connection) as seen:
                answer = Client().post("/code/", {"code": code, "answer": "9999"})
            bodies.add(_body(answer).replace(code, "").replace(ids.spaced(code), ""))
            counts.add(len(seen))
            statuses.add(answer.status_code)
    assert (len(bodies), len(counts), statuses) == (1, 1, {422})


def test_a_right_answer_at_a_locked_door_gets_the_same_page_as_a_wrong_one(door):
    code = doors.issue(door, doors.CODE, days=9)
    for _try in range(doors.TRIES_OF_DOOR[0]):
        wrong = Client().post("/code/", {"code": code, "answer": "9999"})
    locked = Client().post("/code/", {"code": code, "answer": "0417"})
    assert _body(locked) == _body(wrong)


def test_a_slip_of_the_fingers_is_found_before_the_house_is_asked(client, door):
    code = doors.issue(door, doors.CODE, days=9)
    slip = code[:-1] + str((int(code[-1]) + 1) % 10)
    answer = client.post("/code/", {"code": slip, "answer": "0417"})
    assert answer.status_code == 422
    assert slip in answer.content.decode()
    assert not Bucket.objects.system().exists()


def test_a_preview_of_a_link_uses_nothing_up_and_says_nothing(door):
    link = doors.issue(door, doors.LINK, days=9)
    unknown = ids.new_token()
    pages = {_body(Client().get(f"/j/{token}/")).replace(token, "") for token in (link, unknown) for _ in range(3)}
    assert len(pages) == 1
    words = re.sub(r"<[^>]*>", " ", pages.pop()).casefold()
    for telling in ("mediat", "медиа", "dispute", "дау", "спор", "bitim", "достық", "house of friendship", "727"):
        assert telling not in words
    Client().head(f"/j/{link}/")
    assert Client().post(f"/j/{link}/", {"answer": "0417"}).status_code == 303


def test_a_forwarded_link_opens_nothing_without_the_second_thing(door, client):
    link = doors.issue(door, doors.LINK, days=9)
    client.post(f"/j/{link}/", {"answer": "0417"})
    client.post("/code/pin/", PIN)
    stranger = Client()
    assert stranger.get(f"/j/{link}/").status_code == 200
    for answer in ("", "1111", "0417"):
        assert stranger.post(f"/j/{link}/", {"answer": answer}).status_code == 422
    assert "door" not in stranger.session
    assert client.get(f"/j/{link}/")["Location"] == "/home-of-the-case/"


def test_issuing_anew_signs_every_device_out_at_once(door, client):
    client.post("/code/", {"code": doors.issue(door, doors.CODE, days=9), "answer": "0417"})
    client.post("/code/pin/", PIN)
    assert "door" in client.session
    doors.reissue(door)
    client.get("/code/")
    assert "door" not in client.session


@pytest.mark.parametrize("pin", ["0000", "1234", "12", "1234567", "5a81", "0417", ""])
def test_a_poor_pin_is_explained_and_not_kept(door, client, pin):
    client.post("/code/", {"code": doors.issue(door, doors.CODE, days=9), "answer": "0417"})
    answer = client.post("/code/pin/", {"pin": pin, "again": pin})
    assert answer.status_code == 422
    assert Door.objects.system().get(pk=door.pk).pin is None


def test_two_pins_that_differ_are_not_kept(door, client):
    client.post("/code/", {"code": doors.issue(door, doors.CODE, days=9), "answer": "0417"})
    assert client.post("/code/pin/", {"pin": "5081", "again": "5082"}).status_code == 422


def test_the_pin_page_is_for_those_who_came_in(client, db):
    assert client.get("/code/pin/")["Location"] == "/code/"
    assert client.post("/code/pin/", PIN)["Location"] == "/code/"


def test_the_own_device_stays_signed_in_longer(door, client):
    client.post("/code/", {"code": doors.issue(door, doors.CODE, days=9), "answer": "0417"})
    client.post("/code/pin/", {**PIN, "own_device": "on"})
    assert client.session.get_expiry_age() == 30 * 24 * 3600


def test_the_person_reads_in_their_own_language(door, client):
    client.post("/code/", {"code": doors.issue(door, doors.CODE, days=9), "answer": "0417"})
    assert client.get("/code/pin/").headers["Content-Language"] == "kk"


def test_codes_answers_and_pins_are_in_no_log_and_no_session(door, client, caplog):
    caplog.set_level(logging.DEBUG)
    code, link = doors.issue(door, doors.CODE, days=9), doors.issue(door, doors.LINK, days=9)
    client.post("/code/", {"code": code, "answer": "9999"})
    client.post(f"/j/{link}/", {"answer": "8888"})
    client.post("/code/", {"code": code, "answer": "0417"})
    shown = client.post("/code/pin/", PIN)
    back = re.search(r"\d{4} \d{4} \d{4}", shown.content.decode())[0]
    kept = repr(dict(client.session))
    for secret in (code, ids.spaced(code), back, back.replace(" ", "")):
        assert secret not in kept
    assert "5081" not in kept
    for record in caplog.records:
        Bodiless().filter(record)
        for secret in (code, ids.spaced(code), link, back, "5081", "0417", "8888"):
            assert secret not in record.getMessage()


def test_how_to_get_a_new_code_names_the_phone_of_the_centre(door, client):
    page = client.get("/code/lost/").content.decode()
    assert "+7 727 000 00 00" in page
    assert '<form method="post" action="/code' not in page


def test_what_is_typed_to_come_in_is_not_repeated_when_the_form_is_too_old(door):
    strict = Client(enforce_csrf_checks=True)
    link = doors.issue(door, doors.LINK, days=1)
    for path in ("/code/", f"/j/{link}/", "/staff/login/code/confirm/"):
        said = {"code": "4071 2236 1190", "answer": "қызғалдақ", "pin": "5081"}
        answer = strict.post(path, said, headers={"Sec-Fetch-Site": "same-origin"})
        assert answer.status_code == 403
        for secret in said.values():
            assert secret not in answer.content.decode()
