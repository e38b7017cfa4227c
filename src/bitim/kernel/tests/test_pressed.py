"""The key of a press: the form, and what it said."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import RequestFactory

from bitim.kernel.pressed import once


def key(**said: object) -> str:
    return once(RequestFactory().post("/", {"once": "token", "csrfmiddlewaretoken": "masked anew", **said}))


def test_the_same_content_by_the_same_form_is_the_same_press():
    assert key(words="Су", to=["1", "2"]) == key(to=["1", "2"], words="  Су \r\n", csrfmiddlewaretoken="masked again")
    assert key(words="бір\r\nекі") == key(words="бір\nекі")
    assert len(key(words="Су")) == 64


@pytest.mark.parametrize(
    "other",
    [
        {"once": "another form"},
        {"words": "Су ортақ"},
        {"to": "1"},
        {"act": "no"},
        {"more": ""},
        {"words": ["Су", "1"], "to": []},
        {"file": SimpleUploadedFile("a.txt", b"two")},
        {"file": SimpleUploadedFile("b.txt", b"one")},
    ],
)
def test_other_content_is_another_press(other):
    said = {"words": "Су", "to": ["1", "2"], "act": "yes", "file": SimpleUploadedFile("a.txt", b"one")}
    assert key(**said) != key(**{**said, **other})


def test_a_file_is_still_read_from_its_first_byte():
    request = RequestFactory().post("/", {"once": "token", "file": SimpleUploadedFile("a.txt", b"one")})
    assert request.FILES["file"].read(1) == b"o"
    assert once(request) == once(request)
    assert request.FILES["file"].read() == b"one"


def test_each_press_without_a_token_is_new():
    assert once(RequestFactory().post("/", {"words": "Су"})) == "" == once(RequestFactory().get("/?once=1"))
    assert once(RequestFactory().post("/", {"words": "Су"}), "a0") == ""


def test_of_one_press_each_part_has_a_key_of_its_own():
    request = RequestFactory().post("/", {"once": "token", "a0-answer": "accept", "a1-answer": "accept"})
    assert len({once(request), once(request, "a0"), once(request, "a1")}) == 3
    assert len(once(request, "a0")) == 64
