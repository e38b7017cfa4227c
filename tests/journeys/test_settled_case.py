"""The main job: a dispute over water goes from a request on a phone to a settlement that everybody signed.

Aigerim asks in Kazakh on a phone without JavaScript; Viktor comes by a letter's code and works in Russian on a phone;
a coordinator and a mediator sit at desks. The settlement is sealed and checked; one changed byte is found.
"""

import hashlib

import pytest
from playwright.sync_api import Page
from tests.support import main_job, office
from tests.support.main_job import Dispute, rooms_of
from tests.support.office import fill, go, press
from tests.support.pages import good

pytestmark = pytest.mark.browser
SECRET = "біз үш күнге де келісеміз"
WATER = Dispute(
    words="Көктемде арыққа су келмейді. Төменгі көше тосқауыл қойды.",
    title="Арық суының кезегі",
    asker="Айгерім Оспанова",
    phone="+7 701 000 00 01",
    other="Виктор Ким",
    other_phone="+7 701 000 00 02",
    languages=("kk", "ru"),
    identifiers=("870512350129", "791120350173"),
)


def test_a_dispute_becomes_a_signed_settlement(story, visitor, tmp_path):
    house, person = story
    aigerim = person("neighbour", language="kk", javascript=False)
    viktor = person("other", language="ru")
    coordinator = main_job.staff(house, visitor, "coordinator Данияр")
    mediator = main_job.staff(house, visitor, "mediator Сәуле")
    outbox = person("post", language="en", width=1280)
    seen: set[str] = set()
    visitor.expects("409")
    visitor.expects("422")

    own_code = main_job.asks(aigerim, WATER)
    visitor.picture(aigerim, "1-asked")
    case = main_job.accepted(coordinator, WATER)
    main_job.appointed(coordinator, case)
    go(coordinator, f"/case/{case}/")
    visitor.picture(coordinator, "2-coordinator")
    good(coordinator)
    main_job.screened(mediator, case)

    text, code = main_job.invited(coordinator, case)
    assert "Айгерім" not in text
    office.come_in_by_code(viktor, code, "0002")
    visitor.picture(viktor, "3-invited")
    good(viktor)
    press(viktor, name="answer", value="accepted")
    main_job.screened(mediator, case)
    office.come_in_by_code(aigerim, own_code, "0001", pin="5938")
    main_job.consents(aigerim, case)
    main_job.consents(viktor, case)

    path = main_job.agreement(mediator, case, WATER)
    main_job.everybody_signs(path, mediator, [aigerim, viktor], outbox, seen)
    visitor.picture(mediator, "4-agreement-signed")

    talk(aigerim, viktor, mediator, case, visitor)
    path = settlement(aigerim, viktor, mediator, case, visitor)
    main_job.everybody_signs(path, mediator, [aigerim, viktor], outbox, seen)
    go(viktor, path)
    visitor.picture(viktor, "8-signed")
    good(viktor)
    checked(mediator, person("anybody", language="kk"), path, tmp_path, visitor)


def talk(aigerim: Page, viktor: Page, mediator: Page, case: str, visitor) -> None:
    """Words in a private room stay there; words in the joint room arrive without a reload."""
    rooms = {one: rooms_of(page, case) for one, page in (("a", aigerim), ("v", viktor))}
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


def settlement(aigerim: Page, viktor: Page, mediator: Page, case: str, visitor) -> str:
    """One text in two languages, agreed by both, made final; return the address of its signing."""
    go(viktor, f"/issues/{case}/")
    visitor.picture(viktor, "6-questions")
    go(mediator, f"/case/{case}/")
    visitor.picture(mediator, "6-table")
    good(mediator)
    text = main_job.text_begun(mediator, case, "kk", "Алматы")

    go(viktor, text + "new/")
    main_job.clause(viktor, "Су кезегі екі көшеге күнара беріледі.", "Вода идёт на две улицы через день.")
    go(mediator, text)
    visitor.picture(mediator, "7-text")
    good(mediator)
    for page, language in ((aigerim, "kk"), (viktor, "ru")):
        main_job.agrees(page, text, language)
    visitor.picture(viktor, "7-text-agreed")
    go(mediator, text + "final/")
    visitor.picture(mediator, "7-final")
    return main_job.made_final(mediator)


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
