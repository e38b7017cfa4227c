"""The live line: what happens reaches the open pages of those who may read it, and nobody else.

- `renderer(EventClass)` registers how an event looks for a reader (higher layers, when the applications are ready).
- `identify` is the port that turns session keys into readers; the people domain sets it. Until then nobody gets in.
- `embed(person, audiences)` gives a page what it must carry; take it BEFORE reading the rows of the page: an event
  in between then comes twice, never not at all, and the page replaces the element of the same id.

One process has one `hub.Hub`; `endpoint.LiveLine` is its door in ASGI.
"""

from collections.abc import Callable, Collection, Mapping

from bitim.kernel.live.cursor import cursor_for, embed
from bitim.kernel.live.rendering import Reader, renderer, renderers
from bitim.kernel.live.sessions import contents as session_contents

__all__ = ["Reader", "cursor_for", "embed", "identify", "renderer", "renderers", "session_contents"]


def nobody(session_keys: Collection[str]) -> Mapping[str, Reader]:
    """Know nobody: the line stays closed until the port is set."""
    return {}


# Port: the readers of those session keys that are alive now; a key that is missing in the answer is refused. Called
# about once a second for every open session, some hundreds at a time, so: a few queries however many keys. May
# raise: all lines close.
identify: Callable[[Collection[str]], Mapping[str, Reader]] = nobody
