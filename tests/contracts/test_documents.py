"""The documents made from the code are true; every command has its heading; every document that is named exists."""

import dataclasses
import re
from typing import get_type_hints
from uuid import UUID

import pytest
from tests.contracts import source
from tools import documents

from bitim import cli

REMAKE = "run: PYTHONPATH=src python tools/documents.py write"
MAY_CARRY = (UUID, str, int, bool, float)


@pytest.mark.parametrize("name", ["lifecycle.md", "events.md"])
def test_the_page_says_what_the_code_says(name: str):
    assert not documents.stale(name), REMAKE


@pytest.mark.django_db
def test_the_page_of_permissions_says_what_the_rules_answer():
    assert not documents.stale("permissions.md"), REMAKE


def test_all_pages_are_watched():
    assert set(documents.MADE) == {"lifecycle.md", "events.md", "permissions.md"}


def test_a_changed_step_makes_the_page_untrue(monkeypatch: pytest.MonkeyPatch):
    from bitim.engines import lifecycle

    loose = dataclasses.replace(lifecycle.STEPS[0], by=("party",))
    monkeypatch.setattr(lifecycle, "STEPS", (loose, *lifecycle.STEPS[1:]))
    assert documents.stale("lifecycle.md")


def test_every_event_is_described_and_carries_ids_and_short_keys_only():
    for name, kind in documents.declared().items():
        assert str(kind.sentence) or name == "Happening", f"{name} has no sentence"
        assert kind.family in documents.FAMILIES, f"{name}: say in tools/documents.py who {kind.family} is"
        hints = get_type_hints(kind)
        for field in dataclasses.fields(kind):
            carried = str(hints[field.name])
            names = set(re.findall(r"[A-Za-z_.]+", carried)) - {
                "class",
                "None",
                "NoneType",
                "tuple",
                "list",
                "datetime",
            }
            known = {one.__name__ for one in MAY_CARRY} | {"uuid.UUID", "datetime.datetime", "datetime.date"}
            assert names <= known, f"{name}.{field.name}: {carried}"


def test_every_command_has_its_heading():
    text = (source.ROOT / "docs" / "operate.md").read_text(encoding="utf-8")
    headed = set(re.findall(r"^#+ .*`bitim ([a-z-]+)[^`]*`", text, re.MULTILINE))
    assert headed == set(cli.COMMANDS)


def test_links_between_documents_lead_somewhere():
    lost = []
    for page in [*source.ROOT.glob("*.md"), *(source.ROOT / "docs").rglob("*.md")]:
        for link in re.findall(r"\]\(([^)#]+)(?:#[^)]*)?\)", page.read_text(encoding="utf-8")):
            if "://" not in link and not (page.parent / link).exists():
                lost.append(f"{source.shown(page)}: {link}")
    assert lost == []


def test_the_threat_model_says_of_each_component_once_what_it_surrenders():
    """Two rows of one name with different contents: nobody could tell which holds."""
    lines = (source.ROOT / "docs" / "threat-model.md").read_text().splitlines()
    names = [line.split("|")[1].split("**")[1] for line in lines if line.startswith("| **")]
    assert len(names) > 8
    assert [name for name in sorted(set(names)) if names.count(name) > 1] == []
