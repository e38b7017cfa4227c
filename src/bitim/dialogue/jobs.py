"""Work outside requests: from the votes in the database to what came out of them, kept fresh."""

import logging
import secrets
import threading
import time
from array import array
from datetime import timedelta
from io import BytesIO
from itertools import groupby, repeat
from operator import itemgetter
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import close_old_connections, connection
from django.db.models import Aggregate, CharField, Count, F, Q, QuerySet
from django.db.models.functions import Cast, Concat

from bitim.dialogue import apart
from bitim.dialogue.actions.voting import VALUES
from bitim.dialogue.beside import Reckoner
from bitim.dialogue.models import Conversation, Outcome, Slip, Statement, Voice, Vote
from bitim.engines.disclosure import FLOOR
from bitim.kernel import clock
from bitim.kernel.jobs import clockwork
from bitim.kernel.locking import look, write

log = logging.getLogger("bitim.dialogue")
LOOKS_EVERY, BREATH, WATCH = 2.0, 0.25, 90.0  # seconds
SHORTEST_PAUSE, LONGEST_PAUSE = 60.0, 3600.0  # seconds
AT_ONCE = 500  # rows
KEPT_AFTER_END = timedelta(days=60)
_reckoner = Reckoner()


def stale() -> list[UUID]:
    """Return the conversations to be reckoned anew, those with the least news first: a large one waits for the others,
    not they for it. Fewer than FLOOR people who changed something wait for more: by two outcomes, one before and one
    after them, their answers could be found. Under an embargo there is one outcome, after the end, of all answers."""
    waits = Voice.objects.system().exclude(presses=F("counted")).values_list("conversation_id")
    over = Q(conversation__closed__isnull=False) | Q(conversation__closes__lte=clock.now())
    late, live = waits.filter(over, conversation__embargo=True), waits.filter(conversation__embargo=False)
    counted = late.annotate(n=Count("id")), live.annotate(n=Count("id")).filter(n__gte=FLOOR)
    found: dict[UUID, int] = {talk: n for rows in counted for talk, n in rows.values_list("conversation_id", "n")}
    return sorted(found, key=lambda one: found[one])


def reckon(talk: UUID) -> bool:
    """Reckon one conversation anew; False when its votes are too few, or it is gone."""
    found = Conversation.objects.system().filter(pk=talk).first()
    if found is None:
        return False
    with look():  # at all of it at once: what comes meanwhile is of the next time
        at = clock.now()
        changed = Voice.objects.system().filter(conversation=found).exclude(presses=F("counted"))
        presses = list(changed.values_list("presses", "pk"))
        asked = Statement.objects.system().filter(conversation=found, state=Statement.SHOWN).order_by("number")
        packed, voices = packed_votes(found, asked)
    if len(voices) < FLOOR:
        return False
    answer = _reckoned(packed)
    places = {one: group for one, group in zip(voices, answer["groups"], strict=True) if group >= 0}
    with write():
        row, _made = Outcome.objects.system().get_or_create(conversation=found, defaults={"at": at})
        row.conversation = found
        row.told, row.places, row.at = answer["told"], places, at
        row.save()
        _counted(presses)
    return True


def _counted(presses: list[tuple[int, UUID]]) -> None:
    """Note how many presses of each voice were taken in; many have pressed equally often."""
    for number, rows in groupby(sorted(presses), key=itemgetter(0)):
        voices = [pk for _number, pk in rows]
        for begin in range(0, len(voices), AT_ONCE):
            some = voices[begin : begin + AT_ONCE]
            Voice.objects.system().filter(pk__in=some).update(counted=number)


class _Joined(Aggregate):
    """All texts of a group as one, with commas between."""

    output_field = CharField()
    template = "%(function)s(%(expressions)s, ',')"
    function = "group_concat"

    def as_postgresql(self, compiler: Any, connection: Any, **more: Any) -> Any:
        return self.as_sql(compiler, connection, function="string_agg", **more)


