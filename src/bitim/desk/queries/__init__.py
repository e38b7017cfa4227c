"""What the desk's pages show, put together from the questions of the lower layers; it has no rows of its own."""

from bitim.desk.queries.beside import beside
from bitim.desk.queries.calls import calls_for, is_waiting
from bitim.desk.queries.day import FROM_ROOMS, WITH_ROOMS, line_of, listed, today
from bitim.desk.queries.party import MyCase, my_case
from bitim.desk.queries.public import centre_at, centre_of_reader, centres, own_home
from bitim.desk.queries.told import waits_to_be_told
from bitim.desk.queries.working import frame, interpreting, table

__all__ = [
    "FROM_ROOMS",
    "WITH_ROOMS",
    "MyCase",
    "beside",
    "calls_for",
    "centre_at",
    "centre_of_reader",
    "centres",
    "frame",
    "interpreting",
    "is_waiting",
    "line_of",
    "listed",
    "my_case",
    "own_home",
    "table",
    "today",
    "waits_to_be_told",
]
