"""The documents that are made from the code: docs/lifecycle.md, docs/events.md, docs/permissions.md.

    PYTHONPATH=src python tools/documents.py write    make them anew
    PYTHONPATH=src python tools/documents.py check    say which one is not true any more; exit code 1 when any is

Nothing in them is written by hand. The permissions are not read off the rules' text: the rules are asked, over a
case with everybody in it, at every stage (tests/support/matrix.py), in a database that exists only for that.
"""

import argparse
import dataclasses
import importlib
import os
import sys
import tempfile
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
DOCS = ROOT / "docs"
HOW = "<!-- Made by `python tools/documents.py write`. Change the code, not this page. -->"


def table(head: list[str], rows: list[list[str]]) -> str:
    """Return a Markdown table."""
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join("| " + " | ".join(cell.replace("|", "\\|") for cell in line) + " |" for line in lines) + "\n"


# --- the life of a case --------------------------------------------------------------------------------


def lifecycle() -> str:
    """Return docs/lifecycle.md: stages, steps, who takes them, what stands in the way."""
    from django.utils import translation

    from bitim.cases.facts import OBSTACLES
    from bitim.engines.lifecycle import GUARDS, OUTCOMES, STAGES, STEPS

    steps = [
        [
            f"`{step.name}`",
            ", ".join(step.stages),
            ", ".join(step.by),
            ", ".join(f"`{guard.key}`" for guard in step.guards) or "-",
            step.to or "stays",
        ]
        for step in STEPS
    ]
    with translation.override("en"):
        guards = [[f"`{key}`", str(OBSTACLES.get(key, ""))] for key in GUARDS]
    return "\n".join(
        [
            HOW,
            "# The life of a case",
            "",
            "One table moves a case (`bitim.engines.lifecycle`): buttons, refusals, guards and this page come from it.",
            "A step happens only at its stages, and only when every condition holds. Who may take it *in this case* is",
            "asked besides, by the rules ([permissions](permissions.md)).",
            "",
            "## Stages",
            "",
            *[f"{number}. {stage}" for number, stage in enumerate(STAGES, start=1)],
            "",
            f"A closed case has one outcome: {', '.join(OUTCOMES)}.",
            "",
            "## Steps",
            "",
            table(["step", "at stage", "by", "conditions", "leads to"], steps),
            "## Conditions, and the sentence shown when one does not hold",
            "",
            table(["condition", "sentence"], guards),
        ]
    )


# --- events --------------------------------------------------------------------------------------------

DOMAINS = ("people", "cases", "room", "settlements", "compromise", "dialogue", "journal", "desk")
FAMILIES = {
    "staff": "the staff of the case (audience: the case)",
    "centre": "the staff of the centre (audience: the centre)",
    "joint": "who sits in the joint room (audience: the joint space)",
    "space": "who sits in the room (audience: the space)",
    "side": "the people of one side (audience: the side)",
    "person": "that person alone (audience: the person)",
}


def declared() -> dict[str, type]:
    """Return every event that a domain declares, by name."""
    from bitim.kernel.record import KINDS

    for domain in DOMAINS:
        for module in (f"bitim.{domain}.events", f"bitim.{domain}.models"):
            if find_spec(module):
                importlib.import_module(module)
    kept = {name: kind for name, kind in KINDS.items() if ".tests" not in kind.__module__ and name[0] != "_"}
    return {name: kind for name, kind in sorted(kept.items()) if kind.__module__.startswith("bitim.")}


def events() -> str:
    """Return docs/events.md: name, audience, payload, sentence of every event."""
    from django.utils import translation

    rows: dict[str, list[list[str]]] = {}
    with translation.override("en"):
        for name, kind in declared().items():
            fields = [f.name for f in dataclasses.fields(kind) if f.name not in ("chain", "audience")]
            said = str(getattr(kind, "sentence", ""))
            line = [f"`{name}`", getattr(kind, "family", ""), ", ".join(fields) or "-", said]
            rows.setdefault(kind.__module__.split(".")[1], []).append(line)
    used = sorted({line[1] for lines in rows.values() for line in lines})
    parts = [
        HOW,
        "# Events",
        "",
        "What can happen, once written, for three uses: the record, the live feed, the cue for notices. An event",
        "carries ids, dates, numbers and short keys, never words of people (`bitim.kernel.record` refuses them).",
        "Each belongs to one audience; who is not a member of it learns nothing of the event, not even a number.",
        "",
        table(["audience", "who"], [[name, FAMILIES.get(name, "")] for name in used]),
    ]
    for domain in DOMAINS:
        if domain in rows:
            parts += [f"## {domain}", "", table(["event", "audience", "payload", "sentence"], rows[domain])]
    return "\n".join(parts)