def packed_votes(talk: Conversation, shown: QuerySet[Statement]) -> tuple[bytes, list[str]]:
    """Return a conversation as `apart` reads it, and the ids of all who answered anything, as hexadecimal digits, by
    place: sorted, so that the same votes give the same bytes in whatever order they lie.

    The database gives each voice's answers as one text: between any two rows the pages of the house take their turn,
    and fifty thousand rows would wait for them as often. Ids stay the letters that the database gives."""
    cell = Concat(Cast("statement_id", CharField()), Cast("value", CharField()))
    votes = Vote.objects.system().filter(conversation=talk).values(who=Cast("voice_id", CharField()))
    rows = sorted(votes.annotate(answers=_Joined(cell)).values_list("who", "answers"))
    numbers = dict(shown.values_list(Cast("pk", CharField()), "number"))
    column = {f"{one}{value}": at for at, one in enumerate(numbers) for value in VALUES}
    given = {f"{one}{value}": value for one in numbers for value in VALUES}
    person, statement, answer = array("i"), array("i"), array("b")
    for at, (_who, answers) in enumerate(rows):
        mine = sorted(one for one in answers.split(",") if one in column)
        person.extend(repeat(at, len(mine)))
        statement.extend(map(column.__getitem__, mine))
        answer.extend(map(given.__getitem__, mine))
    columns = person.tobytes(), statement.tobytes(), answer.tobytes()
    return apart.packed(len(rows), list(numbers.values()), columns), [who.replace("-", "") for who, _answers in rows]


def _reckoned(packed: bytes) -> dict[str, Any]:
    if settings.MODE == "test":
        return apart.reckoned(BytesIO(packed)) or {}
    return _reckoner.reckon(packed)


@clockwork(minutes=1)
def keep_outcomes_fresh() -> None:
    """Reckon whatever has changed, now and until this is called again, in a thread of its own: mail does not wait."""
    if settings.MODE == "test":
        for talk in stale():
            reckon(talk)
    else:
        _watch.go_on()


class _Watch:
    """Looks again and again, until nobody has asked for it for longer than a minute: a clock that comes late makes no
    gap."""

    def __init__(self) -> None:
        self._until = 0.0
        self._one = threading.Lock()
        self._thread: threading.Thread | None = None

    def go_on(self) -> None:
        """Watch for the next WATCH seconds."""
        with self._one:
            self._until = time.monotonic() + WATCH
            if self._thread is None or not self._thread.is_alive():
                self._thread = threading.Thread(target=self._look, name="dialogue", daemon=True)
                self._thread.start()

    def _over(self) -> bool:
        with self._one:
            if time.monotonic() < self._until:
                return False
            self._thread = None
            return True

    def _look(self) -> None:
        while not self._over():
            begun = time.monotonic()
            try:
                close_old_connections()
                _all_that_changed()
                _reckoner.rest()
            except Exception:  # whatever it is: without this thread no dialogue has figures any more
                log.exception("dialogues could not be looked at")
            time.sleep(max(LOOKS_EVERY - (time.monotonic() - begun), BREATH))
        connection.close()


_watch = _Watch()


def _all_that_changed() -> None:
    for talk in stale():
        if not _pauses.over(talk):
            continue
        try:
            reckon(talk)
            _pauses.forget(talk)
        except Exception:  # one that cannot be reckoned must not keep the others waiting
            log.exception("a dialogue could not be reckoned")
            _pauses.note(talk)


class _Pauses:
    """Of a dialogue that could not be reckoned: it waits a minute, then two, then four, up to an hour, and so holds up
    the others less and less."""

    def __init__(self) -> None:
        self._until: dict[UUID, tuple[float, float]] = {}

    def over(self, talk: UUID) -> bool:
        """Tell whether it may be tried."""
        return time.monotonic() >= self._until.get(talk, (0.0, 0.0))[0]

    def note(self, talk: UUID) -> None:
        """It could not be reckoned once more."""
        pause = min(self._until.get(talk, (0.0, SHORTEST_PAUSE / 2))[1] * 2, LONGEST_PAUSE)
        self._until[talk] = time.monotonic() + pause, pause

    def forget(self, talk: UUID) -> None:
        """It could."""
        self._until.pop(talk, None)


_pauses = _Pauses()


@clockwork(minutes=1440)
def forget_ways_in() -> None:
    """Sixty days after the end nobody comes back: slips, the secrets of voices and whose group was which are deleted.
    What came out stays, and the votes under ids of which nobody knows anything any more."""
    before = clock.now() - KEPT_AFTER_END
    over = Conversation.objects.system().filter(Q(closed__lt=before) | Q(closed=None, closes__lt=before))
    for talk in over.filter(Q(slips__isnull=False) | Q(voices__forgotten=False)).distinct():
        with write():
            Slip.objects.system().filter(conversation=talk).delete()
            for voice in Voice.objects.system().filter(conversation=talk, forgotten=False):
                Voice.objects.system().filter(pk=voice.pk).update(digest=secrets.token_bytes(32), forgotten=True)
            if row := Outcome.objects.system().filter(conversation=talk).select_related("conversation").first():
                row.places = {}
                row.save(update_fields=["places"])
