"""A family that is kept apart: nothing of one side crosses to the other, from the request to a promise kept in part.

Raushan asks in Kazakh on a telephone that others read; Igor comes by a letter's code and works in Russian at a desk.
The talk alone says "apart". On the way Raushan leaves phrases that Igor must never meet. At each station everything
that Igor's links lead to is read: pages, papers, calendar files, evidence, the public check.

What is allowed, and why: the law asks that the agreement to mediate and the settlement name the parties (Law on
Mediation, arts. 21 and 27 as the pack quotes them). So Raushan's name and her address for letters, which is the
centre's, stand on the page of such a paper, in its file and in its evidence, and nowhere else.
"""

import re

import pytest
from playwright.sync_api import Page
from tests.support import main_job, office, on_paper
from tests.support.leafing import leaf_through, read, where
from tests.support.main_job import Dispute, only
from tests.support.office import fill, go, press
from tests.support.pages import good

pytestmark = pytest.mark.browser
NAME = "Раушан"
HOME, CAREFUL, TOLD = "Жасыл көше 17", "қайын енем оқиды", "күйеуімнен қорқамын"
ALONE, WHEN = "апамның үйінде тұрамыз", "кешке кезекшілікте боламын"
PHONE = ("+7 705 318 64 29", "318 64 29", "3186429", "77053186429")
NEVER = (HOME, "Жасыл", CAREFUL, TOLD, ALONE, WHEN, *PHONE)
LETTERS = "Алматы қ., Құрманғазы к., 40, орталыққа"
FAMILY = Dispute(
    words="Балаларды қашан және қай жерде көретінін келісе алмай жүрміз.",
    title="Балалармен кездесу тәртібі",
    asker=f"{NAME} Төлегенова",
    phone=PHONE[0],
    other="Игорь Петренко",
    other_phone="+7 701 000 00 42",
    languages=("kk", "ru"),
    identifiers=("870512350129", "791120350173"),
    wishes={"seen_by": "others", "how": "call", "other_way": f"әпкем арқылы, {HOME}", "careful": CAREFUL},
)
SEEN: set[str] = set()  # signing codes that were used


def test_nothing_of_one_side_crosses(story, visitor):
    house, person = story
    raushan, igor = person("raushan", language="kk"), person("igor", language="ru", width=1280, dark=True)
    coordinator = main_job.staff(house, visitor, "coordinator Данияр")
    mediator = main_job.staff(house, visitor, "mediator Сәуле")
    outbox = person("post", language="en", width=1280)
    for refusal in ("409", "422", "404", "405"):
        visitor.expects(refusal)

    case = begun(raushan, igor, coordinator, mediator, visitor)
    path = agreed_to_mediate(raushan, igor, mediator, outbox, case)
    nothing_crossed(igor, case, papers=[path])
    shuttle(raushan, igor, coordinator, mediator, case, visitor)
    nothing_crossed(igor, case, papers=[path])
    paper = settled(raushan, igor, mediator, coordinator, outbox, case, visitor)
    seen = nothing_crossed(igor, case, papers=[path, paper])
    visitor.picture(igor, "7-after-everything")
    told_in_part(mediator, igor, case, visitor)
    seen |= nothing_crossed(igor, case, papers=[path, paper])
    shut_out(igor, raushan, case, seen)
    letters_of(outbox)


def begun(raushan: Page, igor: Page, coordinator: Page, mediator: Page, visitor) -> str:
    """The request, the talks alone, another mediator for one side without the other learning whose wish it was."""
    own_code = main_job.asks(raushan, FAMILY)
    case = main_job.accepted(coordinator, FAMILY)
    main_job.appointed(coordinator, case, "Жүнісов", "Мен осы ауданда тұрамын.")
    main_job.screened(coordinator, case, "shuttle", reasons=TOLD)
    letter, code = main_job.invited(coordinator, case)
    assert not [one for one in (NAME, *NEVER) if one in letter]
    office.come_in_by_code(igor, code, "0042")
    press(igor, name="answer", value="accepted")
    office.come_in_by_code(raushan, own_code, "6429", pin="5938")
    go(igor, f"/case/{case}/")
    good(igor)
    visitor.picture(igor, "1-invited")
    go(raushan, f"/case/{case}/mediator/")
    good(raushan)
    visitor.picture(raushan, "2-mediator")
    raushan.locator("main input[type=radio][value=another]").check()
    press(raushan)
    nothing_crossed(igor, case)
    main_job.appointed(coordinator, case, "Ахметова", "Мен тараптардың ешқайсысын танымаймын.")
    main_job.screened(mediator, case)  # whoever invited a side does not hold the talk alone with it
    main_job.consents(igor, case)
    main_job.consents(raushan, case)
    visitor.picture(igor, "3-accepted")
    return case


