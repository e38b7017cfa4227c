"""A writer that can be killed: it acts, and only after the commit says on its output what it has done.

`python -m tests.support.acknowledging make|write` on a migrated folder (BITIM_DATA). Two threads write, so that a
kill also falls into the moment in which one waits for the other.
"""

import sys
import threading
from itertools import count

import django


def make() -> None:
    """Make the case and its rooms."""
    from bitim.demo import cast
    from bitim.kernel.access import SYSTEM
    from bitim.kernel.locking import write
    from bitim.room.actions import arrange

    with write():
        arrange(cast.two_sides(stage="meetings").case, actor=SYSTEM)


def speak(number: int) -> None:
    """Say things in one side's own room until killed, every third time with a file."""
    from bitim.cases.models import Participant
    from bitim.demo.cast import acting
    from bitim.kernel.files import accept_bytes
    from bitim.room import actions
    from bitim.room.models import Space

    space = Space.objects.system().get(kind="caucus", side__position=number)
    seat = Participant.objects.system().select_related("person").get(side=space.side_id, role="party")
    actor = acting(seat.person, "party")
    for turn in count():
        words = f"word {number}.{turn}"
        if turn % 3:
            said = actions.post(space.pk, actor=actor, words=words)
        else:
            file = accept_bytes(words.encode() * 9000, "notes.txt")
            said = actions.post_file(space.pk, actor=actor, accepted=file, words=words)
        # One write to the pipe: what the reader has whole was acknowledged, what is cut was not.
        sys.stdout.write(f"{said.pk} {words}\n")
        sys.stdout.flush()


def main(what: str) -> None:
    """Do one of the two."""
    django.setup()
    if what == "make":
        make()
        return
    threads = [threading.Thread(target=speak, args=(number,)) for number in (1, 2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


if __name__ == "__main__":
    main(sys.argv[1])
