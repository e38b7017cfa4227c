"""The stories of the demo, in the order in which their doors are printed."""

from collections.abc import Callable

from bitim.demo.stories import (
    asked,
    books,
    canal,
    courtyard,
    house_of_parents,
    market,
    market_street,
    neighbours,
    supply,
    tables,
    water,
)
from bitim.demo.telling import Teller

STORIES: tuple[Callable[[Teller], None], ...] = (
    books.tell_last_year,
    water.tell,
    market.tell,
    courtyard.tell,
    supply.tell,
    house_of_parents.tell,
    canal.tell,
    neighbours.tell,
    tables.tell,
    asked.tell,
    market_street.tell,
    books.tell,
)
