"""A region's list: read in every dress it comes in, shown line by line, entered once, sent again without harm."""

from datetime import date, timedelta

import pytest
from django.test import Client
from django.utils import translation

from bitim.demo import cast
from bitim.kernel import clock
from bitim.kernel.access import NotFound, Refused
from bitim.kernel.models import Event
from bitim.people import actions, jobs, queries
from bitim.people.models import CentreRole, MediatorCard, RegisterImport
from bitim.people.queries.importing import plan_of
from bitim.people.register_file import columns_of, day_of, table_of, text_of

pytestmark = pytest.mark.django_db
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
HEAD = (
    "№ п/п;Тегі, аты, әкесінің аты;Тізілімдегі нөмірі;Өкілеттігі басталған күн;Өкілеттігі аяқталатын күн;"
    "Тілдері;Аудандар"
)
ROWS = [
    "1;Ахметова Сәуле Серікқызы;15;01.02.2025;31.01.2028;қазақша, орысша;Абай ауданы",
    "2;Юлдашев Рустам;16;2025-02-01;2028-01-31;өзбекше, қазақша, күрдше;Сайрам",
]


@pytest.fixture
def house():
    at = cast.centre()
    coordinator = cast.staff(at, "Данияр", CentreRole.COORDINATOR, "kk", "daniyar@centre.example")
    return at, cast.acting(coordinator, "coordinator", at), coordinator


def sent(house, rows, head=HEAD, kind="public", encoding="utf-8"):
    data = "\r\n".join([head, *rows]).encode(encoding)
    return actions.begin_import(house[0], actor=house[1], data=data, kind=kind)


def entered(house, rows, **more):
    one = sent(house, rows, **more)
    return actions.enter_import(one, actor=house[1])


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "kz1048"])
def test_a_list_in_each_dress(house, encoding):
    one = entered(house, ROWS, encoding=encoding)
    assert (one.added, one.changed) == (2, 0)
    rustam = MediatorCard.objects.system().get(register_number="16")
    assert (rustam.term_from, rustam.term_to) == (date(2025, 2, 1), date(2028, 1, 31))
    assert (rustam.languages, rustam.spoken, rustam.places) == (["uz", "kk"], "күрдше", ["Сайрам"])
    assert rustam.person is None and rustam.kind == "public"
    assert queries.card_by_number(rustam.number).state == "in_force"
    assert RegisterImport.objects.system().get().words in (None, "")


def test_cp1251_commas_tabs_and_headers_in_russian_and_english(house):
    head = "ФИО,Номер сертификата,Дата выдачи,Действует до,Вид,Берёт плату"
    rows = ['"Ким, Виктор",0417,14.05.2024,14.05.2029,профессиональный,да', "Ли Анна,0418,14.05.2024,,общественный,нет"]
    one = entered(house, rows, head=head, kind="", encoding="cp1251")
    assert one.added == 2
    kim = MediatorCard.objects.system().get(certificate="0417")
    assert (kim.kind, kim.takes_fee, kim.public_name) == ("professional", True, {"kk": "Ким, Виктор"})
    tabs = "Full name\tRegister number\tElected on\nJohn Lee\t77\t2026-01-05"
    assert columns_of("kz", table_of(tabs).header) == {"name": 0, "register_number": 1, "elected_on": 2}


def test_sent_again_it_changes_nothing_and_a_changed_line_is_a_change(house):
    entered(house, ROWS)
    again = plan_of(sent(house, ROWS))
    assert (again.same, again.new, again.changed, again.missing) == (2, (), (), ())
    assert not again.does_anything
    with pytest.raises(Refused):
        actions.enter_import(sent(house, ROWS), actor=house[1])
    longer = [ROWS[0].replace("31.01.2028", "31.01.2030")]
    plan = plan_of(sent(house, longer))
    assert [set(change.fields) for change in plan.changed] == [{"term_to"}]
    assert [card.register_number for card in plan.missing] == ["16"]
    numbers = set(MediatorCard.objects.system().values_list("number", flat=True))
    assert entered(house, longer).changed == 1
    assert set(MediatorCard.objects.system().values_list("number", flat=True)) == numbers
    assert MediatorCard.objects.system().get(register_number="16").revoked is None


def test_bad_lines_are_told_one_by_one_and_the_rest_is_entered(house):
    bad = [
        ROWS[0],
        "3;Біреу Бір;17;31.02.2025;;;",
        "4;Ахметова Сауле;15;;;;",
        "5;;18;;;;",
        "6;Кері Мерзім;19;01.01.2026;01.01.2025;;",
    ]
    one = sent(house, bad)
    with translation.override("en"):
        plan = plan_of(one)
    assert [row.number for row in plan.left_out] == [3, 4, 5, 6]
    said = [" ".join(row.problems) for row in plan.left_out]
    for words, line in zip(("31.02.2025", "line 2 already", "no name", "not after"), said, strict=True):
        assert words in line
    assert actions.enter_import(one, actor=house[1]).added == 1
    assert actions.enter_import(one, actor=house[1]).added == 1, "a second press"
    assert MediatorCard.objects.system().count() == 1


def test_whoever_the_list_removes_is_revoked_and_never_comes_back_by_a_list(house):
    entered(house, ROWS)
    head = f"{HEAD};Тізілімнен шығарылған күн"
    entered(house, [f"{ROWS[0]};05.11.2026"], head=head)
    card = MediatorCard.objects.system().get(register_number="15")
    assert card.revoked and card.removed_on == date(2026, 11, 5)
    assert queries.card_by_number(card.number).state == "revoked"
    assert not plan_of(sent(house, [f"{ROWS[0]};"], head=head)).does_anything


