"""What closing destroys is gone for everybody at once, what the law keeps is there, and the record still holds."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from tests.contracts.test_marker import INSIDERS, look
from tests.support import journey
from tests.support.house import house
from tests.support.journey import Story
from tests.support.phrases import PHRASES
from tests.support.watching import Watch

from bitim.cases import jobs, law
from bitim.kernel import audit, files, keystore
from bitim.kernel.audit import Walked
from bitim.kernel.keystore import Scope, Shredded
from bitim.kernel.models import ChainHead, Event
from bitim.kernel.sealed import GONE
from bitim.room.models import Message

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
GOES_AT_CLOSING = ("reasons own", "reasons other", "own caucus", "own caucus kept", "own translation", "own file")
GOES_AT_CLOSING += ("other caucus", "team", "own note")
GOES_WITH_THE_TABLE = ("joint", "released", "issue", "comment")


@pytest.fixture
def closed(django_capture_on_commit_callbacks: Any, tmp_path: Path, settings: Any) -> Story:
    """The journey to its end."""
    settings.FILES_PATH = tmp_path / "files"
    story = Story(house(anew=True))
    with journey.steady_clock(story):
        journey.walk(story, around=lambda: django_capture_on_commit_callbacks(execute=True))
    return story


def found(story: Story, names: tuple[str, ...]) -> list[str]:
    """Return which phrases anybody of the case is still shown anywhere, and where."""
    watch = Watch()
    look(watch, story, INSIDERS)
    return [f"{name}: {trace.where} ({trace.who})" for name in names for trace in watch.found(PHRASES[name])]


def test_what_is_to_go_goes_and_the_record_holds(closed: Story):
    """One case, walked once: what went at closing, what goes when its term is over, and what the record then says."""
    _words_and_notes_of_the_sides_are_gone(closed)
    _the_account_a_side_gave_is_gone_too(closed)
    _no_event_carries_a_word()
    _the_table_goes_when_its_term_is_over(closed)
    _the_record_holds(closed)


def _words_and_notes_of_the_sides_are_gone(closed: Story) -> None:
    assert found(closed, GOES_AT_CLOSING) == []
    said = Message.objects.system().filter(space__side=closed.made.sides[0])
    assert [row.body for row in said.select_related("space__case") if row.body is not None] == [GONE] * said.count()
    with pytest.raises(Shredded):
        b"".join(files.open_sealed(closed.rows["file"]))


def _the_account_a_side_gave_is_gone_too(closed: Story) -> None:
    side = closed.made.sides[0]
    side.refresh_from_db()
    assert side.account is GONE
    assert keystore.store().is_shredded(Scope("side", side.pk, closed.made.case.pk))


def _no_event_carries_a_word() -> None:
    for event in Event.objects.system().all():
        assert not any(phrase in str(event.payload) for phrase in PHRASES.values()), event.kind


def _the_table_goes_when_its_term_is_over(closed: Story) -> None:
    days = law.kept_days(closed.made.case.pack, "joint")
    assert days > 0
    case = closed.made.case
    with _in(closed, timedelta(days=days - 1)):
        jobs.let_go_of_closed()
        assert not keystore.store().is_shredded(Scope("joint", case.pk, case.pk))
    with _in(closed, timedelta(days=days + 1)):
        jobs.let_go_of_closed()
        assert keystore.store().is_shredded(Scope("joint", case.pk, case.pk))
    assert found(closed, GOES_AT_CLOSING + GOES_WITH_THE_TABLE) == []


def _the_record_holds(closed: Story) -> None:
    chain = closed.made.case.pk
    walked = {one.chain: one.report for one in audit.walk() if isinstance(one, Walked)}
    assert len(walked) == ChainHead.objects.system().count()
    assert all(report.broken_at is None for report in walked.values())
    assert Event.objects.system().filter(chain=chain).count() > 40
    assert keystore.store().shred(case=chain, classes=("side", "joint", "private", "archive")) is not None
    assert all(one.report.broken_at is None for one in audit.walk() if isinstance(one, Walked))


@contextmanager
def _in(story: Story, later: timedelta) -> Iterator[None]:
    """Set the clock forward for a while."""
    minutes = int(later.total_seconds() // 60)
    story.minutes += minutes
    with journey.steady_clock(story):
        yield
    story.minutes -= minutes


def test_the_guard_sees_what_was_not_destroyed(
    monkeypatch: pytest.MonkeyPatch, django_capture_on_commit_callbacks: Callable[..., Any]
):
    from bitim.cases.actions import closing

    monkeypatch.setattr(closing, "LET_GO", ("joint",))
    story = Story(house(anew=True))
    with journey.steady_clock(story):
        journey.walk(story, around=lambda: django_capture_on_commit_callbacks(execute=True))
    side = story.made.sides[0]
    side.refresh_from_db()
    assert PHRASES["account"] in str(side.account)
