"""The same case twice, with and without anything said in own's private room: the other side cannot tell which it was.

Everything the other side receives - pages with their headers, cookies and lengths, papers as words, mails, live
frames, every frame of the channel in a live meeting by voice, ids, numbers of its feeds - is equal, letter by letter,
once form keys and tokens are put aside (their lengths are kept). Time stands still within a step; ids are drawn from a
seed, so that they can be compared too.
"""

import base64
import random
import re
import uuid
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest
from django.core import mail
from django.db import transaction
from tests.contracts.test_marker import look, names_of
from tests.support import journey, watching
from tests.support.house import house
from tests.support.journey import Story
from tests.support.phrases import PHRASES
from tests.support.voices import by_voice
from tests.support.watching import Watch

from bitim.cases.actions import receiving
from bitim.compromise import queries
from bitim.compromise.actions import listing, offering
from bitim.compromise.facts import read_of
from bitim.compromise.models import Part
from bitim.kernel import delivery, ids
from bitim.kernel.membership import audiences_of
from bitim.kernel.models import Event
from bitim.kernel.record import record
from bitim.room import actions
from bitim.room.events import AttendanceNoted
from bitim.room.models import Space
from bitim.settlements.actions import issues, preparing

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
# Form keys, cookies, stream cursors, links with a secret, digests: random, so only their length counts.
TOKEN = re.compile(rb"(?<![\w-])[\w-]{16,}(?![\w-])")
UUID_SHAPE = re.compile(rb"[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}")
# The browser's and the mail program's clocks; the seals of papers and their archives, random from the first byte.
EXPIRY = re.compile(rb"(?i)expires[=:][^;\n]+GMT|^(?:Date|Message-ID):.*$", re.MULTILINE)
DIGEST = re.compile(rb"(?<![\w.])[0-9a-f]{12,64}(?![\w.])")  # of ciphertext and of papers with random seals
DRAWN = re.compile(rb'"n": \d+')  # the number of a browser at the channel
FORM_KEY = re.compile(rb"[A-Za-z0-9_-]{22,}")


class Seeded:
    """Ids drawn from a label that both runs share: what happens elsewhere in between moves none of them."""

    def __init__(self) -> None:
        self.label, self.count = "", 0

    def mark(self, label: str) -> None:
        """Begin a part."""
        self.label, self.count = label, 0

    def uuid4(self) -> uuid.UUID:
        """Return the next id of this part."""
        return uuid.UUID(int=self._chance().getrandbits(128), version=4)

    def choice(self, among: str) -> str:
        """Draw a digit of a code."""
        return self._chance().choice(among)

    def token_urlsafe(self, size: int) -> str:
        """Return the next secret of a link or form, as long as a real one."""
        return base64.urlsafe_b64encode(self._chance().randbytes(size)).decode().rstrip("=")

    def _chance(self) -> random.Random:
        self.count += 1
        return random.Random(f"{self.label}:{self.count}")


def plain(text: bytes) -> bytes:
    """Put aside what is random by design, keeping its length."""
    if b"PK\x03\x04" in text or b"/ByteRange" in text or b"evidence.json" in text:
        text = re.sub(rb"Content-Length: \d+", b"", text)
    text = EXPIRY.sub(b"", text.split(b"%PDF-")[0])
    text = DRAWN.sub(b'"n": 0', text)
    kept = UUID_SHAPE.sub(lambda found: found[0].replace(b"-", b"."), text)
    kept = DIGEST.sub(lambda found: b"#" * len(found[0]), kept)
    return TOKEN.sub(lambda found: b"<%d>" % len(found[0]) if FORM_KEY.fullmatch(found[0]) else found[0], kept)