def test_a_removal_that_is_still_ahead_revokes_nobody_today(house):
    head = f"{HEAD};Тізілімнен шығарылған күн"
    for ahead, revoked in ((3, False), (0, True)):
        day = clock.today() + timedelta(days=ahead)
        entered(house, [f"{row};{day:%d.%m.%Y}" for row in ROWS], head=head)
        cards = list(MediatorCard.objects.system().all())
        assert [card.removed_on for card in cards] == [day] * 2
        assert [card.revoked is not None for card in cards] == [revoked] * 2


def test_a_number_of_somebody_else_is_told_and_another_spelling_is_not(house):
    entered(house, ROWS)
    spelt = ROWS[0].replace("Ахметова Сәуле Серікқызы", "Ахметова Сауле")
    plan = plan_of(sent(house, [spelt, "2;Мүлде Басқа;16;;;;"]))
    assert [row.number for row in plan.left_out] == [3]
    assert [set(change.fields) for change in plan.changed] == [{"public_name"}]


def test_wrong_columns_are_chosen_by_hand(house):
    one = sent(house, ["Сәуле Ахметова;9"], head="бірінші;екінші")
    assert plan_of(one).lacks == ("name",)
    with pytest.raises(Refused):
        actions.enter_import(one, actor=house[1])
    one = actions.choose_columns(one, actor=house[1], columns={"name": 0, "register_number": 1}, kind="public")
    assert len(plan_of(one).new) == 1


def test_of_a_date_of_birth_only_the_age_rule_is_kept(house):
    entered(house, ["Жас Адам;1;01.01.2010", "Ересек Адам;2;01.01.1980"], head="ФИО;Номер сертификата;Дата рождения")
    ages = dict(MediatorCard.objects.system().values_list("certificate", "of_age"))
    assert ages == {"1": False, "2": True}


@pytest.mark.parametrize(
    "data", [b"", b"one line", b"PK\x03\x04zip", b"\0\1\2", b"%PDF-1.7", b'a;b\n"never closed', b"x" * 2_000_001]
)
def test_what_is_no_list_is_refused_in_words(house, data):
    with pytest.raises(Refused) as refused:
        one = actions.begin_import(house[0], actor=house[1], data=data)
        actions.enter_import(one, actor=house[1])
    assert str(refused.value.reason)
    assert not MediatorCard.objects.system().exists()


def test_days_as_people_write_them():
    assert day_of("14.05.2024") == day_of("2024-05-14") == day_of("14/05/2024") == day_of("14.05.2024 ж.")
    assert day_of("14.05.24") is None
    assert day_of("2024-13-01") is None
    assert text_of("\ufeffа".encode()) == "а"


def test_a_thousand_lines_are_read_and_entered_and_the_page_stays_small(house, django_assert_max_num_queries):
    rows = [f"{n};Медиатор {n} Тегі;{n};01.02.2025;31.01.2028;қазақша;Аудан {n % 20}" for n in range(1, 1001)]
    # What is asked once in a process, or made once for a centre, is not what grows.
    entered(house, [rows[0].replace("1;Медиатор 1 Тегі;1;", "0;Бірінші Тегі;5000;")])
    with django_assert_max_num_queries(60):
        assert entered(house, rows).added == 1000
    assert Event.objects.system().filter(kind="RegisterEntered").count() == 2
    client = Client()
    client.force_login(house[2].account, backend=BACKEND)
    with django_assert_max_num_queries(10):
        page = client.get("/register/").content.decode()
    assert page.count('class="digits"') == queries.register_page(house[1], house[0].pk).cards.__len__() == 50
    found = queries.register_page(house[1], house[0].pk, asked="медиатор 777", page=99)
    assert "777" in [card.more["register_number"] for card in found.cards]
    assert queries.register_page(house[1], house[0].pk, state="lapsed").total == 0


def test_a_list_is_its_own_centres_and_goes_through_the_pages(house):
    client, data = Client(), "\n".join([HEAD, *ROWS, "x;;;;;;"]).encode()
    client.force_login(house[2].account, backend=BACKEND)
    assert client.post("/register/list/", {}).status_code == 422
    from django.core.files.uploadedfile import SimpleUploadedFile

    answer = client.post("/register/list/", {"file": SimpleUploadedFile("a.csv", data), "kind": "public"})
    assert answer.status_code == 303
    page = client.get(answer.url).content.decode()
    assert "Ахметова Сәуле Серікқызы" in page
    assert MediatorCard.objects.system().count() == 0
    assert client.post(answer.url, {"act": "enter"}).status_code == 303
    assert MediatorCard.objects.system().count() == 2
    other = cast.centre("other")
    stranger = cast.staff(other, "Чужой", CentreRole.COORDINATOR, email="x@other.example")
    client.force_login(stranger.account, backend=BACKEND)
    assert client.get(answer.url).status_code == 404
    with pytest.raises(NotFound):
        actions.enter_import(RegisterImport.objects.system().get(), actor=cast.acting(stranger, "coordinator", other))


def test_a_list_that_nobody_enters_is_gone_after_a_day(house):
    one = sent(house, ROWS)
    assert jobs.forget_lists() == 0
    RegisterImport.objects.system().filter(pk=one.pk).update(made=clock.now() - timedelta(hours=25))
    assert jobs.forget_lists() == 1
