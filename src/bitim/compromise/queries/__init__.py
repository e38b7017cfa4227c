"""What can be read of a search for packages; every question takes the actor first and is narrowed to them."""

from bitim.compromise.queries.lists import ListPage, Pair, list_page, own_part, pair_to_show, part_shown
from bitim.compromise.queries.records import record_of, table_of_own
from bitim.compromise.queries.seen import SearchSeen, round_for, search_for, search_page
from bitim.compromise.queries.waiting import package_for_side, package_to_write

__all__ = [
    "ListPage",
    "Pair",
    "SearchSeen",
    "list_page",
    "own_part",
    "package_for_side",
    "package_to_write",
    "pair_to_show",
    "part_shown",
    "record_of",
    "round_for",
    "search_for",
    "search_page",
    "table_of_own",
]
