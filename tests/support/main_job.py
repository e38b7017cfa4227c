"""The main job as people do it at screens, from a request to a signed paper; stories say the words."""

import time
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from playwright.sync_api import Locator, Page

from bitim.kernel import clock
from tests.support import office
from tests.support.office import fill, go, press
from tests.support.pages import good


@dataclass(frozen=True)
class Dispute:
    """What a story is about: whose words, which titles, who the sides are."""

    words: str
    title: str
    asker: str
    phone: str
    other: str
    other_phone: str
    languages: tuple[str, str]
    identifiers: tuple[str, str]
    kind: str = "person"
    body: str = ""
    signs_for: str = ""
    powers: str = ""
    wishes: dict[str, str] = field(default_factory=dict)


def asks(page: Page, dispute: Dispute) -> str:
    """Ask in three screens; return the code for coming back."""
    go(page, "/ask/")
    if page.locator("main [name=centre]").count():
        names = page.locator("main select[name=centre] option").all()
        near = next(
            one.get_attribute("value")
            for one in names
            if any(word in (one.inner_text() or "") for word in ("Almaty", "Алматы"))
        )
        page.locator("main select[name=centre]").select_option(near)
    fill(page, what=dispute.words)
    press(page, name="go", value="next")
    page.locator(f"main input[name$=kind][value={dispute.kind}]").first.check()
    if dispute.body:
        fill(page, me__name=dispute.body)
    for choice in page.locator(
        f"main select[name$='-kind'], main input[type=radio][name^=o0][value={dispute.kind}]"
    ).all():
        choice.select_option(dispute.kind) if choice.evaluate("e => e.tagName") == "SELECT" else choice.check()
    page.locator("main input[name$='-name']").last.fill(dispute.other)
    page.locator("main input[name$='-phone']").last.fill(dispute.other_phone)
    press(page, name="go", value="next")
    fill(page, name=dispute.asker, phone=dispute.phone, language=dispute.languages[0], **dispute.wishes)
    page.locator("main button[name=go][value=send]").click()
    page.locator("main .code-shown").wait_for()  # with scripts the page stays and its words change
    code = office.CODE.search(page.locator("main").inner_text())
    assert code
    return code.group(1)


def accepted(desk: Page, dispute: Dispute) -> str:
    """Find the request among those that wait and open a case of it; return the case's id."""
    go(desk, "/requests/")
    for path in office.paths(desk, "/requests/"):
        go(desk, path)
        if dispute.words in desk.locator("main").inner_text():
            break
    else:
        raise AssertionError("the request did not arrive")
    form = desk.locator("main form", has=desk.locator("[name^=title_]"))
    for box in form.locator("[name^=title_]").all():
        box.fill(dispute.title)
    press(desk, form)
    return office.case_of(desk)


def staff(house, visitor, words: str) -> Page:
    door = house.door(words)
    page = visitor(at="/".join(door.split("/")[:3]), language="ru", width=1280)
    page.goto(door)
    return page


def appointed(desk: Page, case: str, name: str = "Ахметова", told: str = "") -> None:
    go(desk, f"/case/{case}/people/")
    form = desk.locator("main form[action$='/appoint/']")
    options = form.locator("select[name=person] option").all()
    wanted = next(one.get_attribute("value") for one in options if name in (one.inner_text() or ""))
    form.locator("select[name=person]").select_option(wanted)
    form.locator("[name=role]").first.evaluate("e => e.tagName") == "SELECT" and form.locator(
        "select[name=role]"
    ).select_option("mediator")
    form.locator("[name=disclosure]").fill(told or "Мен тараптардың бірін бұрынғы бір істен танимын.")
    only(desk, form)


def screened(desk: Page, case: str, result: str = "joint", **said: str) -> None:
    """Speak with each side alone that is still to be spoken with: nothing speaks against going on so."""
    go(desk, f"/case/{case}/")
    for path in office.paths(desk, f"/case/{case}/screening/"):
        go(desk, path)
        for box in desk.locator("main input[type=radio][value=no]").all():
            box.check()
        desk.locator("main input[name=person]").first.check()
        fill(desk, result=result, **said)
        press(desk)


def consents(page: Page, case: str) -> None:
    go(page, f"/case/{case}/consent/")
    for box in page.locator("main input[type=radio][value=accept]").all():  # none where the answer was given before
        box.check()
    press(page)


def invited(desk: Page, case: str) -> tuple[str, str]:
    """Print the letter to the side that was named; return (its text, the code on it)."""
    go(desk, f"/case/{case}/people/")
    invitation = office.paths(desk, f"/case/{case}/invitation/")[0]
    return office.letter(desk, invitation + "letter/")


def only(page: Page, form: Locator) -> None:
    with page.expect_navigation():
        form.locator("button").first.click()


