"""The desk of a centre with ten thousand open cases: the coordinator's list, the mediator's table, both days.

Load generator: this very process calls the pages one after the other through the whole middleware (Django's test
client, a real session); what is measured is the server's own time, its processor time is printed. No peer: nothing
bare does the same work. Queries are counted at a hundred cases and again at the end.
`python -m benchmarks.desk_at_10000 [--cases 10000] [--calls 60] [--postgres URL]`
"""

import argparse
import resource
import sys
import time
from typing import Any
from uuid import UUID

from benchmarks.measure import house, machine, percentile, table, timed

AIM_P95, FEW = 60.0, 100


def main() -> int:
    """Seed a hundred, count; seed the rest, count and measure; print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cases", type=int, default=10_000)
    parser.add_argument("--calls", type=int, default=60)
    parser.add_argument("--postgres", default="", metavar="URL")
    parser.add_argument("--folder")
    asked = parser.parse_args()
    with house(asked.postgres, asked.folder) as data:
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
        rows = [_measured(name, page, few[name], asked.calls) for name, page in pages.items()]
    print(table(("page", f"queries at {FEW}", f"at {asked.cases}", "p50 ms", "p95 ms", "cpu ms", "bytes"), rows))
    print(f"aim: p95 <= {AIM_P95:g} ms, the same queries; {'PostgreSQL' if asked.postgres else 'SQLite'}")
    return 0


def _analyse() -> None:
    """Let the database know its tables, as its own housekeeping does in a grown house."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def _pages(desk: Any) -> dict[str, tuple[Any, str]]:
    case, mediator = desk.cases[0]
    office = _browser(desk.coordinator, desk.centre.pk, "coordinator")
    table_of = _browser(mediator, desk.centre.pk, "mediator")
    return {
        "coordinator's list, `/cases/`": (office, "/cases/"),
        "the last page of the list": (office, "/cases/?page=999999"),
        "coordinator's day, `/today/`": (office, "/today/"),
        "coordinator's frame of a case": (office, f"/case/{case}/"),
        "mediator's table, `/case/<id>/`": (table_of, f"/case/{case}/"),
        "mediator's list, `/cases/`": (table_of, "/cases/"),
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


def _measured(name: str, page: tuple[Any, str], few: int, calls: int) -> tuple[Any, ...]:
    client, address = page
    many = _queries(client, address)
    used = resource.getrusage(resource.RUSAGE_SELF)
    took = [timed(lambda: client.get(address)) for _ in range(calls)]
    now = resource.getrusage(resource.RUSAGE_SELF)
    cpu = 1000 * (now.ru_utime + now.ru_stime - used.ru_utime - used.ru_stime) / calls
    size = len(client.get(address).content)
    return name, few, many, f"{percentile(took, 0.5):.1f}", f"{percentile(took, 0.95):.1f}", f"{cpu:.1f}", size


if __name__ == "__main__":
    sys.exit(main())
