"""The desk of a centre with ten thousand open cases: the coordinator's list and day, the mediator's table, list, day.

The world is benchmarks/seed_desk.py: unread words, texts, meetings, requests and calls are there too. Load generator:
this very process calls the pages one after the other through the whole middleware (Django's test client, a real
session); what is measured is the server's own time. Its processor time is printed for each call, too (with
PostgreSQL without that of the database): it does not wait for other work on the machine. No peer: nothing bare does
the same work. Queries are counted at a hundred cases (two of the mediator's own) and again at the end (two hundred).
`python -m benchmarks.desk_at_10000 [--cases 10000] [--calls 25] [--runs 3] [--postgres URL|new]`; `new` starts a
throw-away cluster.
"""

import argparse
import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from uuid import UUID

from benchmarks.measure import house, machine, middle, percentile, table, timed

AIM_P95, FEW = 60.0, 100


def main() -> int:
    """Seed a hundred, count; seed the rest, count and measure; print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cases", type=int, default=10_000)
    parser.add_argument("--calls", type=int, default=25)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--postgres", default="", metavar="URL")
    parser.add_argument("--folder")
    asked = parser.parse_args()
    with _database(asked.postgres) as address, house(address, asked.folder) as data:
        print(machine(data), flush=True)
        from benchmarks.seed_desk import Desk

        desk, begun = Desk(), time.perf_counter()
        desk.grow(FEW)
        pages = _pages(desk)
        few = {name: _queries(*page) for name, page in pages.items()}
        for until in range(1000, asked.cases + 1, 1000):
            desk.grow(until)
            print(f"{until} cases after {time.perf_counter() - begun:.0f} s", flush=True)
        _analyse()
        many = {name: _queries(*page) for name, page in pages.items()}
        runs = [_run(pages, asked.calls) for _ in range(asked.runs)]
        rows = [_row(name, few[name], many[name], [run[name] for run in runs]) for name in pages]
    head = (
        "page",
        f"queries at {FEW}",
        f"at {asked.cases}",
        "p50 ms",
        "p95 ms",
        "p95 of each run",
        "cpu p50",
        "cpu p95",
        "bytes",
    )
    print(table(head, rows))
    print(
        f"aim: p95 <= {AIM_P95:g} ms, the same queries; medians of {asked.runs} runs of {asked.calls} calls;", end=" "
    )
    print(f"{'PostgreSQL' if asked.postgres else 'SQLite'}; load after the runs {os.getloadavg()[0]:.1f}")
    return 0


@contextmanager
def _database(asked: str) -> Iterator[str]:
    """Give the address of the database that was asked for; empty for SQLite."""
    if asked != "new":
        yield asked
        return
    from tests.support.postgres import cluster, programs

    found = programs()
    if found is None:
        raise SystemExit("PostgreSQL is missing")
    with cluster(found) as address:
        yield address


def _analyse() -> None:
    """Let the database know its tables, as its own housekeeping does in a grown house."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE" if connection.vendor == "postgresql" else "ANALYZE")


def _pages(desk: Any) -> dict[str, tuple[Any, str]]:
    case, mediator = desk.cases[0]
    office = _browser(desk.coordinator, desk.centre.pk, "coordinator")
    table_of = _browser(mediator, desk.centre.pk, "mediator")
    return {
        "coordinator's list, `/cases/`": (office, "/cases/"),
        "the last page of the list": (office, "/cases/?page=999999"),
        "coordinator's day, `/today/`": (office, "/today/"),
        "coordinator's terms, `/cases/?term=1`": (office, "/cases/?term=1"),
        "coordinator's frame of a case": (office, f"/case/{case}/"),
        "mediator's table, `/case/<id>/`": (table_of, f"/case/{case}/"),
        "mediator's list, `/cases/`": (table_of, "/cases/"),
        "its cases with new words, `/cases/?new=1`": (table_of, "/cases/?new=1"),
        "mediator's day, `/today/`": (table_of, "/today/"),
    }


def _browser(person: Any, centre: UUID, role: str) -> Any:
    from django.test import Client

    from bitim.people import session_keys
    from bitim.people.models import Account

    client = Client(headers={"accept-language": "ru"})
    account = Account.objects.get(person=person)
    client.force_login(account, backend="allauth.account.auth_backends.AuthenticationBackend")
    session = client.session
    session[session_keys.ACTING] = [str(centre), role]
    session.save()
    return client


def _queries(client: Any, address: str) -> int:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client.get(address)
    with CaptureQueriesContext(connection) as asked:
        answer = client.get(address)
    if answer.status_code != 200:
        raise SystemExit(f"{address} answered {answer.status_code}")
    return len(asked)


Run = tuple[list[float], list[float], int]  # milliseconds of each call, of the processor for each, bytes of the page


def _run(pages: dict[str, tuple[Any, str]], calls: int) -> dict[str, Run]:
    return {name: _measured(client, address, calls) for name, (client, address) in pages.items()}


def _measured(client: Any, address: str, calls: int) -> Run:
    size = len(client.get(address).content)
    took, cpu = [], []
    for _ in range(calls):
        used = time.process_time()
        took.append(timed(lambda: client.get(address)))
        cpu.append(1000 * (time.process_time() - used))
    return took, cpu, size


def _row(name: str, few: int, many: int, runs: list[Run]) -> tuple[Any, ...]:
    p50, p95 = ([percentile(took, share) for took, _cpu, _size in runs] for share in (0.5, 0.95))
    cpu50, cpu95 = (middle([percentile(cpu, share) for _took, cpu, _size in runs]) for share in (0.5, 0.95))
    each = ", ".join(f"{one:.0f}" for one in p95)
    times = [f"{one:.1f}" for one in (middle(p50), middle(p95))]
    return name, few, many, *times, each, f"{cpu50:.1f}", f"{cpu95:.1f}", runs[-1][2]


if __name__ == "__main__":
    sys.exit(main())
