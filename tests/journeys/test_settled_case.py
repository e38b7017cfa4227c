"""The main job: a dispute over water goes from a request on a phone to a settlement that everybody signed.

Aigerim asks in Kazakh on a phone without JavaScript; Viktor comes by a letter's code and works in Russian on a phone;
a coordinator and a mediator sit at desks. The settlement is sealed and checked; one changed byte is found.
"""

import hashlib
import time

import pytest
from playwright.sync_api import Locator, Page
from tests.support import office
from tests.support.office import fill, go, press
from tests.support.pages import good

pytestmark = pytest.mark.browser
SECRET = "біз үш күнге де келісеміз"


def asks(page: Page) -> str:
    """Ask in three screens; return the code for coming back."""
    go(page, "/ask/")
    if page.locator("main [name=centre]").count():
        names = page.locator("main select[name=centre] option").all()
        near = next(one.get_attribute("value") for one in names if "Алматы" in (one.inner_text() or ""))
        page.locator("main select[name=centre]").select_option(near)
    fill(page, what="Көктемде арыққа су келмейді. Төменгі көше тосқауыл қойды.")
    press(page, name="go", value="next")
    page.locator("main input[name$=kind][value=person]").first.check()
    page.locator("main input[name$='-name']").last.fill("Виктор Ким")
    page.locator("main input[name$='-phone']").last.fill("+7 701 000 00 02")
    press(page, name="go", value="next")
    fill(page, name="Айгерім Оспанова", phone="+7 701 000 00 01", language="kk")
    press(page, name="go", value="send")
    code = office.CODE.search(page.locator("main").inner_text())
    assert code
    return code.group(1)


def accepted(desk: Page) -> str:
    go(desk, "/requests/")
    for path in office.paths(desk, "/requests/"):
        go(desk, path)
        if "тосқауыл" in desk.locator("main").inner_text():
            break
    else:
        raise AssertionError("the request did not arrive")
    form = desk.locator("main form", has=desk.locator("[name=title_kk]"))
    form.locator("[name=title_kk]").fill("Арық суының кезегі")
    form.locator("[name=title_ru]").fill("Очередь на воду из арыка")
    press(desk, form)
    return office.case_of(desk)


@pytest.fixture
def story(own_demo, visitor):
    port = own_demo.url.rsplit(":", 1)[1]

    def person(name: str, **how) -> Page:
        return visitor(at=f"http://{name}.localhost:{port}", **how)

    return own_demo, person


def staff(house, visitor, words: str) -> Page:
    door = house.door(words)
    page = visitor(at="/".join(door.split("/")[:3]), language="ru", width=1280)
    page.goto(door)
    return page


def appointed(desk: Page, case: str) -> None:
    go(desk, f"/case/{case}/people/")
    form = desk.locator("main form[action$='/appoint/']")
    options = form.locator("select[name=person] option").all()
    wanted = next(one.get_attribute("value") for one in options if "Ахметова" in (one.inner_text() or ""))
    form.locator("select[name=person]").select_option(wanted)
    form.locator("[name=role]").first.evaluate("e => e.tagName") == "SELECT" and form.locator(
        "select[name=role]"
    ).select_option("mediator")
    _only(desk, form)


def screened(desk: Page, case: str) -> None:
    go(desk, f"/case/{case}/")
    for path in office.paths(desk, f"/case/{case}/screening/"):
        go(desk, path)
        for box in desk.locator("main input[type=radio][value=no]").all():
            box.check()
        desk.locator("main input[name=person]").first.check()
        fill(desk, result="joint")
        press(desk)


def consents(page: Page, case: str) -> None:
    go(page, f"/case/{case}/consent/")
    press(page)


def _only(page: Page, form: Locator) -> None:
    with page.expect_navigation():
        form.locator("button").first.click()


def agreement(desk: Page, case: str) -> str:
    """Draw up the agreement to mediate; return the address of its signing."""
    go(desk, f"/agreement/{case}/")
    for box in desk.locator("main [name^=subject], main [name^=expenses]").all():
        box.fill("Арық суы. Вода из арыка.")
    for box, number in zip(
        desk.locator("main [name^=identifier-]").all(), ("870512350129", "791120350173"), strict=True
    ):
        box.fill(number)
    for box in desk.locator("main [name^=contact-]").all():
        box.fill("+7 701 000 00 00")
    for box in desk.locator("main [name^=address-]").all():
        box.fill("Алматы облысы, Бірлік ауылы")
    _all_no(desk)
    good(desk)
    press(desk)
    assert "/sign/" in desk.url, desk.locator("main").inner_text()[:1500]
    return "/" + desk.url.split("/", 3)[3]


