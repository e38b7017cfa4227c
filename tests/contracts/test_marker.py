"""Phrases planted in every private place, the whole journey recorded: none appears where it may not.

Recorded: every page that every role can reach at every step (bodies, headers, cookies, PDFs as words), every address
tried outright, mails, log lines, sessions, cache, the database's bytes, sealed files, the key store, and every frame
that the live line would send each reader, of every audience; and every frame of the channel by which people talk in
the live meeting, while one side is in its private room.
"""

import logging
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from unittest import mock

import pytest
from django.conf import settings
from django.core import mail
from django.core.cache import cache
from django.test import Client
from django.urls import NoReverseMatch
from tests.contracts import source
from tests.contracts.test_foreign import lines
from tests.support import journey, watching
from tests.support.house import ROLES, House, house
from tests.support.journey import Story
from tests.support.phrases import MAY, PHRASES
from tests.support.refusals import refusals_remembered
from tests.support.voices import by_voice
from tests.support.watching import Watch, crawl, disguises, leaks

from bitim.kernel import access, delivery, doors, keystore
from bitim.kernel.access import Predicate
from bitim.kernel.locking import write
from bitim.people import session_keys
from bitim.people.models import CentreRole

STRANGERS = tuple(role for role in ROLES if role not in {"own", "other", "mediator", "coordinator", "interpreter"})
INSIDERS = ("own", "other", "mediator", "coordinator", "interpreter", "waiting")
WATCHED = ("opened", "screened", "talked", "drafted", "closed")
ONCE = "drafted"  # when strangers walk the house too
LINKS_ALONE = ("opened", "screened")  # when nobody tries what is not theirs: there is little yet, and it comes later


def through_door(person: Any, subject: Any, purpose: str = "case") -> Client:
    """Return the browser of a person who came by a door."""
    client = Client(raise_request_exception=False, HTTP_ACCEPT_LANGUAGE="ru")
    with write():
        door = doors.make_door(person, subject, purpose, second="4417", second_kind=doors.PHONE4)
    session = client.session
    session[session_keys.DOOR], session[session_keys.GENERATION] = str(door.pk), door.generation
    session[session_keys.PERSON] = str(person)
    session.save()
    return client


def scene_of(story: Story) -> Any:
    """Return the things of the journey's case under the labels of tests/contracts/addresses.py."""
    things = dict(story.house.things)
    made, rows = story.made, story.rows
    if made is None:
        return SimpleNamespace(things=things | {"request": rows["request"]})
    things |= {"case": made.case, "side": made.sides[0], "request": rows["request"]}
    for kind in ("joint", "team", "own"):
        things["caucus" if kind == "own" else kind] = story.space(kind)
    kept = (
        "read back",
        "said",
        "translation",
        "file",
        "release",
        "invitation",
        "issue",
        "document",
        "clause",
        "duty",
        "demand",
    )
    kept += ("consultation", "line", "scan", "ballot", "ratifier")
    return SimpleNamespace(things=things | {name: rows[name] for name in kept if name in rows})


def clients(story: Story, roles: tuple[str, ...]) -> Iterator[tuple[str, Client]]:
    """Yield each role's browser, as it stands at this step."""
    for role in roles:
        if role not in ("own", "other"):
            yield role, story.house.client(role)
        elif role == "own" and story.made is None:
            yield role, through_door(story.rows["request"].person_id, story.rows["request"].pk, "request")
        elif story.made is not None and len(story.made.parties) > (role == "other"):
            yield role, through_door((story.own if role == "own" else story.other).person, story.made.case.pk)


def persons(story: Story, roles: tuple[str, ...]) -> Iterator[tuple[str, Any]]:
    """Yield who stands behind each role that is a person."""
    insiders = {"own": 1, "other": 2}
    for role in roles:
        if role in insiders:
            if story.made is not None and len(story.made.parties) >= insiders[role]:
                yield role, story.made.parties[insiders[role] - 1].pk
        elif (person := story.house.actors[role].person) is not None:
            yield role, person


def acts_as(role: str) -> str:
    """Return the role in which somebody of the house acts."""
    parties = {"own", "other", "former", "stranger", "asker", "supporter", "observer"}
    acting = {"idle": "mediator", "far_mediator": "mediator", "far": "coordinator", "waiting": "interpreter"}
    return "party" if role in parties else acting.get(role, role)


