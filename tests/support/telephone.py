"""Reading out to a person without a device, at screens: one login calls, another listens and says that it was so."""

from playwright.sync_api import Page

from tests.support.office import fill, go, press


def called(reader: Page, case: str, name: str, about: str, witness: str, word: str) -> str:
    """Dial the number on record from the page of people and agree on the word, or ask it; return the call's address."""
    go(reader, f"/case/{case}/people/")
    card = reader.locator("main section.card", has_text=name)
    with reader.expect_navigation():
        card.locator("a[href*='/calls/']").first.click()
    fill(reader, about=about)
    reader.locator("main select[name=witness]").select_option(label=witness)
    press(reader)
    fill(reader, word=word)
    press(reader)
    return "/" + reader.url.split("/", 3)[3]


def answered(reader: Page, answer: str = "yes") -> int:
    """Let every sentence be understood, and the end be this answer; return how many sentences were read."""
    boxes = reader.locator("main input[type=radio][name$='-said'][value=yes]")
    count = boxes.count()
    boxes.evaluate_all("all => all.forEach(one => one.checked = true)")  # a final text has half a hundred sentences
    fill(reader, answer=answer)
    press(reader)
    return count


def listened(witness: Page, call: str) -> None:
    """Come to the call from Today, and say that it was so."""
    go(witness, "/today/")
    with witness.expect_navigation():
        witness.locator(f"main a[href='{call}']").first.click()
    press(witness)
