"""The words of the interface: find them in the source, bring them into the catalogues, check the catalogues.

    python tools/messages.py extract    add new messages to every catalogue, drop those no longer used
    python tools/messages.py check      say what is missing, unsure or wrongly filled; exit code 1 when anything is
    python tools/messages.py missing ru list the sentences without a Russian text

Needs no gettext tools: Python files are read as syntax trees, templates through Django's own `templatize`. Source
strings are English, so English has no catalogue. What counts as a message: a literal inside gettext, ngettext,
pgettext, npgettext, their lazy and noop kin, under any imported name; `_`; and `N_`, the mark for words that pure
Python (engines, packs) hands to a template.
"""

import argparse
import ast
import json
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import polib
from django.utils.translation.template import templatize

ROOT = Path(__file__).resolve().parent.parent
SOURCE = ROOT / "src" / "bitim"
LOCALE = SOURCE / "locale"
PLURALS = {
    "kk": "nplurals=2; plural=(n != 1);",
    "ru": "nplurals=3; plural=(n%10==1 && n%100!=11 ? 0 : n%10>=2 && n%10<=4 && (n%100<12 || n%100>14) ? 1 : 2);",
    "uz": "nplurals=1; plural=0;",
    "ky": "nplurals=1; plural=0;",
    "bg": "nplurals=2; plural=(n != 1);",
}
PLACEHOLDER = re.compile(r"%\((\w+)\)[sdif]|(?<!%)%[sdif]")
PARTS = {"gettext": ("id",), "ngettext": ("id", "plural"), "pgettext": ("context", "id")}
PARTS["npgettext"] = ("context", "id", "plural")
Key = tuple[str, str]
"""Context (or "") and message."""


@dataclass
class Message:
    """One message and where it stands."""

    id: str
    plural: str = ""
    context: str = ""
    places: set[str] = field(default_factory=set)

    @property
    def key(self) -> Key:
        """Return what gettext looks it up by."""
        return self.context, self.id


def kind_of(name: str) -> str | None:
    """Return which of PARTS a function name belongs to."""
    plain = name.removesuffix("_lazy").removesuffix("_noop")
    if plain in {"_", "N_"}:
        return "gettext"
    return plain if plain in PARTS else None


def in_python(text: str) -> Iterator[Message]:
    """Yield the messages of Python source; imported names may be renamed."""
    tree = ast.parse(text)
    names: dict[str, str] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and (node.module or "").endswith("translation"):
            names |= {alias.asname or alias.name: alias.name for alias in node.names}
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call):
            continue
        called = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        kind = kind_of(names.get(called, called))
        words = [one.value for one in node.args if isinstance(one, ast.Constant) and isinstance(one.value, str)]
        if kind and len(words) >= len(PARTS[kind]):
            given = dict(zip(PARTS[kind], words, strict=False))
            yield Message(given["id"], given.get("plural", ""), given.get("context", ""))


def in_template(text: str) -> Iterator[Message]:
    """Yield the messages of a template: Django rewrites it into gettext calls among blanked-out words."""
    for call in re.finditer(r" (n?p?gettext|_)\(", templatize(text)):
        rest = call.string[call.start() + 1 :]
        for end in re.finditer(r"\)", rest):
            try:
                yield from in_python(rest[: end.end()])
            except SyntaxError:
                continue
            break


def found(source: Path = SOURCE) -> dict[Key, Message]:
    """Return every message of the package, tests left out."""
    messages: dict[Key, Message] = {}
    for path in sorted(source.rglob("*")):
        readers = {".py": in_python, ".html": in_template, ".txt": in_template}
        if path.suffix not in readers or {"tests", "migrations", "static", "locale"} & set(path.parts):
            continue
        if path.suffix == ".txt" and "templates" not in path.parts:
            continue
        for message in readers[path.suffix](path.read_text(encoding="utf-8")):
            if message.id:
                kept = messages.setdefault(message.key, message)
                kept.plural = kept.plural or message.plural
                kept.places.add(path.relative_to(source).as_posix())
    return messages


def catalogue(language: str, locale: Path = LOCALE) -> polib.POFile:
    """Return a language's catalogue, an empty one when there is none."""
    path = locale / language / "LC_MESSAGES" / "django.po"
    if path.exists():
        return polib.pofile(str(path), wrapwidth=110)
    file = polib.POFile(wrapwidth=110)
    file.metadata = {
        "Project-Id-Version": "bitim",
        "Language": language,
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
        "Plural-Forms": PLURALS[language],
    }
    file.fpath = str(path)
    return file


def forms(language: str) -> int:
    """Return how many plural forms a language has."""
    return int(PLURALS[language].split("nplurals=")[1].split(";")[0])