def agreed_to_mediate(raushan: Page, igor: Page, mediator: Page, outbox: Page, case: str) -> str:
    """The agreement names the parties with an address for letters alone; everybody signs it by a code."""
    path = main_job.agreement(mediator, case, FAMILY, address=LETTERS, contact="+7 727 000 00 00")
    main_job.everybody_signs(path, mediator, [raushan, igor], outbox, SEEN)
    return path


def shuttle(raushan: Page, igor: Page, coordinator: Page, mediator: Page, case: str, visitor) -> None:
    """Times by telephone and by one's own page; a meeting held apart with who takes part how; words said alone."""
    times(mediator, coordinator, igor, case, visitor)
    go(mediator, f"/room/meetings/{case}/who/")
    for line in mediator.locator("main fieldset").all():
        way = "by_phone" if NAME in line.inner_text() else "in_room"
        line.locator(f"input[value={way}]").check()
    visitor.picture(mediator, "4-who")
    assert not mediator.locator("main button[value=joint]").count(), "the sides are kept apart"
    press(mediator, name="act", value="apart")
    room = main_job.rooms_of(raushan, case)
    assert len(room) == 1, room
    go(raushan, room[0])
    fill(raushan, words=f"{ALONE}, {HOME}")
    raushan.locator("form.composer button.main").click()
    raushan.locator("#thread").get_by_text(ALONE).wait_for()
    own = main_job.rooms_of(igor, case)
    assert len(own) == 1, own
    go(igor, own[0])
    visitor.picture(igor, "5-held-apart")
    good(igor)
    nothing_crossed(igor, case, papers=None)
    go(mediator, f"/room/meetings/{case}/")
    press(mediator, name="act", value="end")


def times(mediator: Page, coordinator: Page, igor: Page, case: str, visitor) -> None:
    """Two times; one side says by telephone what suits, the other on its page; one is chosen."""
    go(mediator, f"/meetings/{case}/times/propose/")
    for n, day in enumerate(("2027-03-02T10:00", "2027-03-03T15:00"), start=1):
        fill(mediator, **{f"time{n}": day})
    press(mediator)
    go(coordinator, f"/meetings/{case}/times/")
    with coordinator.expect_navigation():
        coordinator.locator("main .list a", has_text=NAME).click()
    answers(coordinator, "yes")
    fill(coordinator, words=WHEN)
    press(coordinator)
    go(igor, f"/meetings/{case}/times/")
    visitor.picture(igor, "4-times")
    answers(igor, "if_need")
    press(igor)


def answers(page: Page, value: str) -> None:
    for box in page.locator(f"main input[name^=time-][value={value}]").all():
        box.check()