def look(watch: Watch, story: Story, roles: tuple[str, ...], *, theirs_alone: bool = False) -> int:
    """Let each role try every address of the table (or only those that it may find) and follow every link; return how
    many pages were seen."""
    scene, starts, may = scene_of(story), [], dict[str, frozenset[str]]()
    for line in lines():
        try:
            address = line.url(scene)
        except (NoReverseMatch, KeyError):  # an address of a domain that is not there, or a thing not yet
            continue
        starts.append(address)
        may[address] = may.get(address, frozenset()) | line.may
    if story.made is not None and not theirs_alone:
        from bitim.room.models import Space

        starts += [
            f"/room/{pk}/" for pk in Space.objects.system().filter(case=story.made.case).values_list("pk", flat=True)
        ]
    for role, person in persons(story, roles):
        watching.live(watch, role, person, acts_as(role))
    with refusals_remembered():
        return sum(
            len(crawl(watch, client, role, ["/", *(one for one in starts if not theirs_alone or role in may[one])]))
            for role, client in clients(story, roles)
        )


def speak(watch: Watch, story: Story, roles: tuple[str, ...]) -> int:
    """Let each role say something in every room of the case as a page with scripts does; return how many were answered
    with what such a page does not show yet."""
    from bitim.room.models import Space

    rooms = [f"/room/{pk}/" for pk in Space.objects.system().filter(case=story.made.case).values_list("pk", flat=True)]
    answered = 0
    for role, client in clients(story, roles):
        for path in rooms:
            answer: Any = client.post(path, {"words": "-", "language": "ru"}, headers={"x-bitim-after": ""})
            watch.response(role, "POST", path, answer)
            answered += answer.status_code == 200
    return answered


@pytest.fixture
def watch(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Watch]:
    """Record log lines from here on, and send temporary files where they can be searched."""
    kept = Watch()
    handler, root, django = watching.LogLines(kept), logging.getLogger(), logging.getLogger("django")
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "temporary"))
    (tmp_path / "temporary").mkdir()
    monkeypatch.setattr(settings, "FILES_PATH", tmp_path / "files")
    for logger in (root, django):
        logger.addHandler(handler)
    yield kept
    for logger in (root, django):
        logger.removeHandler(handler)


def names_of(story: Story) -> dict[str, str]:
    return {PHRASES["own mail"]: "own", PHRASES["other mail"]: "other"}


def rest(watch: Watch, story: Story, tmp_path: Path) -> None:
    """Record mails and all that lies still."""
    watching.mails(watch, names_of(story))
    store = keystore.store()
    watching.at_rest(watch, tmp_path, store.path.parent)


@pytest.fixture
def commits(django_capture_on_commit_callbacks: Any) -> Callable[[], Any]:
    return lambda: django_capture_on_commit_callbacks(execute=True)


def test_every_phrase_says_who_may_see_it():
    assert PHRASES.keys() == MAY.keys()
    assert all(roles <= set(ROLES) for roles in MAY.values())


@pytest.mark.parametrize("shape", range(6))
def test_a_phrase_is_found_in_each_disguise(shape: int):
    watch = Watch()
    watch.note("before", "own", b"nothing")
    watch.note("page", "own", b"<p>", disguises(PHRASES["ballot"])[shape], b"</p>")
    assert leaks(watch, PHRASES, MAY) == ["ballot: page (own)"]


def everybody_sees_what_is_theirs(watch: Watch) -> None:
    """Without this the test below could pass on empty pages."""
    seen = {name: {trace.who for trace in watch.found(PHRASES[name])} for name in PHRASES}
    assert seen["own caucus"] >= {"own", "mediator"}
    assert seen["other caucus"] == {"other", "mediator"}
    assert seen["released"] >= {"own", "other", "mediator"}
    assert seen["account"] >= {"own"}
    assert seen["consultation"] == seen["paper of a court"] == {"coordinator"}
    live = {trace.who for trace in watch.found(PHRASES["own caucus"]) if trace.where.startswith("live ")}
    assert live >= {"own", "mediator"}


