"""Two neighbours, one room, one telephone: from the first question at the office to a return to the table.

Viktor comes to the office; old Tolegen stays at home, is called and never touches a device. Paper and pens do the rest;
the office's books say the same as the case. The coordinator works in Russian at a desk, the mediator in Kazakh on a
phone.
"""

import csv
import io
import re
from collections import Counter
from datetime import date

import pytest
from playwright.sync_api import Page, expect
from tests.support import main_job, office, pens, telephone
from tests.support.main_job import only
from tests.support.office import fill, go, press
from tests.support.pages import good
from tests.support.server import Served
from tests.support.visitors import Visitors

from bitim.kernel.paper import scans

pytestmark = [pytest.mark.browser, pytest.mark.slow]
VIKTOR, TOLEGEN = "Виктор Соколов", "Төлеген Бейсенов"
WORD = "қараағаш"
DAY = re.compile(r"\d\d\.\d\d\.\d{4}")
MIXED = "по-разному"
CLAUSES = (
    ("Виктор шарбағын бір метр шегіндіреді.", "Виктор отодвинет забор на метр."),
    ("Төлеген жолды ашық ұстайды.", "Толеген держит проход открытым."),
)


class Neighbours:
    """The case as it goes, with whoever is in front of which screen."""

    def __init__(self, coordinator: Page, mediator: Page, visitor: Visitors) -> None:
        self.coordinator, self.mediator, self.visitor = coordinator, mediator, visitor
        self.case = ""
        self.step = 0

    def look(self, page: Page, name: str, *, checked: bool = True) -> None:
        """Keep a picture of a page on the road; the main ones pass every check of a page."""
        self.step += 1
        if checked:
            good(page)
        self.visitor.picture(page, f"{self.step:02d}-{name}")


def test_two_neighbours_one_of_them_on_the_telephone(own_demo: Served, visitor: Visitors):
    coordinator = main_job.staff(own_demo, visitor, "coordinator Данияр")
    road = Neighbours(coordinator, at_a_phone(own_demo, visitor, "mediator Сәуле"), visitor)
    consulted(road)
    opened(road)
    invited_by_telephone(road)
    screened(road)
    accepted(road)
    consented(road)
    on_paper(road, agreement(road), "agreement")
    met(road)
    path = written(road)
    on_paper(road, path, "settlement")
    number = in_the_books(road)
    report_equals_the_journal(road, number)
    kept_in_part(road)


def at_a_phone(house: Served, visitor: Visitors, words: str) -> Page:
    door = house.door(words)
    page = visitor(at="/".join(door.split("/")[:3]), language="kk", width=360)
    page.goto(door)
    return page


def consulted(road: Neighbours) -> None:
    """A talk of a minute, without a name, that becomes a case."""
    desk = road.coordinator
    go(desk, "/office/consultation/")
    fill(desk, kind="neighbours", asked="how", channel="came", language="ru", outcome="case")
    road.look(desk, "consultation")
    press(desk)


def opened(road: Neighbours) -> None:
    """What the consultation knows is there already; one side is in the room, the other at home."""
    desk = road.coordinator
    assert "/office/walk-in/" in desk.url
    assert desk.locator("select[name=kind]").input_value() == "neighbours"
    fill(desk, title_kk="Шарбақ пен жол", title_ru="Забор и проход")
    desk.locator("select[name=mediator]").select_option(label="Сәуле Ахметова")
    fill(desk, disclosure="Учила внука Толегена в школе.")
    for name in ("accepted", "s0-in_paper", "s1-in_paper"):
        desk.locator(f"main input[name={name}]").check()
    fill(desk, s0__name=VIKTOR, s0__seen_as="id_card", s0__identifier="791120350173", s0__phone="+7 701 000 00 02")
    fill(desk, s0__address="с. Бирлик, ул. Садовая, 9")
    fill(desk, s1__name=TOLEGEN, s1__comes="phone", s1__language="kk", s1__identifier="870512350129")
    fill(desk, s1__address="Бірлік а., Бақ к., 7", s1__phone="+7 701 000 00 01")
    assert desk.locator("select[name=s0-language]").input_value() == "ru"
    road.look(desk, "walk-in")
    press(desk)
    road.case = office.case_of(desk)
    road.look(desk, "opened")


def call(road: Neighbours, about: str) -> None:
    """The mediator calls, the coordinator listens and says so in their own login."""
    page = road.mediator
    address = telephone.called(page, road.case, TOLEGEN, about, "Данияр Сейітов", WORD)
    road.look(page, f"call-{about}", checked=about in ("invitation", "paper"))
    assert telephone.answered(page) > 0
    telephone.listened(road.coordinator, address)
    expect(road.coordinator.locator("main .state.done").first).to_be_visible()