@pytest.fixture
def received(
    monkeypatch: pytest.MonkeyPatch, django_capture_on_commit_callbacks: Any, tmp_path: Any, settings: Any
) -> Callable[..., list[tuple[str, bytes]]]:
    """Return a function that walks the case and gives all that the other side got."""
    settings.FILES_PATH = tmp_path / "files"
    settings.SECRET_KEY = "the same in both runs"

    def commits() -> Any:
        return django_capture_on_commit_callbacks(execute=True)

    def walk(
        in_caucus: bool,
        more: Callable[[Story], None] = lambda story: None,
        instead: dict[str, Callable[[Story], None]] | None = None,
        upto: str = "drafted",
    ) -> list[tuple[str, bytes]]:
        seeded, watch = Seeded(), Watch()
        monkeypatch.setattr(ids, "uuid", SimpleNamespace(uuid4=seeded.uuid4, UUID=uuid.UUID))
        monkeypatch.setattr(ids, "secrets", seeded)
        monkeypatch.setattr(
            preparing, "new_check_code", lambda: "".join(seeded.choice("0123456789") for _ in range(12))
        )
        drawn = SimpleNamespace(SystemRandom=lambda: random.Random(1), randbelow=random.Random(2).randrange)
        monkeypatch.setattr(receiving, "secrets", drawn)
        mail.outbox.clear()
        with transaction.atomic():
            seeded.mark("house")
            story = Story(house(anew=True), in_caucus=in_caucus, mark=seeded.mark)

            def after(step: str) -> None:
                seeded.mark(f"after {step}")
                with commits():
                    delivery.send_due()
                if step == "met":
                    more(story)
                if step in ("talked", "met", "drafted"):
                    seeded.mark(f"looking after {step}")
                    look(watch, story, ("other",), theirs_alone=True)

            def while_live() -> None:
                seeded.mark("looking while the meeting goes on")
                look(watch, story, ("other",), theirs_alone=True)

            story.while_live = while_live
            with journey.steady_clock(story):
                journey.walk(story, upto="met" if instead else upto, around=commits, after=after, instead=instead)
            mine = audiences_of(story.other.person)
            feed = Event.objects.system().filter(audience__in=mine).order_by("audience", "seq")
            for event in feed:
                watch.note("feed", "other", f"{event.audience} {event.seq} {event.kind} {event.payload} {event.at}")
            watching.channel(watch, story.frames)
            watching.mails(watch, names_of(story))
            transaction.set_rollback(True)
        return [(trace.where, plain(trace.text)) for trace in watch.traces if trace.who == "other"]

    return walk


def differences(left: list[tuple[str, bytes]], right: list[tuple[str, bytes]]) -> list[str]:
    """Return where two receptions differ, each with the first differing words."""
    found = []
    if [where for where, _text in left] != [where for where, _text in right]:
        found.append(f"other things, or in another order: {len(left)} and {len(right)}")
    for (where, one), (_where, two) in zip(left, right, strict=False):
        if one != two:
            at = next((n for n, (a, b) in enumerate(zip(one, two, strict=False)) if a != b), min(len(one), len(two)))
            begin = max(at - 60, 0)
            found.append(f"{where} at {at}: {one[begin : at + 60]!r} / {two[begin : at + 60]!r}")
    return found


def test_what_is_said_in_private_changes_nothing_for_the_other_side(received: Any):
    """Nothing, something, and much more."""

    def whisper(story: Story) -> None:
        for _ in range(7):
            actions.post(story.space("own"), actor=story.own, words="х" * 900)

    silent, spoken = received(in_caucus=False), received(in_caucus=True)
    assert len(silent) > 100
    for other in (silent, received(in_caucus=True, more=whisper)):
        found = differences(other, spoken)
        assert found == [], "\n".join(found)


def seeking(private: Callable[[Story, Part], None]) -> Callable[[Story], None]:
    """The sides look for a package; `private` is what the own side does with its list meanwhile."""

    def seek(story: Story) -> None:
        mediator = story.made.as_mediator
        for title in ("Су", "Мал"):
            issue = issues.propose_issue(story.made.case, actor=mediator, title={"kk": title})
            for side in (story.own, story.other):
                issues.mark_issue(issue, actor=side, yes=True)
            for words in ("Бірі", "Екіншісі", "Үшіншісі"):
                issues.propose_option(issue, actor=mediator, words={"kk": words})
        chosen = [one.pk for one in offering.fit_issues(story.made.case)]
        search = offering.offer_search(story.made.case, actor=mediator, issues=chosen)
        for side in (story.own, story.other):
            part = queries.own_part(side, search.pk)
            offering.agree_to_search(part, actor=side, seen=offering.state_of(search))
        story.mark("private")
        private(story, queries.own_part(story.own, search.pk))

    return seek


