"""A real conversation brought in, and 200 people who vote on in it over HTTP: is every vote kept once, and how old is
what everybody reads?

`python -m benchmarks.dialogue_votes [--talk tests/data/polis/vtaiwan] [--people 200] [--rate 50] [--seconds 40]
[--plain]`

The house runs under uvicorn with its work beside it, as `bitim serve` does; the load (benchmarks/dialogue_load.py) is
a process of its own on the same machine. The age is how long ago the votes of the newest outcome were read, looked at
twice a second while votes come. There is no peer: the reference system could not be run here.
"""

import argparse
import gzip
import sys
import threading
import time
from pathlib import Path
from typing import Any

from benchmarks.measure import cpu_beside, cpu_of, cpu_of_all, generated, house, machine, middle, percentile, serving

QUESTION = {"kk": "Такси қалай реттелсін?"}


def main() -> int:
    """Bring in, open, vote, compare."""
    asked = arguments()
    with house(folder=asked.folder) as data:
        print(machine(data), flush=True)
        talk, secrets = made(asked)
        plan: dict[str, Any] = {"slug": talk.slug, "secrets": secrets, "rate": asked.rate, "seconds": asked.seconds}
        plan["plain"] = asked.plain
        with serving("benchmarks.dialogue_votes:application", data) as (port, pid):
            ages: list[tuple[float, Any]] = []
            over = threading.Event()
            watch = threading.Thread(target=watched, args=(talk.pk, ages, over))
            watch.start()
            before = cpu_of(pid), cpu_beside(pid), cpu_of_all()
            found = generated(plan | {"port": port}, data, by="dialogue_load")
            after = cpu_of(pid), cpu_beside(pid), cpu_of_all()
            used = [(end - begin) / found["seconds"] for begin, end in zip(before, after, strict=True)]
            over.set()
            watch.join()
        report(talk, found, ages, used)
    return 0


def arguments() -> argparse.Namespace:
    """Return what was asked."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--talk", type=Path, default=Path("tests/data/polis/vtaiwan"))
    parser.add_argument("--people", type=int, default=200)
    parser.add_argument("--rate", type=float, default=50)
    parser.add_argument("--seconds", type=float, default=40)
    parser.add_argument("--plain", action="store_true", help="as browsers without scripts do")
    parser.add_argument("--folder", help="where the passing folder is made; not in memory")
    return parser.parse_args()


def made(asked: argparse.Namespace) -> tuple[Any, list[str]]:
    """Bring the conversation in, open it, and let everybody come in by a slip."""
    from bitim.demo import cast
    from bitim.dialogue.actions import bringing, entering, running
    from bitim.engines import opinion
    from bitim.kernel.access import VISITOR

    at = cast.centre("bench")
    who = cast.acting(cast.staff(at, "Бенч", "coordinator", email="bench@example.kz"), "coordinator", at)
    said = {"question": QUESTION, "about": {}, "policy": {}, "languages": ["kk"], "entry": "slips"}
    said |= {"moderated": True, "embargo": False, "longest": 280, "closes": None}
    talk = running.start_conversation(at, actor=who, said=said)
    files = {name: data for path in asked.talk.iterdir() for name, data in [unpacked(path)] if name in opinion.FILES}
    files["comments.csv"] = worded(files["comments.csv"])
    since = time.perf_counter()
    bringing.bring_in(talk, actor=who, files=files, language="kk")
    print(f"brought in within {time.perf_counter() - since:.1f} s", flush=True)
    running.open_conversation(talk, actor=who)
    talk.refresh_from_db()
    codes = running.make_slips(talk, actor=who, number=asked.people)
    return talk, [entering.enter(talk, actor=VISITOR.fresh(), code=code).secret for code in codes]


def unpacked(path: Path) -> tuple[str, bytes]:
    """Return name and content of a file that may lie compressed."""
    packed = path.suffix == ".gz"
    return path.stem if packed else path.name, gzip.decompress(path.read_bytes()) if packed else path.read_bytes()


def worded(comments: bytes) -> bytes:
    """Return the sentences with words; those that lie with the tests have none."""
    head, *lines = comments.decode().splitlines()
    if "comment-body" in head:
        return comments
    return "\n".join([f"{head},comment-body", *(f"{line},Пікір {line.split(',')[0]}" for line in lines)]).encode()


def watched(talk: Any, ages: list[tuple[float, Any]], over: threading.Event) -> None:
    """Note twice a second how old the outcome is, and which it is, from the first one on."""
    from django.db import connection

    from bitim.dialogue.models import Outcome
    from bitim.kernel import clock

    while not over.wait(0.5):
        at = Outcome.objects.system().filter(conversation=talk).values_list("at", flat=True).first()
        if at is not None:
            ages.append(((clock.now() - at).total_seconds(), at))
    connection.close()


def report(talk: Any, found: dict[str, Any], seen: list[tuple[float, Any]], used: list[float]) -> None:
    """Compare what was answered with what is kept, and print. `used`: of the server, the process beside it that
    reckons, and everything on the machine."""
    from bitim.dialogue.models import Vote

    kept = sum(found["kept"])
    rows = Vote.objects.system().filter(conversation=talk, chance__gt=0).count()
    print(f"answers that the server took: {kept} ({kept / found['seconds']:.1f}/s); votes in the house: {rows}")
    print(f"lost or doubled: {abs(rows - kept)}; other answers: {found['odd'] or 'none'}")
    print(f"one press: p50 {found['p50']:.0f} ms, p99 {found['p99']:.0f} ms")
    moments = sorted({at for _age, at in seen})
    for which, first in (("all", 0), ("after the two of the house's own start", 2)):
        ages = [age for age, at in seen if at in moments[first:]]
        print(f"age of the outcome, {which}: at most {max(ages, default=0):.1f} s", end=", ")
        print(f"95 % {percentile(ages, 0.95):.1f}, middle {middle(ages):.1f}; {len(moments[first:])} outcomes")
    server, beside, everything = used
    others = everything - server - beside - found["cpu"]
    print(f"server {server:.0%} of a core, reckoning {beside:.0%}, load generator {found['cpu']:.0%}", end=", ")
    print(f"everybody else on the machine {others:.0%}")


def _application() -> Any:
    """The house with its work beside it, for uvicorn."""
    import django

    django.setup()
    from bitim.dialogue.jobs import keep_outcomes_fresh
    from bitim.web.asgi import application as whole

    def clock() -> None:
        while True:
            keep_outcomes_fresh()
            time.sleep(5)

    threading.Thread(target=clock, daemon=True).start()
    return whole


def __getattr__(name: str) -> Any:
    if name == "application":
        return _application()
    raise AttributeError(name)


if __name__ == "__main__":
    sys.exit(main())