@pytest.mark.django_db
@pytest.mark.slow
def test_no_phrase_is_where_it_may_not_be(watch: Watch, tmp_path: Path, commits: Callable[[], Any]):
    story, pages = Story(house(anew=True)), []

    def after(step: str) -> None:
        with commits():
            delivery.send_due()
        if step in WATCHED:
            roles = INSIDERS + (STRANGERS if step == ONCE else ())
            pages.append(look(watch, story, tuple(dict.fromkeys(roles)), theirs_alone=step in LINKS_ALONE))
        if step == ONCE:
            with commits():
                assert speak(watch, story, tuple(dict.fromkeys(roles))) >= len(("own", "other", "mediator"))
        if step == "talked":
            everybody_sees_what_is_theirs(Watch([trace for trace in watch.traces if trace.who]))
        if step == "met":
            watching.channel(watch, story.frames)
        rest(watch, story, tmp_path)

    with journey.steady_clock(story):
        journey.walk(story, around=commits, after=after)
    assert {who for who, _frame in story.frames} == {"own", "other", "mediator", "interpreter"}
    wrong = leaks(watch, PHRASES, MAY)
    assert wrong == [], "\n".join(wrong)
    assert sum(pages) > 300
    for code in story.codes:
        shapes = (code, " ".join((code[:4], code[4:8], code[8:])))
        assert [trace.where for shape in shapes for trace in watch.found(shape)] == [], "a way in lies open"


NAMES = {"own person": "zharyq7731ownperson", "other person": "zharyq7731otherperson"}


def meet_apart(story: Story) -> None:
    """A live meeting held apart, by voice: each side in its own room. The agreement, which names both sides to both,
    counts as signed."""
    from bitim.cases import facts
    from bitim.room import actions

    signed = {"agreement_frozen": True, "mediator_signed_agreement": True}
    by = {side.pk: {"signed_agreement": True} for side in story.made.sides}
    told = facts.Contributor(frozenset({*signed, "signed_agreement"}), lambda case, wanted: (signed, by))
    with mock.patch.object(facts, "_contributors", [*facts._contributors, told]):
        ways = {journey.part(story, position).pk: actions.Way("shared_device") for position in (1, 2)}
        meeting = actions.open_meeting(story.made.case, actor=story.made.as_mediator, mode="shuttle", ways=ways)
        by_voice(story, meeting, story.space("other").pk)


@pytest.mark.django_db
@pytest.mark.slow
def test_kept_apart_no_side_learns_the_other_s_name(watch: Watch, commits: Callable[[], Any]):
    story = Story(house(anew=True))

    def apart(story: Story) -> None:
        for person, name in zip(story.made.parties, NAMES, strict=True):
            person.name = NAMES[name]
            person.save()
        for one in story.made.case.participants.system().filter(side__isnull=False):
            one.shown_name = NAMES["own person" if one.side_id == story.made.sides[0].pk else "other person"]
            one.save()
        journey.screen(story, "shuttle")

    def nothing_signed(story: Story) -> None:
        from bitim.cases.models import Case

        story.made.case = Case.objects.system().select_related("centre").get(pk=story.made.case.pk)
        story.made.case.stage = "meetings"
        story.made.case.save()

    with journey.steady_clock(story):
        journey.walk(story, upto="talked", around=commits, instead={"screened": apart, "agreed": nothing_signed})
        with commits():
            meet_apart(story)
    watching.channel(watch, story.frames)
    look(watch, story, ("own", "other"))
    assert {trace.who for trace in watch.found(PHRASES["released"])} == {"own", "other"}
    heard = {name: {t.who for t in watch.found(NAMES[name]) if t.where.startswith("channel ")} for name in NAMES}
    assert heard == {"own person": {"own", "mediator", "interpreter"}, "other person": {"other"}}
    called = {trace.who for trace in watch.found(PHRASES["own called"]) if trace.where.startswith("channel ")}
    assert called == {"own", "mediator", "interpreter"}
    spoken = {(trace.where, trace.who) for trace in watch.found(PHRASES["own spoken"])}
    assert spoken == {("channel caption", who) for who in ("own", "mediator", "interpreter")}
    may = {"own person": frozenset({"own", "mediator", "interpreter"}), "other person": frozenset({"other"})}
    wrong = leaks(watch, NAMES, may) + leaks(
        watch, {name: PHRASES[name] for name in ("own called", "own waiting", "own spoken")}, MAY
    )
    assert wrong == [], "\n".join(wrong)


# --- the test can fail: one deliberate leak of each kind ------------------------------------------------


def planted(name: str) -> str:
    return PHRASES[name]


@pytest.fixture
def talked(commits: Callable[[], Any], watch: Watch) -> Story:
    story = Story(house(anew=True))
    with journey.steady_clock(story):
        journey.walk(story, upto="talked", around=commits)
    return story


def places(watch: Watch, name: str) -> set[tuple[str, str]]:
    """Return where a phrase lies that may not lie there, as (first word of the place, who)."""
    found = leaks(watch, {name: PHRASES[name]}, MAY)
    return {(one.split(": ")[1].split(" ")[0], one.split("(")[1].rstrip(")")) for one in found}


