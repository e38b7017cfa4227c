"""What the first load of a page weighs on the wire: html, styles, scripts, pictures and fonts, each gzipped.

Load generator: this very process asks each page once (Django's test client) and follows what the page names; no
time is measured. No peer. `python -m benchmarks.page_weight`
"""

import gzip
import re
import sys
from collections import defaultdict
from pathlib import Path
from typing import Any

from benchmarks.measure import house, table

AIM = 60_000
NAMED = re.compile(r"""(?:href|src)=["'](/static/[^"'#?]+)""")
LED = re.compile(r"""(?:import|from)\s*\(?["'](\.{1,2}/[^"']+)["']|url\(["']?([^"')#]+)|@import\s+["']([^"']+)""")
KINDS = {".css": "css", ".js": "js", ".svg": "svg", ".woff2": "fonts", ".png": "pictures", ".webp": "pictures"}
COLUMNS = ("html", "css", "js", "svg", "fonts", "pictures")


def main() -> int:
    """Seed the demo's world, weigh the main pages, print."""
    with house() as _:
        from bitim.demo import world

        world.seed()
        rows = [_row(name, *_weigh(client, address)) for name, client, address in _pages()]
    print(table(("page", *COLUMNS, "together, bytes", "html unpacked"), rows))
    print(f"aim: <= {AIM} bytes together; gzip level 6; a second page of the same reader costs its html alone")
    return 0


def _pages() -> list[tuple[str, Any, str]]:
    from django.test import Client

    from bitim.cases.models import Case, Participant
    from bitim.room.models import Space
    from bitim.settlements.models import Document

    space = Space.objects.system().filter(kind="joint", open=True, case__stage="meetings").first()
    rows = Participant.objects.system().filter(ended=None)
    mediator = rows.filter(case=space.case_id, role="mediator").first()
    party = (
        rows.filter(case=space.case_id, role="party").first() or rows.filter(case=space.case_id, side__isnull=False)[0]
    )
    text = Document.objects.system().exclude(state="void").order_by("-made").first()
    reader = rows.filter(case=text.case_id, side__isnull=False).first()
    owner = rows.filter(role="coordinator").first()
    visitor, case = Client(headers={"accept-language": "kk"}), Case.objects.system().get(pk=space.case_id)
    as_party, as_mediator = _by_door(party), _staff(mediator, "mediator")
    return [
        ("first page, visitor", visitor, "/"),
        ("asking for help", visitor, "/ask/"),
        ("door by code", visitor, "/code/"),
        ("centres, visitor", visitor, "/centres/"),
        ("my case, party", as_party, f"/case/{case.pk}/"),
        ("room, party", as_party, f"/room/{space.pk}/"),
        ("text, party", _by_door(reader), f"/text/{text.pk}/"),
        ("table, mediator", as_mediator, f"/case/{case.pk}/"),
        ("day, mediator", as_mediator, "/today/"),
        ("list, coordinator", _staff(owner, "coordinator"), "/cases/"),
    ]


def _staff(participant: Any, role: str) -> Any:
    from benchmarks.desk_at_10000 import _browser

    return _browser(participant.person, participant.case.centre_id, role)


def _by_door(participant: Any) -> Any:
    from django.conf import settings
    from django.test import Client

    from benchmarks.seed import session_of
    from bitim.kernel.locking import write

    client = Client(headers={"accept-language": "kk"})
    with write():
        client.cookies[settings.SESSION_COOKIE_NAME] = session_of(
            participant.person_id, participant.case_id, participant.language
        )
    return client


def _weigh(client: Any, address: str) -> tuple[dict[str, int], int]:
    answer = client.get(address, follow=True)
    if answer.status_code != 200:
        raise SystemExit(f"{address} answered {answer.status_code}")
    weight: dict[str, int] = defaultdict(int)
    weight["html"] = len(gzip.compress(answer.content, 6))
    for path in _followed(answer.content.decode()):
        content = path.read_bytes()
        packed = content if path.suffix in {".woff2", ".png", ".webp"} else gzip.compress(content, 6)
        weight[KINDS.get(path.suffix, "pictures")] += len(packed)
    return weight, len(answer.content)


def _followed(page: str) -> set[Path]:
    """Return the files that a browser fetches for this page: what it names, and what those name in turn."""
    from django.contrib.staticfiles import finders

    names, seen, found = set(NAMED.findall(page)), set(), set()
    while names:
        name = names.pop()
        file = finders.find(name.removeprefix("/static/"))
        if name in seen or not isinstance(file, str):
            continue
        seen.add(name)
        found.add(Path(file))
        if Path(name).suffix in {".js", ".css"}:
            for led in LED.findall(Path(file).read_text()):
                target = next(part for part in led if part)
                if not target.startswith("data:"):
                    parts = [] if target.startswith("/") else list(Path(name).parent.parts)
                    names.add(_resolved(parts, target))
    return found


def _resolved(parts: list[str], target: str) -> str:
    for part in target.lstrip("/").split("/"):
        if part == "..":
            parts = parts[:-1]
        elif part != ".":
            parts = [*parts, part]
    return "/" + "/".join(part for part in parts if part != "/")


def _row(name: str, weight: dict[str, int], unpacked: int) -> tuple[Any, ...]:
    return (name, *(weight.get(column, 0) for column in COLUMNS), sum(weight.values()), unpacked)


if __name__ == "__main__":
    sys.exit(main())
