"""A supply contract from published negotiation data goes from a request to a sealed settlement.

The questions and the ways to answer them are those of the file, as given; the two firms choose one of each, write
four clauses of them and sign. Only names and options are read: what a side privately wants is on no table.
"""

from pathlib import Path

import pytest
from playwright.sync_api import Page
from tests.support import main_job, office
from tests.support.main_job import Dispute, only
from tests.support.office import go, press
from tests.support.pages import good

from bitim.demo.contract import Question, read_domain

pytestmark = pytest.mark.browser
DATA = Path(__file__).resolve().parents[1] / "data" / "itex-cypress" / "ItexvsCypress_domain.xml"
SUPPLY = Dispute(
    words="Itex buys bicycle parts from Cypress. We cannot agree on price, delivery, payment and returns.",
    title="Supply of bicycle parts",
    asker="Asel Nurlanova",
    phone="+7 701 000 00 31",
    other="Cypress",
    other_phone="+7 701 000 00 32",
    languages=("en", "ru"),
    identifiers=("210340012344", "190540023461"),
    kind="organisation",
    body="Itex",
    signs_for="Director",
    powers="Statute",
)
CHOSEN = {
    "Price": "$3.98",
    "Delivery": "45 days",
    "Payment": "30 days after delivery",
    "Returns": "5% spoilage allowed",
}


def test_a_supply_contract_is_settled(story, visitor):
    house, person = story
    itex, cypress = person("itex", language="en"), person("cypress", language="ru", width=1280, dark=True)
    coordinator = main_job.staff(house, visitor, "coordinator Данияр")
    mediator = main_job.staff(house, visitor, "mediator Сәуле")
    outbox = person("post", language="en", width=1280)
    seen: set[str] = set()
    for refusal in ("409", "422"):
        visitor.expects(refusal)

    own_code = main_job.asks(itex, SUPPLY)
    case = main_job.accepted(coordinator, SUPPLY)
    main_job.appointed(coordinator, case)
    main_job.screened(mediator, case)
    _text, code = main_job.invited(coordinator, case)
    office.come_in_by_code(cypress, code, "0032")
    press(cypress, name="answer", value="accepted")
    main_job.screened(mediator, case)
    office.come_in_by_code(itex, own_code, "0031", pin="5938")
    for page in (itex, cypress):
        main_job.consents(page, case)
    path = main_job.agreement(mediator, case, SUPPLY)
    main_job.everybody_signs(path, mediator, [itex, cypress], outbox, seen)

    questions = read_domain(DATA)
    for question in questions:
        on_table(itex, cypress, case, question)
    go(cypress, f"/issues/{case}/")
    good(cypress)
    visitor.picture(cypress, "1-questions")
    assert all(option in cypress.locator("main").inner_text() for question in questions for option in question.options)

    text = written(mediator, itex, case)
    for page, language in ((itex, "en"), (cypress, "ru")):
        main_job.agrees(page, text, language)
    go(itex, text)
    good(itex)
    visitor.picture(itex, "2-text")
    go(mediator, text + "final/")
    path = main_job.made_final(mediator)
    main_job.everybody_signs(path, mediator, [itex, cypress], outbox, seen)

    go(itex, path)
    visitor.picture(itex, "3-signed")
    sealed = next(one for one in office.paths(itex, "/document/") if one.endswith("/sealed/"))
    paper = office.text_of(office.bytes_of(itex, sealed))
    assert all(option in paper for option in CHOSEN.values())


def on_table(itex: Page, cypress: Page, case: str, question: Question) -> None:
    """One firm puts the question with its options; both say which option they could live with."""
    go(itex, f"/issues/{case}/")
    itex.locator("main details").evaluate_all("all => all.forEach(one => { one.open = true })")
    form = itex.locator("main form").last
    form.locator("textarea[lang=en]").fill(question.name)
    only(itex, form)
    for option in question.options:
        go(itex, f"/issues/{case}/")
        section = itex.locator("main section[id^=issue-]").last
        section.locator("details").evaluate_all("all => all.forEach(one => { one.open = true })")
        form = section.locator("form[action*='/issues/options/']").last
        form.locator("textarea[lang=en]").fill(option)
        only(itex, form)
    for page in (itex, cypress):
        go(page, f"/issues/{case}/")
        item = page.locator("main section[id^=issue-]").last.locator("li", has_text=CHOSEN[question.name]).first
        only(page, item.locator("form").first)


def written(mediator: Page, itex: Page, case: str) -> str:
    """Begin the text and write a clause for each question; return its address."""
    text = main_job.text_begun(mediator, case, "en", "Almaty")
    for name, option in CHOSEN.items():
        go(itex, text + "new/")
        itex.locator("main details").evaluate_all("all => all.forEach(one => { one.open = true })")
        for box in itex.locator("main textarea").all():
            box.fill(f"{name}: {option}.")
        itex.locator("select[name=duty-who]").select_option(index=1)
        itex.locator("input[name=duty-by_when]").fill("2027-05-01")
        press(itex)
    return text
