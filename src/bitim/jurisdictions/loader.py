"""Reading packs from their files. A pack may extend another: what it does not say itself is said by the other.

Files of a pack, all optional but the first: ``pack.json``, ``parameters.json``, ``fields.json``, ``rules.json``,
``labels.json``, ``questions/<lang>.json``, ``templates/<kind>/structure.json`` and ``templates/<kind>/<lang>.json``.
A national pack replaces single parameters, rules, labels, fields and sections by key; a structure is replaced whole.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from types import MappingProxyType
from typing import Any

from bitim.jurisdictions.pack import LANGUAGES, Label, Pack, Parameter, Rule, Source, StatutoryField
from bitim.jurisdictions.templates import DocumentTemplate, Frame, Wording


class UnknownPack(LookupError):
    """There is no pack with this code."""


def available() -> list[str]:
    """Return the codes of the packs that are here, in alphabetical order."""
    return sorted(folder.name for folder in _root().iterdir() if (folder / "pack.json").is_file())


@cache
def load(code: str) -> Pack:
    """Return the pack of a country; read once per process. Raises UnknownPack."""
    if code not in available():
        raise UnknownPack(code)
    raw = _gather(code)
    head = raw["pack"]
    parameters = {
        name: Parameter(name, _frozen(p["value"]), p["basis"], p["mark"]) for name, p in raw["parameters"].items()
    }
    fields = tuple(
        StatutoryField(f["document"], f["key"], f["basis"], f["mark"], f["section"], tuple(f["rules"]))
        for f in raw["fields"].values()
    )
    return Pack(
        code=code,
        version=head["version"],
        edition=head["edition"],
        names=_frozen(head["names"]),
        sources=tuple(Source(s["key"], s["title"], s["edition"]) for s in head["sources"]),
        checked_by=head["checked_by"],
        checked_on=head["checked_on"],
        parameters=MappingProxyType(parameters),
        fields=fields,
        rules=MappingProxyType(
            {key: Rule(key, frozenset(r["documents"]), r["severity"]) for key, r in raw["rules"].items()}
        ),
        questions=_frozen(raw["questions"]),
        labels=MappingProxyType({group: _labels(items) for group, items in raw["labels"].items()}),
        templates=MappingProxyType(
            {kind: _template(kind, t, parameters, fields) for kind, t in raw["templates"].items()}
        ),
        fingerprint=_fingerprint({**raw, "pack": {**head, "checked_by": "", "checked_on": ""}}),
    )


def _labels(items: Mapping[str, Any]) -> tuple[Label, ...]:
    return tuple(Label(key, _frozen(item["texts"]), _frozen(item.get("facts", {}))) for key, item in items.items())


def _template(
    kind: str, raw: Mapping[str, Any], parameters: Mapping[str, Parameter], fields: tuple[StatutoryField, ...]
) -> DocumentTemplate:
    bases: dict[str, dict[str, None]] = {}
    for field in fields:
        if field.document == kind and field.basis:
            bases.setdefault(field.section, {})[field.basis] = None
    frames = tuple(
        Frame(
            s["key"],
            s.get("basis") or "; ".join(bases.get(s["key"], ())),
            s.get("option", ""),
            s.get("numbered", True),
        )
        for s in raw["structure"]["sections"]
    )
    wordings = {
        lang: Wording(
            raw[lang]["title"],
            MappingProxyType({key: (s["title"], tuple(s["paragraphs"])) for key, s in raw[lang]["sections"].items()}),
        )
        for lang in LANGUAGES
    }
    supplied = {
        name: str(p.value)
        for name, p in parameters.items()
        if isinstance(p.value, int | str) and not isinstance(p.value, bool)
    }
    return DocumentTemplate(kind, frames, MappingProxyType(wordings), MappingProxyType(supplied), _fingerprint(raw))


def _gather(code: str) -> dict[str, Any]:
    """Return a pack's raw content laid over that of the packs it extends."""
    folder = _root() / code
    head = _read(folder / "pack.json")
    raw: dict[str, Any] = _gather(head["extends"]) if head.get("extends") else _empty()
    raw["pack"] = head
    for part in ("parameters", "fields", "rules"):
        raw[part] |= _read(folder / f"{part}.json")
    for group, items in _read(folder / "labels.json").items():
        raw["labels"].setdefault(group, {}).update(items)
    for lang in LANGUAGES:
        raw["questions"].setdefault(lang, {}).update(_read(folder / "questions" / f"{lang}.json"))
    templates = folder / "templates"
    for kind in sorted(item.name for item in templates.iterdir()) if templates.is_dir() else ():
        _overlay(raw["templates"].setdefault(kind, {}), templates / kind)
    return raw


def _overlay(template: dict[str, Any], folder: Traversable) -> None:
    structure = _read(folder / "structure.json")
    if structure:
        template["structure"] = structure
    for lang in LANGUAGES:
        own = _read(folder / f"{lang}.json")
        under = template.setdefault(lang, {"title": "", "sections": {}})
        under["title"] = own.get("title", under["title"])
        under["sections"] |= own.get("sections", {})


def _empty() -> dict[str, Any]:
    return {part: {} for part in ("parameters", "fields", "rules", "labels", "questions", "templates")}


def _root() -> Traversable:
    return files("bitim.jurisdictions") / "packs"


def _read(file: Traversable) -> dict[str, Any]:
    if not file.is_file():
        return {}
    content = json.loads(file.read_text(encoding="utf-8"))
    if not isinstance(content, dict):
        raise TypeError(f"{file.name} is not a table")
    return content


def _frozen(value: Any) -> Any:
    if isinstance(value, dict):
        return MappingProxyType({key: _frozen(part) for key, part in value.items()})
    if isinstance(value, list):
        return tuple(_frozen(part) for part in value)
    return value


def _fingerprint(raw: Mapping[str, Any]) -> str:
    return hashlib.sha256(json.dumps(raw, sort_keys=True, ensure_ascii=False).encode()).hexdigest()