# --- permissions ---------------------------------------------------------------------------------------


def permissions() -> str:
    """Return docs/permissions.md, by asking every rule in a case built for it and then undone."""
    from django.db import transaction
    from tests.support.house import ROLES, house
    from tests.support.matrix import ASKED_OF, answers, shown
    from tests.support.matrix import permissions as ruled

    with transaction.atomic():
        scene = house(anew=True)
        jointly, apart = answers(scene), answers(scene, "shuttle")
        transaction.set_rollback(True)

    def cells(name: str, thing: str) -> str:
        said: dict[str, list[str]] = {}
        for role in ROLES:
            if jointly.get((name, thing, role)):
                said.setdefault(shown(jointly[name, thing, role]), []).append(role)
        return "; ".join(f"{when}: {', '.join(who)}" for when, who in said.items()) or "nobody"

    differs = [cell for cell in jointly if jointly[cell] != apart[cell]]
    parts = [
        HOW,
        "# Permissions",
        "",
        "Who may do what, of what, at which stage. Each line was found by asking `bitim.kernel.access.decide` for",
        "every role at every stage; who is not named may not. What the state machine asks besides stands in",
        "[lifecycle](lifecycle.md). *always*: at every stage; *open*: until the case is closed. Things of a side",
        "belong to the side of `own`. `tests/contracts/test_matrix.py` holds the rules against a table written apart",
        "from them.",
        "",
        table(["role", "who that is"], [[f"`{role}`", who] for role, who in ROLES.items()]),
    ]
    for domain in DOMAINS:
        rows = [
            [f"`{name}`", thing, cells(name, thing)]
            for name in ruled()
            for thing in ASKED_OF.get(name, ())
            if name.startswith(f"{domain}.")
        ]
        if rows:
            parts += [f"## {domain}", "", table(["permission", "of", "who, when"], rows)]
    rows = [
        [f"`{name}`", thing, role, shown(jointly[name, thing, role]), shown(apart[name, thing, role]) or "never"]
        for name, thing, role in differs
    ]
    parts += ["## What changes when the sides are kept apart", ""]
    return "\n".join([*parts, table(["permission", "of", "who", "jointly", "apart"], rows)])


# --- making and checking -------------------------------------------------------------------------------

MADE: dict[str, Callable[[], str]] = {"lifecycle.md": lifecycle, "events.md": events, "permissions.md": permissions}


def stale(name: str) -> bool:
    """Tell whether a page differs from what the code says now."""
    path = DOCS / name
    return not path.exists() or path.read_text(encoding="utf-8") != MADE[name]().rstrip() + "\n"


def write(name: str) -> None:
    """Make a page anew."""
    (DOCS / name).write_text(MADE[name]().rstrip() + "\n", encoding="utf-8")


def with_django() -> None:
    """Start Django on a database that lives in a folder of this process."""
    folder = tempfile.mkdtemp(prefix="bitim-documents-")
    os.environ.update(BITIM_MODE="test", BITIM_DATA=folder, DJANGO_SETTINGS_MODULE="bitim.web.settings")
    os.environ.pop("BITIM_DATABASE", None)
    sys.path[:0] = [str(ROOT), str(ROOT / "src")]
    import django
    from django.core.management import call_command

    django.setup()
    call_command("migrate", verbosity=0)


def main() -> int:
    """Do what was asked."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("what", choices=["write", "check"])
    what: str = parser.parse_args().what
    with_django()
    wrong = [name for name in MADE if stale(name)]
    for name in wrong:
        if what == "write":
            write(name)
        sys.stdout.write(f"docs/{name}: {'made anew' if what == 'write' else 'not true any more'}\n")
    return 1 if wrong and what == "check" else 0


if __name__ == "__main__":
    sys.exit(main())
