"""Whatever is sent to whatever page, the house answers: bad input is never a fault of ours."""

import re

import pytest
from django.db import transaction
from django.test import Client
from tests.contracts.test_foreign import lines
from tests.support.house import House, house

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
ODD = {
    "a digit that is no number": "²",
    "a number of many digits": "9" * 5000,
    "nothing that can be printed": "\x00\x07\ud83d\u202e".encode("utf-8", "surrogatepass").decode("utf-8", "replace"),
    "markup": '\u202e"><script>alert(1)</script>{{ x }}{% x %}',
    "a path": "//evil.example/../../etc/passwd",
    "an id of nobody": "00000000-0000-0000-0000-000000000000",
}
FIELD = re.compile(r'<(?:input|select|textarea|button)[^>]*\bname="([^"]+)"')
EXTRA = (
    "page",
    "before",
    "number",
    "act",
    "answer",
    "next",
    "version",
    "to",
    "participant",
    "acting",
    "go",
    "count",
    "days",
)
ROLES = ("own", "mediator", "coordinator", "head", "visitor", "asker", "interpreter")


@pytest.fixture
def scene(db: None) -> House:
    return house()


@pytest.mark.parametrize("what", ODD)
def test_no_page_breaks_over_what_is_sent(scene: House, what: str):
    clients = {role: scene.client(role) for role in ROLES}
    for address in lines():
        role = next((role for role in ROLES if role in address.may), None)
        # A passkey's answer is a browser's JSON, read by the package itself before our forms see it.
        if role is None or address.name.startswith("mfa_") or address.name in ("leave", "account_logout"):
            continue
        around = transaction.atomic()  # what one page did is not there for the next
        around._from_testcase = True  # type: ignore[attr-defined]  # durable writes inside are allowed, as in any test
        with around:
            found = broken(clients[role], address.url(scene), ODD[what])
            transaction.set_rollback(True)
        assert found == [], (address.name, role)


def broken(client: Client, url: str, value: str) -> list[str]:
    """Ask for a page and send its form with one value in every field; say what went wrong."""
    page = client.get(url, dict.fromkeys(EXTRA, value))
    text = "" if page.streaming else page.content.decode(errors="replace")
    said = {name: value for name in {*FIELD.findall(text), *EXTRA} if name != "csrfmiddlewaretoken"}
    answer = client.post(url, said)
    shown = text + ("" if answer.streaming else answer.content.decode(errors="replace"))
    wrong = [
        f"{method} {one.status_code}" for method, one in (("get", page), ("post", answer)) if one.status_code >= 500
    ]
    return wrong + ["a script in the page"] * ("<script>alert" in shown)
