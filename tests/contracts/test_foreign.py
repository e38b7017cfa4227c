"""Every address of the house, tried by everybody, on things of another centre, another case, another side.

Whoever has no business with a thing gets 404, for GET and for POST, with the very page that an id which never
existed gets. A new address fails until it stands in ADDRESSES: what fills its parameters, and who may find it at most.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID, uuid4

import pytest
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from tests.contracts.addresses import ADDRESSES, CLOSED
from tests.support.house import ROLES, House, house
from tests.support.refusals import refusals_remembered

from bitim.web import errors

EVERYBODY = frozenset(ROLES)
UNNAMED = "without a name: "
# Asked by --quick too: the other side, another case, another centre.
FIRST = frozenset({"other", "stranger", "far"})
MOVED = (301, 302, 303)
NOT_FOUND, NOT_ALLOWED = 404, 405


@dataclass(frozen=True)
class Address:
    """One line of the table: an address with its parameters filled, and who may find it."""

    name: str
    fill: tuple[tuple[str, str], ...]
    may: frozenset[str]

    def url(self, scene: House, *, nobodys: bool = False) -> str:
        """Return the path, with the ids of the scene or with ids that no row has."""
        return reverse(self.name, kwargs={key: self._value(scene, label, nobodys) for key, label in self.fill})

    @property
    def kind(self) -> tuple[str, tuple[tuple[str, str], ...]]:
        """Return what two lines have in common whose addresses of no thing differ by chance alone."""
        return self.name, tuple((key, label if label.startswith("=") else "") for key, label in self.fill)

    @property
    def names_a_thing(self) -> bool:
        """Tell whether the address leads to a thing that belongs to somebody."""
        return any(not label.startswith("=") for _key, label in self.fill)

    def _value(self, scene: House, label: str, nobodys: bool) -> object:
        if label.startswith("="):
            return label[1:]
        return uuid4() if nobodys else scene.things[label.replace("_", " ")].pk


def lines() -> list[Address]:
    """Read the table."""
    found = []
    for line in ADDRESSES.strip().splitlines():
        if line.strip() and not line.startswith("#"):
            name, fill, who = (part.strip() for part in line.split("|"))
            pairs = tuple(tuple(pair.split("=", 1)) for pair in fill.split()) if fill != "-" else ()
            roles = EVERYBODY if who == "everybody" else frozenset(who.replace("nobody", "").split())
            assert roles <= EVERYBODY, line
            found.append(Address(name, pairs, roles))  # type: ignore[arg-type]
    return found


def names(patterns: list[URLPattern | URLResolver], space: str = "") -> Iterator[str]:
    """Yield the name of every address; one without a name is a fault, because nothing could watch it."""
    for one in patterns:
        if isinstance(one, URLResolver):
            inner = f"{space}{one.namespace}:" if one.namespace else space
            yield from names(one.url_patterns, inner)
        else:
            yield f"{space}{one.name}" if one.name else f"{UNNAMED}{one.pattern}"


@pytest.fixture
def scene(db: None) -> House:
    return house()


@pytest.fixture
def remembered() -> Iterator[None]:
    """Make each page of refusal once; `test_a_page_made_anew_says_what_was_remembered` makes them all anew."""
    with refusals_remembered():
        yield


def said(response: HttpResponse, url: str) -> str:
    """Return a page without what differs by chance or by the asking: form keys, nonces, its own address."""
    text = response.content.decode(errors="replace").replace(url, "")
    return re.sub(r"""(name="csrfmiddlewaretoken" value|name="once" value|nonce)="[^"]*\"""", r'\1=""', text)


def turned_away(response: HttpResponse, names_an_object: bool) -> bool:
    """Tell whether a person without business here learned nothing."""
    if response.status_code in (NOT_FOUND, NOT_ALLOWED):
        return True
    return not names_an_object and response.status_code in MOVED


def led_to_sign_in(answer: HttpResponse) -> bool:
    """Tell whether a visitor is asked to sign in, whatever stands behind the address."""
    return answer.status_code in MOVED and answer.headers["Location"].split("?")[0] == reverse("account_login")


class Asking:
    """These roles in front of the house. What an address of no thing says is asked once for each kind of address."""

    def __init__(self, scene: House, roles: frozenset[str] = EVERYBODY) -> None:
        self.scene, self.clients = scene, {role: scene.client(role) for role in ROLES if role in roles}
        self._of_nothing: dict[object, tuple[bool, str]] = {}

    def of_nothing(self, line: Address, role: str, method: str) -> tuple[bool, str]:
        """Tell whether an address of no thing leads to the sign-in, and what it says."""
        key = (line.kind, role, method)
        if key not in self._of_nothing:
            url = line.url(self.scene, nobodys=True)
            answer = getattr(self.clients[role], method)(url)
            self._of_nothing[key] = led_to_sign_in(answer), said(answer, url)
        return self._of_nothing[key]

    def leaks(self, line: Address) -> list[str]:
        """Return what everybody without business at an address is told all the same."""
        found = []
        url = line.url(self.scene)
        for role in sorted(self.clients.keys() - line.may):
            for method in ("get", "post"):
                answer = getattr(self.clients[role], method)(url)
                if role == "visitor" and led_to_sign_in(answer):
                    if not self.of_nothing(line, role, method)[0]:
                        found.append(f"{method} {line.name} as {role}: asks to sign in for a thing, not for no thing")
                elif not turned_away(answer, line.names_a_thing):
                    found.append(f"{method} {line.name} {dict(line.fill)} as {role}: {answer.status_code}")
                elif line.names_a_thing and answer.status_code == NOT_FOUND:
                    alike = said(answer, url) == self.of_nothing(line, role, method)[1]
                    found += [] if alike else [f"{method} {line.name} as {role}: tells a thing from no thing"]
        return found


def test_every_address_stands_in_the_table():
    listed = {line.name for line in lines()}
    there = set(names(get_resolver().url_patterns))
    unnamed = {name for name in there if name.startswith(UNNAMED)}
    assert {name.removeprefix(UNNAMED).lstrip("^").split("/")[0] for name in unnamed} <= {"staff"}
    assert sorted(there - listed - unnamed) == [], (
        "say in tests/contracts/addresses.py what fills it and who may find it"
    )


@pytest.mark.parametrize(
    "roles", [FIRST, pytest.param(EVERYBODY - FIRST, marks=pytest.mark.slow)], ids=["one of each kind", "all others"]
)
@pytest.mark.parametrize("domain", sorted({line.name.split(":")[0] for line in lines() if ":" in line.name} | {"-"}))
def test_nobody_finds_what_is_not_theirs(scene: House, remembered: None, domain: str, roles: frozenset[str]):
    there = set(names(get_resolver().url_patterns))
    asking, found = Asking(scene, roles), []
    for line in lines():
        mine = line.name.split(":")[0] == domain if ":" in line.name else domain == "-"
        if mine and line.name in there:
            found += asking.leaks(line)
    assert found == [], "\n".join(found)


@pytest.mark.slow
def test_a_page_made_anew_says_what_was_remembered(scene: House):
    """One address of each domain, by everybody, without the memory."""
    there, first = set(names(get_resolver().url_patterns)), {}
    for line in lines():
        if line.name in there and line.names_a_thing and line.may and ":" in line.name:
            first.setdefault(line.name.split(":")[0], line)
    asking = Asking(scene)
    assert len(first) >= 6
    assert [found for line in first.values() for found in asking.leaks(line)] == []


@pytest.mark.parametrize("where", ["in the body", "in the words", "in the page chosen"])
def test_a_refusal_that_tells_a_thing_from_no_thing_is_seen(
    scene: House, remembered: None, monkeypatch: pytest.MonkeyPatch, where: str
):
    before, line = (next(line for line in lines() if line.name == name) for name in ("room:held", "room:ledger"))
    refuse = errors.not_found

    def telling(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
        there = str(scene.things["case"].pk) in request.path
        if where == "in the words":
            answer = errors.refused(request, "It is closed" if there else "It is not there", "")
        else:
            answer = errors.gone(request) if there and where == "in the page chosen" else refuse(request, exception)
        answer.status_code = NOT_FOUND
        answer.content += b"." if there and where == "in the body" else b""
        return answer

    monkeypatch.setattr(errors, "not_found", telling)
    asking = Asking(scene, frozenset({"stranger", "far"}))
    asking.leaks(before)  # from here on pages are remembered: everybody holds the key of a form
    assert any("tells a thing from no thing" in one for one in asking.leaks(line))


def test_what_is_closed_is_closed_to_everybody(scene: House):
    for role in ROLES:
        client = scene.client(role)
        assert {client.get(f"/{path}").status_code for path in CLOSED} == {NOT_FOUND}, role


@pytest.mark.slow
@pytest.mark.any_database
def test_those_who_may_do_find_it(scene: House):
    """The table is not kept by pages that nobody finds. On PostgreSQL: every such page can be made there."""
    there = set(names(get_resolver().url_patterns))
    clients = {role: scene.client(role) for role in ROLES}
    lost = []
    for line in lines():
        if line.name in there and line.names_a_thing and line.may:
            url = line.url(scene)
            # One of them is enough, and by one of the two methods.
            tries = ((role, method) for role in sorted(line.may) for method in ("get", "head"))
            if all(getattr(clients[role], method)(url).status_code == NOT_FOUND for role, method in tries):
                lost.append(f"{line.name} {dict(line.fill)}")
    assert lost == []


def test_a_page_that_forgets_to_ask_is_seen(scene: House, monkeypatch: pytest.MonkeyPatch):
    from bitim.people.views import register

    monkeypatch.setattr(register, "staff_actor", lambda request: (scene.actors["head"], scene.main.centre.pk))
    line = next(line for line in lines() if line.name == "people:card_revoke")
    found = Asking(scene).leaks(line)
    assert any(f"as {role}" in one for one in found for role in ("far", "other", "visitor"))


def test_a_file_comes_to_be_kept_and_never_as_a_page_of_ours(scene: House):
    answer = scene.client("own").get(reverse("room:file", args=[scene.things["file"].pk]))
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert "sandbox" in answer.headers["Content-Security-Policy"]
    assert answer.headers["Cache-Control"] == "no-store"


def test_ids_tell_nothing_of_order_or_number(scene: House):
    assert all(thing.pk.version == 4 for thing in scene.things.values() if isinstance(thing.pk, UUID))