def _all_no(desk: Page) -> None:
    for box in desk.locator("main [name^=scope-][value=no]").all():
        box.check()


def read_out(desk: Page, path: str) -> str:
    """Let the mediator show a code for the first person who waits for one; return it as read out."""
    go(desk, path)
    form = desk.locator("main form[action*='read-out']").first
    form.locator("[name=identity_check]").first.check()
    _only(desk, form)
    code = office.SIGNING_CODE.search(desk.locator("main .code-shown").inner_text())
    assert code
    return code.group(1)


def mailed_code(outbox: Page, seen: set[str]) -> str:
    for _ in range(60):
        go(outbox, "/outbox/")
        for code in office.SIGNING_CODE.findall(outbox.locator("main").inner_text()):
            if code not in seen:
                seen.add(code)
                return str(code)
        time.sleep(0.25)
    raise AssertionError("no code came by e-mail")


def writes_code(signer: Page, path: str, code: str) -> None:
    go(signer, path)
    fill(signer, code=code, confirmed="1")
    _only(signer, signer.locator("main form", has=signer.locator("[name=digest]")))


def everybody_signs(path: str, mediator: Page, parties: list[Page], outbox: Page, seen: set[str]) -> None:
    """Each party with the code the mediator reads out to them, the mediator with one that came by e-mail."""
    for _party in parties:
        code = read_out(mediator, path)
        for signer in parties:  # the code is for one of them alone: for the other it is a wrong code
            go(signer, path)
            if signer.locator("main [name=digest]").count() == 0:
                continue
            writes_code(signer, path, code)
    go(mediator, path)
    _only(mediator, mediator.locator("main form[action*='/code/']"))
    writes_code(mediator, path, mailed_code(outbox, seen))


def test_a_dispute_becomes_a_signed_settlement(story, visitor, tmp_path):
    house, person = story
    aigerim = person("neighbour", language="kk", javascript=False)
    viktor = person("other", language="ru")
    coordinator = staff(house, visitor, "coordinator Данияр")
    mediator = staff(house, visitor, "mediator Сәуле")
    outbox = person("post", language="en", width=1280)
    seen: set[str] = set()
    visitor.expects("409")
    visitor.expects("422")

    own_code = asks(aigerim)
    visitor.picture(aigerim, "1-asked")
    case = accepted(coordinator)
    appointed(coordinator, case)
    go(coordinator, f"/case/{case}/")
    visitor.picture(coordinator, "2-coordinator")
    good(coordinator)
    screened(coordinator, case)

    go(coordinator, f"/case/{case}/people/")
    invitation = office.paths(coordinator, f"/case/{case}/invitation/")[0]
    text, code = office.letter(coordinator, invitation + "letter/")
    assert "Айгерім" not in text
    office.come_in_by_code(viktor, code, "0002")
    visitor.picture(viktor, "3-invited")
    good(viktor)
    press(viktor, name="answer", value="accepted")
    screened(coordinator, case)
    office.come_in_by_code(aigerim, own_code, "0001", pin="5938")
    consents(aigerim, case)
    consents(viktor, case)

    path = agreement(mediator, case)
    everybody_signs(path, mediator, [aigerim, viktor], outbox, seen)
    visitor.picture(mediator, "4-agreement-signed")

    talk(aigerim, viktor, mediator, case, visitor)
    path = settlement(aigerim, viktor, mediator, case, visitor)
    everybody_signs(path, mediator, [aigerim, viktor], outbox, seen)
    go(viktor, path)
    visitor.picture(viktor, "8-signed")
    good(viktor)
    checked(mediator, person("anybody", language="kk"), path, tmp_path, visitor)