@pytest.mark.django_db
@pytest.mark.slow
def test_a_loosened_rule_is_found_in_the_pages(talked: Story, watch: Watch, monkeypatch: pytest.MonkeyPatch):
    from bitim.room import rules

    everybody = Predicate(lambda actor, thing: True, "", "everybody")
    monkeypatch.setitem(access.RULES, rules.P.READ_SPACE, [[everybody]])
    monkeypatch.setattr(
        "bitim.kernel.membership.intervals", lambda audience, person: __import__("django.db.models", fromlist=["Q"]).Q()
    )
    look(watch, talked, ("other", "coordinator"))
    assert places(watch, "own caucus") >= {("GET", "other")}


@pytest.mark.django_db
@pytest.mark.slow
@pytest.mark.parametrize("kind", ["live", "header", "mail", "log", "database", "session", "cache", "file", "pdf"])
def test_a_leak_is_found(kind: str, talked: Story, watch: Watch, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    phrase = PHRASES["own caucus"]
    leak: dict[str, Callable[[], Any]] = {
        "live": lambda: _live(watch, talked, phrase, monkeypatch),
        "header": lambda: _header(watch, talked, phrase, monkeypatch),
        "mail": lambda: mail.send_mail("news", f"he said {phrase}", None, [PHRASES["other mail"]]),
        "log": lambda: logging.getLogger("bitim.room").warning("could not post %s", phrase),
        "database": lambda: CentreRole.objects.system().update(role=phrase[:20]),
        "session": lambda: _session(talked, phrase),
        "cache": lambda: cache.set("last", phrase),
        "file": lambda: _file(Path(tempfile.gettempdir()) / "draft.txt", phrase),
        "pdf": lambda: watch.note("pdf", "other", watching.words_of_pdf(_pdf(phrase))),
    }
    leak[kind]()
    rest(watch, talked, tmp_path)
    cache.clear()
    wanted = {"header": "GET"}.get(kind, kind)
    if kind == "database":
        assert any(trace.where == "database" for trace in watch.found(phrase[:20]))
    else:
        assert wanted in {place for place, _who in places(watch, "own caucus")}


def _header(watch: Watch, story: Story, phrase: str, monkeypatch: pytest.MonkeyPatch) -> None:
    from bitim.web import middleware

    monkeypatch.setitem(middleware.HEADERS, "X-Last", phrase)
    for role, client in clients(story, ("other",)):
        watch.response(role, "GET", "/", client.get("/"))


def _live(watch: Watch, story: Story, phrase: str, monkeypatch: pytest.MonkeyPatch) -> None:
    from bitim.kernel.live import renderers

    monkeypatch.setitem(renderers, "MessagePosted", lambda event, reader, cache: phrase)
    watching.live(watch, "other", story.other.person, "party")


def _session(story: Story, phrase: str) -> None:
    client = story.house.client("other")
    session = client.session
    session["draft"] = phrase
    session.save()


def _file(path: Path, phrase: str) -> None:
    path.write_text(phrase)


def _pdf(phrase: str) -> bytes:
    import typst

    return bytes(typst.compile(phrase.encode()))


@pytest.mark.slow
def test_nothing_lies_open_on_the_disk_after_a_power_cut(tmp_path: Path, migrated: Path):
    """Real files: the database with its write-ahead log, sealed files, the queue, the keys, as a cut leaves them."""
    shutil.copyfile(migrated, tmp_path / "bitim.sqlite3")
    command = [sys.executable, "-m", "tests.support.journey", str(tmp_path)]
    done = subprocess.run(command, cwd=source.ROOT, capture_output=True, text=True, check=False, timeout=120)
    assert done.returncode == 0, done.stderr
    watch = Watch()
    watch.note("stderr", "", done.stderr)
    paths = [path for path in tmp_path.rglob("*") if path.is_file()]
    for path in paths:
        watch.note(f"file {path.name}", "", path.read_bytes())
    assert {"bitim.sqlite3", "bitim.sqlite3-wal", "keys.sqlite3"} <= {path.name for path in paths}
    assert leaks(watch, PHRASES, dict.fromkeys(PHRASES, frozenset[str]())) == []


@pytest.mark.django_db
def test_a_house_knows_its_roles(db: None):
    made: House = house(anew=True)
    assert set(made.actors) == set(ROLES)
