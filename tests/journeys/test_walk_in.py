"""Two neighbours, one room, one computer: from an empty page to a printed settlement, keyboard first.

The bound is counted, not timed: ten minutes of typing at the rate of `tests.support.typist` are 1,500 characters. Every
character and every choice is counted, whoever typed it; what the page knows already is not typed again.
"""

import io

import pytest
from playwright.sync_api import Locator, Page
from pypdf import PdfReader
from tests.support import main_job, office
from tests.support.office import go
from tests.support.pages import good
from tests.support.typist import A_MINUTE, CHOICES_A_MINUTE, Typist

pytestmark = pytest.mark.browser
MINUTES = 10
MOST_CHARACTERS, MOST_CHOICES = MINUTES * A_MINUTE, MINUTES * CHOICES_A_MINUTE


def main_button(page: Page) -> Locator:
    return page.locator("main button.main").last


def test_from_an_empty_page_to_a_printed_settlement(story, visitor):
    house, _person = story
    desk = main_job.staff(house, visitor, "mediator Сәуле")
    hands = Typist(desk)
    case = opened(hands, visitor)
    for path in office.paths(desk, f"/case/{case}/screening/"):  # one press from here: two from anywhere in the case
        go(desk, path)
        hands.choices += 1
        for box in desk.locator("main input[type=radio][value=no]").all():
            hands.tick(box)
        hands.tick(desk.locator("main input[name=result][value=joint]"))
        hands.press(main_button(desk))
        go(desk, f"/case/{case}/")
    consented(hands, case)
    seen: set[str] = set()
    go(desk, f"/agreement/{case}/")
    no_to_all(hands)
    hands.press(main_button(desk))
    assert "/sign/" in desk.url, desk.locator("main").inner_text()[:1500]
    signed(hands, visitor, seen, "agreement")
    record_printed(hands, case)
    path = written(hands, case, visitor)
    signed(hands, visitor, seen, "settlement")
    go(desk, path)
    copies = next(one for one in office.paths(desk, "/document/") if one.endswith("/copies/"))
    go(desk, copies)
    visitor.picture(desk, "9-copies")
    good(desk)
    hands.choices += 1
    pages = PdfReader(io.BytesIO(posted(desk, copies))).pages
    one = PdfReader(io.BytesIO(office.bytes_of(desk, copies.replace("copies/", "pdf/")))).pages
    assert len(pages) == 3 * len(one)
    assert hands.characters <= MOST_CHARACTERS, hands.characters
    assert hands.choices <= MOST_CHOICES, hands.choices


def opened(hands: Typist, visitor) -> str:
    """The empty page, by the keyboard alone, down to the press."""
    desk = hands.page
    go(desk, "/today/")
    hands.press(desk.locator("main a[href='/office/walk-in/']"))
    good(desk)
    assert hands.at() == "title_kk", "the first field is ready to be typed in"
    hands.type("title_kk", "Арық суының кезегі")
    hands.type("title_ru", "Очередь на воду из арыка")
    hands.choose("kind", "land_water")
    hands.tab_to("accepted")
    desk.keyboard.press("Space")
    hands.choices += 1
    sides = (
        ("Гүлсім Әлиева", "kk", "870512350129", "Бірлік а., Арық к., 4", "+7 701 200 00 31"),
        ("Павел Юн", "ru", "791120350173", "с. Бирлик, ул. Арычная, 9", "+7 701 200 00 32"),
    )
    for n, (name, language, number, address, phone) in enumerate(sides):
        hands.type(f"s{n}-name", name)
        hands.choose(f"s{n}-language", language)
        hands.choose(f"s{n}-seen_as", "id_card")
        hands.type(f"s{n}-identifier", number)
        hands.type(f"s{n}-address", address)
        hands.type(f"s{n}-phone", phone)
        hands.tab_to(f"s{n}-in_paper")
        desk.keyboard.press("Space")
        hands.choices += 1
    visitor.picture(desk, "1-typed")
    with desk.expect_navigation():
        desk.keyboard.press("Enter")
    hands.choices += 1
    visitor.picture(desk, "2-opened")
    return office.case_of(desk)


def consented(hands: Typist, case: str) -> None:
    desk = hands.page
    for _side in range(2):
        go(desk, f"/case/{case}/consent/")
        form = desk.locator("main form", has=desk.locator("[name$=how]")).first
        hands.tick(form.locator("[name$=how][value=oral]"))
        hands.press(form.locator("button"))


