"""A professional mediator's case that a court sent: its stay, its papers, a demand, a certificate and a term that end.

Two firms with mailboxes and telephones; Kazakh on a phone, Russian at a desk. Every paper for the court is opened, as
PDF and as DOCX, and read: names, numbers and days, in both languages.
"""

import io
from datetime import date, timedelta

import pytest
from docx import Document as Docx
from playwright.sync_api import Page
from tests.support import main_job, office
from tests.support.main_job import Dispute, only
from tests.support.office import bytes_of, fill, go, press, text_of
from tests.support.pages import good

from bitim.kernel import clock
from bitim.kernel.dates import day_words

pytestmark = pytest.mark.browser
DEBT = Dispute(
    words="Жеткізілген ұнның ақысы төленбеді, іс сотта жатыр.",
    title="Ұн үшін төлем",
    asker="Ержан Омаров",
    phone="+7 701 000 00 51",
    other="Ольга Шмидт",
    other_phone="+7 701 000 00 52",
    languages=("kk", "ru"),
    identifiers=("870512350129", "791120350173"),
    wishes={"email": "erzhan@omarov.example"},
)
COURT, NUMBER, JUDGE = "Алматы ауданының соты", "7594-26-00-2/1187", "А. Қ. Сейдахметова"
PROSECUTOR = "Прокуратура Алматинского района, старший прокурор"
FEE = {"kk": "Қырық мың теңге, тараптар теңдей төлейді", "ru": "Сорок тысяч тенге, стороны платят поровну"}


def test_a_court_sends_a_case_and_hears_that_it_ended(story, visitor):
    house, person = story
    erzhan, olga = person("erzhan", language="kk"), person("olga", language="ru", width=1280, dark=True)
    coordinator = main_job.staff(house, visitor, "coordinator Данияр")
    mediator = main_job.staff(house, visitor, "mediator Ерлан")
    outbox = person("post", language="en", width=1280)
    seen: set[str] = set()
    for refusal in ("409", "422"):
        visitor.expects(refusal)

    case = begun(erzhan, olga, coordinator, mediator)
    stay = clock.today() + timedelta(days=3)
    sent_by_a_court(coordinator, mediator, case, stay, visitor)
    papers_are_right(mediator, case, "motion_to_stay", olga_too=True)
    certificate_ends(coordinator, mediator, case, visitor)
    path = main_job.agreement(mediator, case, DEBT, fee=FEE, days_ago=31)
    fee_stands(mediator, path)
    main_job.everybody_signs(path, mediator, [erzhan, olga], outbox, seen)
    term_is_over(erzhan, olga, mediator, outbox, seen, case, visitor)
    path = settled(erzhan, olga, mediator, case, visitor)
    main_job.everybody_signs(path, mediator, [erzhan, olga], outbox, seen)
    for kind in ("request_to_approve", "request_to_return_duty"):
        papers_are_right(mediator, case, kind, olga_too=kind == "request_to_approve")
    demanded(mediator, coordinator, case, visitor)
    ended(mediator, case, visitor)
    in_the_book(coordinator, case, visitor)


def begun(erzhan: Page, olga: Page, coordinator: Page, mediator: Page) -> str:
    """A request, a professional mediator whom both accept, talks alone, consents."""
    own_code = main_job.asks(erzhan, DEBT)
    case = main_job.accepted(coordinator, DEBT)
    main_job.appointed(coordinator, case, "Жүнісов", "Мен бұл фирмаларды танимын, олармен жұмыс істемеймін.")
    main_job.screened(mediator, case)
    _letter, code = main_job.invited(coordinator, case)
    office.come_in_by_code(olga, code, "0052")
    press(olga, name="answer", value="accepted")
    main_job.screened(mediator, case)
    office.come_in_by_code(erzhan, own_code, "0051", pin="5938")
    for page in (erzhan, olga):
        main_job.consents(page, case)
    return case


