"""The stories of the demo, in the order in which they are told."""

from collections.abc import Callable

from bitim.demo.stories import asked, canal, water
from bitim.demo.telling import Teller

STORIES: tuple[Callable[[Teller], None], ...] = (water.tell, canal.tell, asked.tell)