def talk(aigerim: Page, viktor: Page, mediator: Page, case: str, visitor) -> None:
    """Words in a private room stay there; words in the joint room arrive without a reload."""
    rooms = {one: _rooms(page, case) for one, page in (("a", aigerim), ("v", viktor))}
    joint = next(iter(set(rooms["a"]) & set(rooms["v"])))
    private = next(one for one in rooms["a"] if one != joint)
    go(aigerim, private)
    fill(aigerim, words=SECRET)
    press(aigerim, aigerim.locator("form.composer"))
    assert SECRET in aigerim.locator("#thread").inner_text()
    visitor.picture(aigerim, "5-private-room")

    go(viktor, joint)
    good(viktor)
    go(aigerim, joint)
    fill(aigerim, words="Кезекті сағатпен бөлейік.")
    press(aigerim, aigerim.locator("form.composer"))
    viktor.locator("#thread").get_by_text("Кезекті сағатпен бөлейік.").wait_for()
    visitor.picture(viktor, "5-joint-room")
    assert SECRET not in viktor.content()
    answer = viktor.goto(private)
    assert answer is not None
    assert answer.status == 404
    visitor.expects("404")


def _rooms(page: Page, case: str) -> list[str]:
    go(page, f"/case/{case}/")
    return [one for one in office.paths(page, "/room/") if "/ledger/" not in one]


def settlement(aigerim: Page, viktor: Page, mediator: Page, case: str, visitor) -> str:
    """One text in two languages, agreed by both, made final; return the address of its signing."""
    go(viktor, f"/issues/{case}/")
    visitor.picture(viktor, "6-questions")
    go(mediator, f"/case/{case}/")
    visitor.picture(mediator, "6-table")
    good(mediator)
    _only(mediator, mediator.locator("main form[action*='/stage/']"))
    go(mediator, f"/case/{case}/")
    _only(mediator, mediator.locator("main form[action*='/text/of/']"))
    text = "/" + mediator.url.split("/", 3)[3].split("#")[0]
    go(mediator, text + "settings/")
    fill(mediator, prevailing="kk")
    for box in mediator.locator("main [name^=place], main [name^=subject]").all():
        if not box.input_value():
            box.fill("Алматы")
    _all_no(mediator)
    press(mediator)

    go(viktor, text + "new/")
    clause(viktor, "Су кезегі екі көшеге күнара беріледі.", "Вода идёт на две улицы через день.")
    go(mediator, text)
    visitor.picture(mediator, "7-text")
    good(mediator)
    for page, language in ((aigerim, "kk"), (viktor, "ru")):
        go(page, text)
        for one in office.paths(page, "/text/clause/"):
            if one.endswith("/agree/"):
                go(page, one)
                fill(page, how="read", language=language)
                press(page)
    visitor.picture(viktor, "7-text-agreed")
    go(mediator, text + "final/")
    visitor.picture(mediator, "7-final")
    assert mediator.locator("main button.main").is_enabled(), mediator.locator("main").inner_text()
    press(mediator)
    assert "/sign/" in mediator.url, mediator.locator("main").inner_text()[:1500]
    return "/" + mediator.url.split("/", 3)[3]


def clause(page: Page, kazakh: str, russian: str) -> None:
    page.locator("main details").evaluate_all("all => all.forEach(one => one.open = true)")
    for language, words in (("kk", kazakh), ("ru", russian)):
        for box in page.locator(f"main textarea[lang={language}]").all():
            box.fill(words)
    page.locator("select[name=duty-who]").select_option(index=1)
    page.locator("input[name=duty-by_when]").fill("2027-05-01")
    press(page)


def checked(mediator: Page, anybody: Page, path: str, tmp_path, visitor) -> None:
    """The sealed paper is known at the public page; with one byte changed it is not."""
    go(mediator, path)
    sealed = next(one for one in office.paths(mediator, "/document/") if one.endswith("/sealed/"))
    data = office.bytes_of(mediator, sealed)
    paper, forged = tmp_path / "settlement.pdf", tmp_path / "forged.pdf"
    paper.write_bytes(data)
    forged.write_bytes(data[:2000] + bytes([data[2000] ^ 1]) + data[2001:])
    assert hashlib.sha256(data).digest() != hashlib.sha256(forged.read_bytes()).digest()
    for file, answer in ((paper, ".answer-yes"), (forged, ".answer-no")):
        go(anybody, "/check/")
        anybody.locator("main input[type=file]").set_input_files(file)
        press(anybody)
        anybody.locator(answer).wait_for()
        good(anybody)
        visitor.picture(anybody, f"9-check{answer.replace('.', '-')}")