def sent_by_a_court(coordinator: Page, mediator: Page, case: str, stay: date, visitor) -> None:
    """The court, its number, the judge and the last day of the stay are written down; Today warns of that day."""
    go(coordinator, f"/case/{case}/record/")
    with coordinator.expect_navigation():
        coordinator.locator(f"main a[href='/court/{case}/']").click()
    fill(coordinator, court=COURT, number=NUMBER, judge=JUDGE, stay_until=stay.isoformat())
    press(coordinator)
    good(coordinator)
    visitor.picture(coordinator, "1-court")
    for page in (coordinator, mediator):
        go(page, "/today/")
        line = page.locator("#stay li", has_text=DEBT.title)
        assert day_words(stay, "ru").split()[0] in line.first.inner_text()
        visitor.picture(page, "2-today")


def papers_are_right(mediator: Page, case: str, kind: str, *, olga_too: bool) -> None:
    """Both files of a paper name the court, its case, the judge, the parties and today, in Kazakh and Russian."""
    go(mediator, f"/court/{case}/")
    for form in ("pdf", "docx"):
        data = bytes_of(mediator, f"/court/{case}/{kind}/{form}/")
        words = " ".join((text_of(data) if form == "pdf" else docx_words(data)).split())
        for expected in (COURT, NUMBER, DEBT.asker, *([DEBT.other] if olga_too else [])):
            assert expected in words, (kind, form, expected, words[:2000])
        for language in ("kk", "ru"):
            assert day_words(clock.today(), language) in words, (kind, form, language, words[:2000])
        assert DEBT.words not in words


def docx_words(data: bytes) -> str:
    made = Docx(io.BytesIO(data))
    cells = [cell.text for table in made.tables for row in table.rows for cell in row.cells]
    heads = [
        line.text for section in made.sections for line in (*section.header.paragraphs, *section.footer.paragraphs)
    ]
    return "\n".join([*(line.text for line in made.paragraphs), *cells, *heads])


def certificate_ends(coordinator: Page, mediator: Page, case: str, visitor) -> None:
    """A certificate that ended yesterday lets no paper be made, and says why; with its new day it goes on."""
    until(coordinator, clock.today() - timedelta(days=1))
    go(mediator, f"/agreement/{case}/")
    main_job.agreement_filled(mediator, DEBT, fee=FEE)
    press(mediator)
    assert "/sign/" not in mediator.url
    words = mediator.locator("main").inner_text()
    visitor.picture(mediator, "3-certificate-ended")
    assert "сертификат" in words.lower(), words[:2000]
    until(coordinator, clock.today() + timedelta(days=700))


def until(desk: Page, day: date) -> None:
    """Write the last day of the mediator's certificate into the register."""
    go(desk, "/register/")
    card = desk.locator("main a[href^='/register/']", has_text="Жүнісов").first.get_attribute("href")
    go(desk, f"{card}change/")
    fill(desk, expires=day.isoformat())
    press(desk)


def fee_stands(mediator: Page, path: str) -> None:
    """A professional mediator's agreement says the fee, in both languages."""
    words = " ".join(text_of(bytes_of(mediator, f"/document/{path.split('/')[2]}/pdf/")).split())
    for language in ("kk", "ru"):
        assert FEE[language] in words, words


def term_is_over(erzhan: Page, olga: Page, mediator: Page, outbox: Page, seen: set[str], case: str, visitor) -> None:
    """The thirty days ended yesterday: no meeting opens until everybody has signed the addendum."""
    go(mediator, f"/room/meetings/{case}/")
    assert not mediator.locator("main button[value=joint]").count()
    assert "срок" in mediator.locator("main").inner_text().lower()
    visitor.picture(mediator, "4-term-over")
    with mediator.expect_navigation():
        mediator.locator(f"main a[href='/addendum/{case}/']").first.click()
    visitor.picture(mediator, "5-addendum")
    fill(mediator, days="20")
    press(mediator)
    assert "/sign/" in mediator.url, mediator.locator("main").inner_text()[:1500]
    main_job.everybody_signs("/" + mediator.url.split("/", 3)[3], mediator, [erzhan, olga], outbox, seen)
    go(mediator, f"/case/{case}/")
    press(mediator, mediator.locator("main"), name="act", value="joint")
    go(mediator, f"/case/{case}/")
    press(mediator, mediator.locator("main"), name="act", value="end")


