"""Work outside requests: from the votes in the database to what came out of them, kept fresh."""

import json
import logging
import os
import secrets
import subprocess
import sys
import threading
import time
from array import array
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import close_old_connections, connection, transaction
from django.db.models import Count, F, Q

from bitim.dialogue import apart
from bitim.dialogue.models import Conversation, Outcome, Slip, Statement, Voice, Vote
from bitim.engines.disclosure import FLOOR
from bitim.kernel import clock
from bitim.kernel.jobs import clockwork
from bitim.kernel.locking import write

log = logging.getLogger("bitim.dialogue")
PATIENCE = 600  # seconds for one conversation, a very large one included
LOOKS_EVERY, WATCH = 2.0, 58.0  # seconds
KEPT_AFTER_END = timedelta(days=60)
_watching = threading.Lock()


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
    with transaction.atomic():  # one look at all of it: what comes meanwhile is of the next time
        changed = Voice.objects.system().filter(conversation=found).exclude(presses=F("counted"))
        presses = dict(changed.values_list("pk", "presses"))
        voices = sorted(set(Vote.objects.system().filter(conversation=found).values_list("voice_id", flat=True)))
        asked = Statement.objects.system().filter(conversation=found, state=Statement.SHOWN).order_by("number")
        packed = _packed(found, voices, list(asked.values_list("pk", "number")))
    if len(voices) < FLOOR:
        return False
    answer = _reckoned(packed)
    places = {one.hex: group for one, group in zip(voices, answer["groups"], strict=True) if group >= 0}
    with write():
        row, _made = Outcome.objects.system().get_or_create(conversation=found, defaults={"at": clock.now()})
        row.conversation = found
        row.told, row.places, row.at = answer["told"], places, clock.now()
        row.save()
        counted = [Voice(pk=pk, conversation=found, counted=number) for pk, number in presses.items()]
        Voice.objects.system().bulk_update(counted, ["counted"], batch_size=500)
    return True


def _packed(talk: Conversation, voices: list[UUID], shown: list[tuple[UUID, int]]) -> bytes:
    place = {pk: at for at, pk in enumerate(voices)}
    column = {pk: at for at, (pk, _number) in enumerate(shown)}
    person, statement, answer = array("i"), array("i"), array("b")
    rows = Vote.objects.system().filter(conversation=talk).values_list("voice_id", "statement_id", "value")
    for who, what, how in rows.iterator(chunk_size=20_000):
        if what in column and who in place:
            person.append(place[who])
            statement.append(column[what])
            answer.append(how)
    columns = person.tobytes(), statement.tobytes(), answer.tobytes()
    return apart.packed(len(voices), [number for _pk, number in shown], columns)


def _reckoned(packed: bytes) -> dict[str, Any]:
    if settings.MODE == "test":
        return apart.reckoned(BytesIO(packed))
    return in_own_process(packed)


def in_own_process(packed: bytes) -> dict[str, Any]:
    """Reckon in a process of its own, which finds the package where this one found it."""
    paths = [str(Path(apart.__file__).parents[2]), os.environ.get("PYTHONPATH", "")]
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(filter(None, paths))}
    ran = subprocess.run(
        [sys.executable, "-m", "bitim.dialogue.apart"],
        input=packed,
        capture_output=True,
        timeout=PATIENCE,
        check=True,
        env=environment,
    )
    answer: dict[str, Any] = json.loads(ran.stdout)
    return answer


@clockwork(minutes=1)
def keep_outcomes_fresh() -> None:
    """Reckon whatever has changed, now and for the rest of the minute, in a thread of its own: mail does not wait."""
    if settings.MODE == "test":
        for talk in stale():
            reckon(talk)
    elif _watching.acquire(blocking=False):
        threading.Thread(target=_watch, name="dialogue", daemon=True).start()


def _watch() -> None:
    end = time.monotonic() + WATCH
    try:
        while time.monotonic() < end:
            close_old_connections()
            _all_that_changed()
            time.sleep(LOOKS_EVERY)
    finally:
        connection.close()
        _watching.release()


def _all_that_changed() -> None:
    for talk in stale():
        try:
            reckon(talk)
        except (subprocess.SubprocessError, OSError, ValueError):
            log.exception("a dialogue could not be reckoned")


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