def agreement(desk: Page, case: str, dispute: Dispute, **said: Any) -> str:
    """Draw up the agreement to mediate (`said`: as in `agreement_filled`); return the address of its signing."""
    go(desk, f"/agreement/{case}/")
    agreement_filled(desk, dispute, **said)
    good(desk)
    press(desk)
    assert "/sign/" in desk.url, desk.locator("main").inner_text()[:1500]
    return "/" + desk.url.split("/", 3)[3]


def agreement_filled(
    desk: Page,
    dispute: Dispute,
    *,
    address: str = "Алматы облысы, Бірлік ауылы",
    contact: str = "+7 701 000 00 00",
    fee: dict[str, str] | None = None,
    days_ago: int = 0,
) -> None:
    """Fill the form of the agreement: what it is about, the parties, the fee of a professional mediator, the day."""
    for box in desk.locator("main [name^=subject], main [name^=expenses]").all():
        box.fill(dispute.title)
    for box, number in zip(desk.locator("main [name^=identifier-]").all(), dispute.identifiers, strict=True):
        box.fill(number)
    for name, words in (
        ("contact", contact),
        ("address", address),
        ("representative", dispute.signs_for),
        ("powers", dispute.powers),
    ):
        for box in desk.locator(f"main [name^={name}-]").all():
            box.fill(words)
    for language, words in (fee or {}).items():
        for box in desk.locator(f"main [name^=fee][lang={language}]").all():
            box.fill(words)
    if days_ago:
        fill(desk, date=(clock.today() - timedelta(days=days_ago)).isoformat())
    all_no(desk)


def all_no(desk: Page) -> None:
    for box in desk.locator("main [name^=scope-][value=no]").all():
        box.check()


def read_out(desk: Page, path: str) -> str:
    """Let the mediator show a code for the first person who waits for one; return it as read out."""
    go(desk, path)
    form = desk.locator("main form[action*='read-out']").first
    form.locator("[name=identity_check]").first.check()
    only(desk, form)
    code = office.SIGNING_CODE.search(desk.locator("main .code-shown").inner_text())
    assert code
    return code.group(1)


def mailed_code(outbox: Page, seen: set[str]) -> str:
    for _ in range(60):
        go(outbox, "/outbox/")
        mails = outbox.locator("main article:not(:has(.digits))").all_inner_texts()  # not what is printed or read out
        for code in office.SIGNING_CODE.findall("\n".join(mails)):
            if code not in seen:
                seen.add(code)
                return str(code)
        time.sleep(0.25)
    raise AssertionError("no code came by e-mail")


def writes_code(signer: Page, path: str, code: str) -> None:
    go(signer, path)
    fill(signer, code=code, confirmed="1")
    only(signer, signer.locator("main form", has=signer.locator("[name=digest]")))


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
    only(mediator, mediator.locator("main form[action*='/code/']"))
    writes_code(mediator, path, mailed_code(outbox, seen))


def text_begun(desk: Page, case: str, prevailing: str, place: str) -> str:
    """Let the mediator begin the text and say where it is made and which language prevails; return its address."""
    go(desk, f"/case/{case}/")
    only(desk, desk.locator("main form[action*='/stage/']"))
    go(desk, f"/case/{case}/")
    only(desk, desk.locator("main form[action*='/text/of/']"))
    text = "/" + desk.url.split("/", 3)[3].split("#")[0]
    go(desk, text + "settings/")
    fill(desk, prevailing=prevailing)
    for box in desk.locator("main [name^=place], main [name^=subject]").all():
        if not box.input_value():
            box.fill(place)
    all_no(desk)
    press(desk)
    return text


def clause(page: Page, kazakh: str, russian: str) -> None:
    """Write a clause in both languages, with a duty of the first side that has to be kept by a day."""
    page.locator("main details").evaluate_all("all => all.forEach(one => one.open = true)")
    for language, words in (("kk", kazakh), ("ru", russian)):
        for box in page.locator(f"main textarea[lang={language}]").all():
            box.fill(words)
    page.locator("select[name=duty-who]").select_option(index=1)
    page.locator("input[name=duty-by_when]").fill("2027-05-01")
    press(page)


def agrees(page: Page, text: str, language: str) -> None:
    """Read each clause in one language and agree to it."""
    go(page, text)
    for one in office.paths(page, "/text/clause/"):
        if one.endswith("/agree/"):
            go(page, one)
            fill(page, how="read", language=language)
            press(page)


def made_final(desk: Page) -> str:
    """Press the button on the page of the final text; return the address of its signing."""
    assert desk.locator("main button.main").is_enabled(), desk.locator("main").inner_text()
    press(desk)
    assert "/sign/" in desk.url, desk.locator("main").inner_text()[:1500]
    return "/" + desk.url.split("/", 3)[3]


def rooms_of(page: Page, case: str) -> list[str]:
    go(page, f"/case/{case}/")
    return [one for one in office.paths(page, "/room/") if "/ledger/" not in one]