def invited_by_telephone(road: Neighbours) -> None:
    go(road.mediator, "/today/")
    road.look(road.mediator, "mediator-today", checked=False)
    go(road.mediator, f"/case/{road.case}/people/")
    road.look(road.mediator, "people")
    call(road, "invitation")
    go(road.coordinator, f"/case/{road.case}/people/")
    expect(road.coordinator.locator("main")).to_contain_text(TOLEGEN)
    road.look(road.coordinator, "people-after", checked=False)


def screened(road: Neighbours) -> None:
    page = road.mediator
    go(page, f"/case/{road.case}/people/")
    for path in office.paths(page, f"/case/{road.case}/screening/"):
        go(page, path)
        for box in page.locator("main input[type=radio][value=no]").all():
            box.check()
        if page.locator("main input[name=person]").count():
            page.locator("main input[name=person]").first.check()
        fill(page, result="joint")
        press(page)
    road.look(page, "screened", checked=False)


def accepted(road: Neighbours) -> None:
    """Viktor has said it at the opening; Tolegen is told by telephone what ties the mediator to whom."""
    page = road.coordinator
    go(page, f"/case/{road.case}/mediator/")
    expect(page.locator("main")).to_contain_text("Учила внука")
    page.locator("main input[type=radio][value=accept]").first.check()
    page.locator("main select[name$=how]").select_option("phone")
    road.look(page, "mediator-asked")
    press(page)


def consented(road: Neighbours) -> None:
    page = road.mediator
    go(page, f"/case/{road.case}/consent/")
    form = page.locator("main form", has_text=re.compile(VIKTOR))
    if not form.count():
        form = page.locator("main section.card", has_text=VIKTOR).locator("form")
    form.locator("[name$=how][value=oral]").check()
    road.look(page, "consent")
    only(page, form)
    call(road, "consent")
    go(page, f"/case/{road.case}/")
    road.look(page, "table-mediator")


def agreement(road: Neighbours) -> str:
    page = road.mediator
    go(page, f"/agreement/{road.case}/")
    main_job.all_no(page)
    road.look(page, "agreement")
    press(page)
    assert "/sign/" in page.url, page.locator("main").inner_text()[:1500]
    return "/" + page.url.split("/", 3)[3].split("#")[0]


def on_paper(road: Neighbours, path: str, name: str) -> None:
    """Printed, signed with pens by all three, scanned; compared by one login and confirmed by another."""
    page, paper = road.mediator, path + "paper/"
    assert pens.everybody_by_pen(page, paper) == 3
    road.look(page, f"{name}-paper", checked=name == "settlement")
    pdf = office.bytes_of(page, path.replace("/sign/", "/document/") + "pdf/")
    words = plain(pdf)
    assert TOLEGEN in words
    assert VIKTOR in words
    pens.handed_in(page, paper, pdf)
    road.look(page, f"{name}-compare", checked=name == "agreement")
    pens.compared(page, scans.page_count(pdf, scans.PDF))
    pens.confirmed(road.coordinator, paper)
    road.look(road.coordinator, f"{name}-confirmed", checked=name == "settlement")
    go(page, path)
    expect(page.locator("main .state.done").first).to_be_visible()
    road.look(page, f"{name}-signed", checked=name == "settlement")


def met(road: Neighbours) -> None:
    """A meeting with one in the room and one on the line; a word aside with Viktor; its record is printed."""
    page = road.mediator
    go(page, f"/room/meetings/{road.case}/who/")
    for name, way in ((VIKTOR, "in_room"), (TOLEGEN, "by_phone"), ("Сәуле Ахметова", "in_room")):
        line = page.locator("main fieldset.field", has=page.locator("legend", has_text=name)).first
        line.locator(f"input[type=radio][value={way}]").check()
    road.look(page, "who")
    press(page, name="act", value="joint")
    rooms = main_job.rooms_of(page, road.case)
    road.look(page, "table-live")
    aside(road, rooms)
    go(page, f"/room/meetings/{road.case}/")
    press(page)
    go(page, f"/meetings/{road.case}/held/")
    words = plain(office.bytes_of(page, office.paths(page, "/room/meeting/")[0]))
    assert f"{TOLEGEN} (тарап, телефон арқылы" in words, words
    assert f"{VIKTOR} (сторона, в комнате" in words, words
    road.look(page, "held")


def aside(road: Neighbours, rooms: list[str]) -> None:
    page = road.mediator
    for room in rooms:
        go(page, room)
        if (
            page.locator("#aside").count()
            and VIKTOR in page.locator("#aside").inner_text(timeout=5_000) + page.content()
        ):
            break
    else:
        raise AssertionError("no room for a word aside")
    page.locator("#aside summary").click()
    road.look(page, "aside")
    with page.expect_navigation():
        page.locator("#aside form button").first.click()
    expect(page.locator("#aside")).to_contain_text(VIKTOR)
    page.locator("#aside summary").click()
    with page.expect_navigation():
        page.locator("#aside button[name=end]").click()


