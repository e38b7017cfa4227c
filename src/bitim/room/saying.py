"""What the form of a room says is said once, and whatever it says is said.

A line may lose the answer to a press. The same form then comes again: with the same words it is the same press, which
the key of the form tells (`kernel.action`). With other words, changed meanwhile by whoever believed that nothing had
arrived, it is something new: taken for the first press, the new words would be lost without a word.
"""

from collections.abc import Callable

from bitim.kernel.files import Accepted
from bitim.room import words as cleaning
from bitim.room.models import Message

MOST_CHANGES = 20  # of one form; after that every press is one of its own
KEY_LENGTH = 70  # leaves room for the number of the change


def say(give: Callable[[str], Message], key: str, words: str, file: Accepted | None = None) -> Message:
    """Give something to a room under the key of its form: words, or a file with words beside it."""

    def same(message: Message | None) -> bool:
        if message is None or message.withdrawn:
            return True
        if message.body != cleaning.brief(words):
            return False
        kept = message.file
        return not (file and kept) or (kept.name, kept.size) == (file.name, len(file.data))

    for change in range(MOST_CHANGES if key else 0):
        message = give(f"{key[:KEY_LENGTH]}+{change}" if change else key[:KEY_LENGTH])
        if same(message):
            return message
    return give("")