def write_and_close(order: list[int]) -> Callable[[Story, Part], None]:
    """Write a list, answer a check, show it to the mediator and close it."""

    def write(story: Story, part: Part) -> None:
        for at in range(3):
            said = {"order": order if at < 2 else [1, 0], "must": order[:1] if at == 0 else [], "never": []}
            part = listing.write_list(part, actor=story.own, at=at, said=said)
        part = listing.answer_check(part, actor=story.own, place=0, says="second")
        listing.share_list(part, actor=story.own, yes=True)
        listing.close_list(part, actor=story.own, seen=read_of(part))

    return write


def test_what_a_side_does_with_its_list_changes_nothing_for_the_other_side(received: Any):
    """Nothing, a list, and another one: pages, feed, frames and mails of the other side are the same."""
    nothing = received(in_caucus=False, more=seeking(lambda story, part: None))
    assert any("/compromise/" in where for where, _text in nothing)
    for order in ([0, 1, 2], [2, 0, 1]):
        found = differences(received(in_caucus=False, more=seeking(write_and_close(order))), nothing)
        assert found == [], "\n".join(found)


APART = {"screened": lambda story: journey.screen(story, "shuttle")}


def held_apart(**own: str) -> Callable[[Story], None]:
    """Hold the meeting apart: other by phone; own as said at the beginning and, with `then`, changed meanwhile."""

    def meet(story: Story) -> None:
        case, mediator = story.made.case, story.made.as_mediator
        first, second = journey.part(story, 1).pk, journey.part(story, 2).pk
        ways = {first: actions.Way(own["at_first"]), second: actions.Way("by_phone")}
        meeting = actions.open_meeting(case, actor=mediator, mode="shuttle", ways=ways)
        if "then" in own:
            actions.note_attendance(meeting, actor=mediator, ways={first: actions.Way(own["then"])})
            actions.note_aside(story.space("own"), actor=mediator, people=[first])
        story.mark("other came in")
        actions.join_meeting(story.space("other"), actor=story.other)
        by_voice(story, meeting, story.space("other").pk)
        story.mark("the meeting ends")
        actions.end_meeting(case, actor=mediator)

    return meet


def test_apart_nobody_learns_whether_and_how_the_other_side_takes_part(received: Any):
    away = received(in_caucus=False, instead={**APART, "met": held_apart(at_first="absent")})
    there = received(in_caucus=True, instead={**APART, "met": held_apart(at_first="shared_device", then="in_room")})
    assert any(b"by phone" in text or "по телефону".encode() in text for _where, text in there)
    found = differences(away, there)
    assert found == [], "\n".join(found)


def test_a_channel_that_is_told_elsewhere_is_seen(received: Any, monkeypatch: pytest.MonkeyPatch):
    def everywhere(meeting: Any, changed: Any, actor: Any) -> None:
        for space in Space.objects.system().filter(case=meeting.case):
            record(AttendanceNoted(chain=meeting.case_id, audience=space.pk, meeting=meeting.pk), actor=actor)

    monkeypatch.setattr("bitim.room.actions.attending._tell", everywhere)
    away = received(in_caucus=False, instead={**APART, "met": held_apart(at_first="absent")})
    there = received(in_caucus=True, instead={**APART, "met": held_apart(at_first="absent", then="in_room")})
    assert differences(away, there)


def test_a_number_that_tells_is_seen(received: Any, monkeypatch: pytest.MonkeyPatch):
    from bitim.room.models import Message
    from bitim.web import middleware

    class Telling(dict[str, str]):
        def items(self) -> Any:
            return [*super().items(), ("X-Messages", str(Message.objects.system().count()))]

    monkeypatch.setattr(middleware, "HEADERS", Telling(middleware.HEADERS))
    assert differences(received(in_caucus=False, upto="talked"), received(in_caucus=True, upto="talked"))


def test_tokens_keep_their_length_and_words_stay():
    assert plain(b'value="abcdefghijklmnopqrstuvwx"') == b'value="<24>"'
    assert plain(PHRASES["joint"].encode()) == PHRASES["joint"].encode()
    assert plain(b"6bc82c1b-98ae-49be-99ae-88cd62d1302e") == b"6bc82c1b.98ae.49be.99ae.88cd62d1302e"
