"""One person in many spellings is one person; two persons are, as a rule, two."""

import pytest

from bitim.engines.matching import marks_of_body, marks_of_mail, marks_of_name, marks_of_number

SAME = [
    (
        "Айгерім Оспанова",
        "Оспанова Айгерим",
        "Aigerim Ospanova",
        "OSPANOVA Aygerim",
        "Ajgerim Ospanova",
        "Äigerım Ospanova",
    ),
    ("Сәуле Ахметова", "Ахметова Сауле Серікқызы", "Saule Akhmetova", "Sawle Ahmetova", "Säule Axmetova"),
    ("Қайрат Жүнісов", "Кайрат Жунусов", "Kairat Zhunusov", "Qairat Jünısov", "Kayrat Dzhunusov"),
    ("Ғалым Өтегенов", "Галым Утегенов", "Galym Utegenov", "Ğalym Ötegenov", "Ghalym Otegenov"),
    ("Виктор Ким", "Ким Виктор", "Viktor Kim", "Victor Kim"),
    ("Алёна Щербакова", "Алена Щербакова", "Alena Shcherbakova", "Alyona Scherbakova"),
    ("Хасан Юлдашев", "Xasan Yuldashev", "Khasan Iuldashev", "Hasan Yuldashev"),
    ("Сергей Цой", "Sergey Tsoy", "Sergej Tsoi", "Цой Сергей Иванович"),
    ("Гүлнәр Әбдірахманова", "Гульнар Абдрахманова", "Gulnar Abdrakhmanova", "Gülnär Äbdirahmanova"),
    ("Шерзод Гʻуломов", "Sherzod G‘ulomov", "Шерзод Ғуломов", "Sherzod Gʻulomov"),
    ("Елена Маринова", "Elena Marinova", "Yelena Marinova"),
    ("Һарун Ыбырайымов", "Харун Ибрайымов", "Kharun Ybyraiymov", "Harun Ibraiymov"),
]
BODIES = [
    ("ТОО «Қызыл Су»", "ЖШС Кызыл Су", "Kyzyl Su LLP", 'Товарищество "Кызыл-Су" ТОО'.replace("Товарищество ", "")),
    ("АО «Жайлау»", "Жайлау АҚ", "JSC Zhailau", "Jailau"),
]


@pytest.mark.parametrize("spellings", SAME, ids=lambda one: one[0])
def test_one_name_in_every_spelling(spellings: tuple[str, ...]):
    first = marks_of_name(spellings[0])
    assert first
    for other in spellings[1:]:
        assert first & marks_of_name(other), other


def test_different_people_are_told_apart():
    for n, one in enumerate(SAME):
        for other in SAME[n + 1 :]:
            assert not marks_of_name(one[0]) & marks_of_name(other[0]), (one[0], other[0])
    assert not marks_of_name("Айгерім Оспанова") & marks_of_name("Айгерім Сейітова")
    assert not marks_of_name("Айгерім") & marks_of_name("Айгерім Оспанова"), "a first name alone is nobody"


@pytest.mark.parametrize("spellings", BODIES, ids=lambda one: one[0])
def test_a_company_by_its_own_name(spellings: tuple[str, ...]):
    assert len({marks_of_body(one) for one in spellings}) == 1


def test_telephones_numbers_and_addresses():
    forms = ("+7 701 111 22 33", "8(701)111-22-33", "87011112233", "701 111 22 33", "007 701 1112233")
    assert len({marks_of_number("phone", one) for one in forms}) == 1
    assert marks_of_number("phone", "12") == frozenset()
    assert marks_of_number("bin", "0410 4000 1234") == marks_of_number("bin", "041040001234")
    assert marks_of_mail(" A.Ospanova@Mail.example ") == marks_of_mail("a.ospanova@mail.example")
    assert marks_of_mail("not an address") == frozenset()
    assert marks_of_name("") == marks_of_body("") == frozenset()