def settled(erzhan: Page, olga: Page, mediator: Page, case: str, visitor) -> str:
    """The settlement of a case before a court names that court and its case; it is agreed and made final."""
    text = main_job.text_begun(mediator, case, "kk", "Алматы")
    go(olga, text + "new/")
    olga.locator("main details").evaluate_all("all => all.forEach(one => one.open = true)")
    for language, words in (("kk", "Қарыз екі айда төленеді."), ("ru", "Долг платится в два месяца.")):
        for box in olga.locator(f"main textarea[lang={language}]").all():
            box.fill(words)
    olga.locator("select[name=duty-who]").select_option(index=1)
    olga.locator("input[name=duty-by_when]").fill((clock.today() + timedelta(days=60)).isoformat())
    press(olga)
    for page, language in ((erzhan, "kk"), (olga, "ru")):
        main_job.agrees(page, text, language)
    go(mediator, text + "final/")
    path = main_job.made_final(mediator)
    words = " ".join(text_of(bytes_of(mediator, f"/document/{path.split('/')[2]}/pdf/")).split())
    assert COURT in words
    assert NUMBER in words
    visitor.picture(mediator, "6-final")
    return path


def demanded(mediator: Page, coordinator: Page, case: str, visitor) -> None:
    """A prosecutor asks: written down by one, confirmed by a second; what was said alone cannot be chosen."""
    go(mediator, f"/case/{case}/record/")
    with mediator.expect_navigation():
        mediator.locator(f"main a[href='/demands/of/{case}/']").click()
    good(mediator)
    form = mediator.locator("main form.card")
    offered = [one.get_attribute("value") for one in form.locator("input[name=given]").all()]
    form.locator("input[name=asker][value=prosecutor]").check()
    fill(mediator, office=PROSECUTOR, paper="7-2/114", day=clock.today().isoformat())
    assert {"private_room", "agreement"} <= set(offered)
    form.locator("input[name=given][value=private_room]").check()
    form.locator("input[name=tell][value=yes]").check()
    press(mediator)
    refused = mediator.locator("main").inner_text()
    visitor.picture(mediator, "7-demand-refused")
    assert not mediator.locator("main section[id^=demand-]").count(), refused
    form.locator("input[name=given][value=private_room]").uncheck()
    form.locator("input[name=given][value=agreement]").check()
    press(mediator)
    assert not mediator.locator("main form[action$='/confirm/']").count(), "not by the one who wrote it down"
    go(coordinator, "/today/")
    go(coordinator, f"/demands/of/{case}/")
    visitor.picture(coordinator, "8-demand")
    with coordinator.expect_navigation():
        coordinator.locator("main form[action$='/confirm/'] button[value='1']").click()
    assert coordinator.locator("main form[action$='/give/']").count()


def ended(mediator: Page, case: str, visitor) -> None:
    """The case is closed; the court hears that the mediation has ended, and nothing of how."""
    go(mediator, f"/case/{case}/closing/")
    fill(mediator, outcome="settled")
    only(mediator, mediator.locator("main form", has=mediator.locator("[name=outcome]")))
    go(mediator, f"/court/{case}/")
    good(mediator)
    visitor.picture(mediator, "9-court-closed")
    for form in ("pdf", "docx"):
        data = bytes_of(mediator, f"/court/{case}/notice_to_court/{form}/")
        words = " ".join((text_of(data) if form == "pdf" else docx_words(data)).split())
        for expected in (COURT, NUMBER, day_words(clock.today(), "kk"), day_words(clock.today(), "ru")):
            assert expected in words, (form, expected, words[:2000])
        for untold in ("Долг", "Қарыз", "урегулир", FEE["ru"]):
            assert untold not in words, (form, untold)


def in_the_book(coordinator: Page, case: str, visitor) -> None:
    """The registration journal tells the paper on the term from the settlement, each signed once."""
    go(coordinator, f"/case/{case}/journal/")
    with coordinator.expect_navigation():
        coordinator.locator("main a[href^='/office/line/']").click()
    acts = [one.inner_text() for one in coordinator.locator("main ol.list .title").all()]
    assert acts[-4:] == [
        "подписан договор о медиации",
        "подписано дополнительное соглашение о сроке",
        "подписано соглашение об урегулировании",
        "закрыто",
    ], acts
    good(coordinator)
    visitor.picture(coordinator, "10-journal")