def no_to_all(hands: Typist) -> None:
    for box in hands.page.locator("main [name^=scope-][value=no]").all():
        hands.tick(box)


def signed(hands: Typist, visitor, seen: set[str], name: str) -> None:
    """Both sides press on this computer before the mediator; the mediator signs with a code from the mailbox."""
    desk = hands.page
    path = "/" + desk.url.split("/", 3)[3].split("#")[0]
    for n in range(2):
        go(desk, path)
        hands.press(desk.locator("main a[href*='/here/']").first)
        hands.tick(desk.locator("main [name=seen_as][value=id_card]"))
        hands.press(main_button(desk))
        if n == 0:
            visitor.picture(desk, f"4-{name}-read-by-the-signer")
            good(desk)
        hands.tick(desk.locator("main [name=confirmed]"))
        hands.press(main_button(desk))
    go(desk, path)
    hands.press(desk.locator("main form[action*='/code/'] button"))
    code = main_job.mailed_code(desk, seen)
    go(desk, path)
    hands.put(desk.locator("main [name=code]"), code)
    hands.tick(desk.locator("main [name=confirmed]"))
    hands.press(desk.locator("main form", has=desk.locator("[name=digest]")).locator("button").first)
    assert desk.locator("main .state.done").count()


def record_printed(hands: Typist, case: str) -> None:
    desk = hands.page
    go(desk, f"/room/meetings/{case}/who/")
    for box in desk.locator("main fieldset input[value=in_room]").all():
        hands.tick(box)
    hands.press(desk.locator("main button[value=joint]"))
    go(desk, f"/case/{case}/")
    hands.press(desk.locator("main form button[value=end]"))
    go(desk, f"/meetings/{case}/held/")
    record = office.paths(desk, "/room/meeting/")[0]
    words = office.text_of(office.bytes_of(desk, record))
    assert "Гүлсім" in words
    assert "Павел" in words
    hands.choices += 2


def written(hands: Typist, case: str, visitor) -> str:
    """One clause in two languages, noted as said by each side before the mediator, made final."""
    desk = hands.page
    go(desk, f"/case/{case}/")
    hands.press(desk.locator("main form[action*='/stage/'] button"))
    go(desk, f"/case/{case}/")
    hands.press(desk.locator("main form[action*='/text/of/'] button"))
    text = "/" + desk.url.split("/", 3)[3].split("#")[0]
    go(desk, text + "settings/")
    desk.locator("select[name=prevailing]").select_option("kk")
    hands.choices += 1
    no_to_all(hands)
    hands.press(main_button(desk))
    go(desk, text + "new/")
    desk.locator("main details").evaluate_all("all => all.forEach(one => one.open = true)")
    typed = {
        "texts": ("Арық суын екі көше күнара алады.", "Улицы берут воду из арыка через день."),
        "duty-what": ("арықты ашады", "открывает арык"),
        "duty-how_much": ("күнара", "через день"),
        "duty-how_proved": ("кесте", "график"),
        "duty-consequence": ("медиаторға қайту", "возврат к медиатору"),
    }
    for name, words in typed.items():
        for language, said in zip(("kk", "ru"), words, strict=True):
            hands.put(desk.locator(f"main textarea[name='{name}-{language}']"), said)
    desk.locator("select[name=duty-who]").select_option(index=1)
    hands.put(desk.locator("input[name=duty-by_when]"), "2027-05-01")
    hands.press(main_button(desk))
    visitor.picture(desk, "6-text")
    good(desk)
    for _side in range(2):
        hands.press(desk.locator("main form[action*='/note/'] button[value='1']").first)
        go(desk, text)
    visitor.picture(desk, "7-noted")
    go(desk, text + "final/")
    assert main_button(desk).is_enabled(), desk.locator("main").inner_text()
    hands.press(main_button(desk))
    assert "/sign/" in desk.url, desk.locator("main").inner_text()[:1500]
    visitor.picture(desk, "8-final")
    return "/" + desk.url.split("/", 3)[3].split("#")[0]


def posted(page: Page, path: str) -> bytes:
    """Return what the one press makes, without the browser's own viewer."""
    import base64

    go(page, path)
    return base64.b64decode(page.evaluate(office.SEND_BESIDE))