def extract(locale: Path = LOCALE, source: Path = SOURCE) -> None:
    """Bring every catalogue to the messages of the source; texts already given are kept, order is by message."""
    messages = found(source)
    for language in PLURALS:
        file = catalogue(language, locale)
        path = Path(file.fpath)
        kept = {(entry.msgctxt or "", entry.msgid): entry for entry in file if not entry.obsolete}
        file.clear()
        for key, message in sorted(messages.items()):
            entry = kept.get(key) or polib.POEntry(msgid=message.id, msgctxt=message.context or None)
            if message.plural and entry.msgid_plural != message.plural:
                entry.msgid_plural, entry.msgstr = message.plural, ""
                entry.msgstr_plural = dict.fromkeys(range(forms(language)), "")
            entry.occurrences = [(place, "") for place in sorted(message.places)]
            python = PLACEHOLDER.search(message.id)
            entry.flags = [flag for flag in entry.flags if flag == "fuzzy"] + (["python-format"] if python else [])
            file.append(entry)
        path.parent.mkdir(parents=True, exist_ok=True)
        file.save(str(path))


def placeholders(text: str) -> set[str]:
    """Return the named and plain placeholders of a text."""
    return {match[0] for match in PLACEHOLDER.finditer(text)}


def faults_of(entry: polib.POEntry, language: str) -> Iterator[str]:
    """Yield what is wrong with one entry."""
    name = f"{language}: {entry.msgid[:70]!r}"
    texts = list(entry.msgstr_plural.values()) if entry.msgid_plural else [entry.msgstr]
    if entry.fuzzy:
        yield f"{name} is marked unsure"
    if not all(text.strip() for text in texts):
        yield f"{name} has no text"
    if entry.msgid_plural and len(texts) != forms(language):
        yield f"{name} has {len(texts)} plural forms, not {forms(language)}"
    wanted = placeholders(entry.msgid) | placeholders(entry.msgid_plural or "")
    for text in filter(None, texts):
        given = placeholders(text)
        # A plural form may leave the number out ("one side"); a plain sentence may not.
        if given - wanted or (not entry.msgid_plural and given != wanted):
            yield f"{name} changes the placeholders {sorted(wanted ^ given)}"
        if (entry.msgid[:1] == "\n") != (text[:1] == "\n") or (entry.msgid[-1:] == "\n") != (text[-1:] == "\n"):
            yield f"{name} begins or ends its lines otherwise"


def faults(locale: Path = LOCALE, source: Path = SOURCE) -> list[str]:
    """Return everything wrong with the catalogues, in plain sentences."""
    messages = found(source)
    lines: list[str] = []
    for language in PLURALS:
        entries = [entry for entry in catalogue(language, locale) if not entry.obsolete]
        for entry in entries:
            lines += faults_of(entry, language)
        here = {(entry.msgctxt or "", entry.msgid) for entry in entries}
        for context, text in sorted(messages.keys() - here):
            lines.append(f"{language}: {text[:70]!r}{f' ({context})' if context else ''} is not in the catalogue")
    return lines + readers_faults(locale)


def readers_faults(locale: Path = LOCALE) -> list[str]:
    """Return what is wrong with checked_by.json: who has read each language, and when."""
    path = locale / "checked_by.json"
    readers = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
    wanted = {"en", *PLURALS}
    lines = [f"checked_by.json: {language} is missing" for language in sorted(wanted - readers.keys())]
    for language, entry in readers.items():
        if set(entry) != {"checked_by", "on"}:
            lines.append(f"checked_by.json: {language} has checked_by and on, nothing else")
        elif bool(entry["checked_by"]) != bool(re.fullmatch(r"\d{4}-\d\d-\d\d", entry["on"])):
            lines.append(f"checked_by.json: {language} needs both a name and a day (YYYY-MM-DD), or neither")
    return lines


def main() -> int:
    """Do what was asked."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("what", choices=["extract", "check", "missing"])
    parser.add_argument("language", nargs="?", choices=list(PLURALS))
    asked = parser.parse_args()
    if asked.what == "extract":
        extract()
    lines = faults()
    if asked.what == "missing":
        lines = [line for line in lines if line.startswith(f"{asked.language or ''}")]
    shown = lines if asked.what == "missing" else lines[:40]
    sys.stdout.writelines(f"{line}\n" for line in shown)
    if len(lines) > len(shown):
        sys.stdout.write(f"... and {len(lines) - len(shown)} more\n")
    return 1 if lines and asked.what == "check" else 0


if __name__ == "__main__":
    sys.exit(main())