def settled(raushan: Page, igor: Page, mediator: Page, coordinator: Page, outbox: Page, case: str, visitor) -> str:
    """One text; one side signs with a pen on a visit of its own, the other on another day by a code, then the
    mediator. Return the address of its signing."""
    text = main_job.text_begun(mediator, case, "kk", "Алматы")
    go(igor, text + "new/")
    igor.locator("main details").evaluate_all("all => all.forEach(one => one.open = true)")
    for language, words in (("kk", "Балалар сенбіде 10-нан 18-ге дейін."), ("ru", "Дети по субботам с 10 до 18.")):
        for box in igor.locator(f"main textarea[lang={language}]").all():
            box.fill(words)
    choices = igor.locator("select[name=duty-who] option").all_inner_texts()
    assert not [one for one in choices if NAME in one], choices
    igor.locator("select[name=duty-who]").select_option(index=2)
    igor.locator("input[name=duty-by_when]").fill("2027-05-01")
    press(igor)
    for page, language in ((raushan, "kk"), (igor, "ru")):
        main_job.agrees(page, text, language)
    go(igor, text)
    good(igor)
    visitor.picture(igor, "6-text")
    nothing_crossed(igor, case, papers=None)
    go(mediator, text + "final/")
    path = main_job.made_final(mediator)
    for name, page in ((NAME, raushan), ("Игорь", igor)):  # two visits, two printed copies
        on_paper.takes_a_pen(mediator, path, name)
        looked = on_paper.handed_in(mediator, path, [name])
        going_on(igor, path)
        on_paper.confirmed(coordinator, looked)
        going_on(igor, path)
        go(page, path)
    go(mediator, path)
    only(mediator, mediator.locator("main form[action*='/code/']"))
    main_job.writes_code(mediator, path, main_job.mailed_code(outbox, SEEN))
    go(igor, path)
    good(igor)
    visitor.picture(igor, "6-signed")
    return path


def going_on(igor: Page, path: str) -> None:
    """While signatures are gathered, the page says of the other side at most that it signed: not how, nor when."""
    go(igor, path)
    line = igor.locator("main aside li", has_text="Другая сторона").first.inner_text()
    assert not [one for one in ("ручк", "бумаге", "код", "2026", "2027", ":") if one in line], line


def told_in_part(mediator: Page, igor: Page, case: str, visitor) -> None:
    """Raushan tells on the telephone that a promise is kept in part; the other side reads that, not how it was told."""
    go(mediator, f"/after/{case}/")
    mediator.locator("main section.card details summary").first.click()
    form = mediator.locator("main form[action*='/after/duty/']").first
    teller = next(
        one.get_attribute("value")
        for one in form.locator("select[name=told_by] option").all()
        if NAME in one.inner_text()
    )
    form.locator("select[name=told_by]").select_option(teller)
    form.locator("input[name=how]").first.check()
    with mediator.expect_navigation():
        form.locator("button[value=partly]").click()
    go(igor, f"/after/{case}/")
    good(igor)
    visitor.picture(igor, "8-after")
    said = igor.locator("main .plain-list li").first.inner_text()
    assert "Другая сторона" in said
    assert not [one for one in (NAME, "телефон", "лично", ":") if one in said], said


def nothing_crossed(igor: Page, case: str, papers: list[str] | None = None) -> dict[str, str]:
    """Read everything that Igor can reach; her name stands on the papers that the law has name her, and nowhere
    else; what she said, where she lives and her telephone stand nowhere."""
    seen = leaf_through(igor, f"/case/{case}/", f"/case/{case}/people/", f"/meetings/{case}/times/", "/")
    assert f"/case/{case}/consent/" in seen, "the leaves hang together"
    crossed = where(seen, *NEVER)
    assert not crossed, crossed
    ids = [path.split("/")[2] for path in papers or []] or re.findall(r"/document/([0-9a-f-]{36})/", " ".join(seen))
    named = {path for path in where(seen, NAME, "Төлегенова") if not any(one in path for one in ids)}
    assert not named, named
    return seen


def shut_out(igor: Page, raushan: Page, case: str, seen: dict[str, str]) -> None:
    """What belongs to the other side and to the staff does not exist for Igor, even by its exact address."""
    hers = set(leaf_through(raushan, f"/case/{case}/")) - set(seen)
    staff = ("record", "closing", "calls", "appoint")
    theirs = [f"/case/{case}/{one}/" for one in staff]
    theirs += [f"{one}{case}/" for one in ("/demands/of/", "/court/", "/room/meetings/", "/after/")]
    theirs.append(f"/meetings/{case}/held/")
    paths = [*(one for one in hers if re.search(r"[0-9a-f-]{36}", one)), *theirs]
    crossed = where(read(igor, paths), NAME, *NEVER)
    assert not crossed, crossed


def letters_of(outbox: Page) -> None:
    """No message to anybody names anybody or the dispute; she, who is to be called, was written nothing."""
    go(outbox, "/outbox/")
    words = outbox.locator("main").inner_text()
    assert not [one for one in (HOME, CAREFUL, TOLD, ALONE, FAMILY.title) if one in words]