def written(road: Neighbours) -> str:
    """Two clauses in two languages: one side says yes before the mediator, the other one is read to."""
    page = road.mediator
    text = main_job.text_begun(page, road.case, "kk", "Бірлік")
    for n, (kazakh, russian) in enumerate(CLAUSES):
        go(page, text + "new/")
        clause(page, kazakh, russian, n + 1)
    road.look(page, "text")
    while (said := page.locator("main form[action*='/note/'] button[value='1']")).count():
        pens.press_one(page, said.first)
        go(page, text)
    call(road, "clauses")
    go(page, text)
    road.look(page, "text-agreed", checked=False)
    go(page, text + "final/")
    road.look(page, "final")
    path = main_job.made_final(page).split("#")[0]
    call(road, "paper")
    return path


def plain(pdf: bytes) -> str:
    """Return the words of a paper on one line."""
    return " ".join(office.text_of(pdf).split())


def clause(page: Page, kazakh: str, russian: str, who: int) -> None:
    page.locator("main details").evaluate_all("all => all.forEach(one => one.open = true)")
    for language, words in (("kk", kazakh), ("ru", russian)):
        for box in page.locator(f"main textarea[lang={language}]").all():
            box.fill(words)
    page.locator("select[name=duty-who]").select_option(index=who)
    page.locator("input[name=duty-by_when]").fill("2027-05-01")
    press(page)


def in_the_books(road: Neighbours) -> str:
    """The case's line is in the yearly book; return its number."""
    desk = road.coordinator
    go(desk, f"/case/{road.case}/journal/")
    road.look(desk, "case-journal")
    found = re.search(r"№\s*(\S+)", desk.locator("h1").inner_text())
    assert found
    number = found.group(1)
    go(desk, "/office/journal/cases/")
    road.look(desk, "book")
    words = office.text_of(downloaded(desk, "PDF"))
    assert number in words
    return number


def downloaded(desk: Page, form: str) -> bytes:
    with desk.expect_download() as taken:
        desk.get_by_role("button", name=form, exact=False).first.click()
    return taken.value.path().read_bytes()


def report_equals_the_journal(road: Neighbours, number: str) -> None:
    """The quarter's figures, by place and kind, are what one counts in the journal's lines by hand."""
    desk = road.coordinator
    book = [row for row in rows_of(downloaded(desk, "CSV")) if len(row) > 3 and DAY.fullmatch(row[1])]
    assert [row for row in book if row[0] == number]
    today = max(date(*map(int, reversed(row[1].split(".")))) for row in book)
    quarter = [row for row in book if quarter_of(row[1]) == (today.year, (today.month + 2) // 3)]
    go(desk, "/office/report/")
    road.look(desk, "report")
    cases = rows_of(downloaded(desk, "CSV"))
    cases = cases[2 : next(n for n, row in enumerate(cases) if row[:1] == ["Всего"])]
    counted: Counter[tuple[str, str]] = Counter()
    for row in cases:
        counted[row[0], row[1]] += int(row[6])
    assert +counted == Counter((row[3], row[2]) for row in quarter)
    ours = [row for row in cases if row[1] == "Спор между соседями" and row[5] == MIXED]
    assert ours, cases  # one side came, the other was called: both are said


def rows_of(csv_file: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(csv_file.decode("utf-8-sig")), delimiter=";"))


def quarter_of(day: str) -> tuple[int, int]:
    _day, month, year = day.split(".")
    return int(year), (int(month) + 2) // 3


def kept_in_part(road: Neighbours) -> None:
    """Tolegen says by telephone that it was done in part; then both come back to the table."""
    page = road.mediator
    go(page, f"/after/{road.case}/")
    first = page.locator("section.card details").first
    first.locator("summary").click()
    first.locator("select[name=told_by]").select_option(label=TOLEGEN)
    first.locator("input[name=how][value=phone]").check()
    first.locator("textarea").fill("Жартысын шегіндірді")
    road.look(page, "duty")
    pens.press_one(page, first.locator("button[value=partly]"))
    expect(page.locator("main")).to_contain_text("Жартысын шегіндірді")
    go(page, f"/after/{road.case}/")
    pens.press_one(page, page.locator("form[action$='/back/'] button"))
    road.look(page, "back")
    go(page, f"/case/{road.case}/")
    road.look(page, "table-again", checked=False)
    go(road.coordinator, f"/case/{road.case}/")
    road.look(road.coordinator, "coordinator-again", checked=False)
