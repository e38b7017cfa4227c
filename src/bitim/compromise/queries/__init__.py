"""What can be read of a search for packages and of a bidding; every question takes the actor first."""

from bitim.compromise.queries.bidding import (
    BiddingSeen,
    bidding_for,
    bidding_page,
    own_bidder,
    own_bids,
    state_of_bidding,
)
from bitim.compromise.queries.lists import ListPage, Pair, list_page, own_part, pair_to_show, part_of, part_shown
from bitim.compromise.queries.records import record_of, table_of_own
from bitim.compromise.queries.seen import SearchSeen, round_for, search_for, search_page, spoken_part
from bitim.compromise.queries.waiting import BIDDING, VOICE, package_for_side, package_to_write

__all__ = [
    "BIDDING",
    "VOICE",
    "BiddingSeen",
    "ListPage",
    "Pair",
    "SearchSeen",
    "bidding_for",
    "bidding_page",
    "list_page",
    "own_bidder",
    "own_bids",
    "own_part",
    "package_for_side",
    "package_to_write",
    "pair_to_show",
    "part_of",
    "part_shown",
    "record_of",
    "round_for",
    "search_for",
    "search_page",
    "spoken_part",
    "state_of_bidding",
    "table_of_own",
]
