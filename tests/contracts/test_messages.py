"""The words of the interface: complete in every language, and found wherever they are written."""

import re
from pathlib import Path

import polib
import pytest
from tools import messages


@pytest.fixture(scope="module")
def faults() -> list[str]:
    return messages.faults()


@pytest.mark.parametrize("language", [*messages.PLURALS, "checked_by.json"])
def test_a_language_is_complete(language: str, faults: list[str]):
    mine = [line for line in faults if line.startswith(f"{language}:")]
    assert not mine, f"{len(mine)} to do, the first:\n" + "\n".join(mine[:20])


def test_no_sentence_shouts_or_says_error():
    loud = [text for _, text in messages.found() if "!" in text or re.search(r"\berrors?\b", text, re.IGNORECASE)]
    assert loud == []


# What everybody promises not to do before they come (`room/forms.py`), as a stem.
RECORDS = {"kk": "жаз", "ru": "запис", "uz": "yoz", "ky": "жаз", "bg": "запис"}


@pytest.mark.parametrize("language", messages.PLURALS)
def test_captions_are_typed_and_nobody_is_told_that_something_is_recorded(language: str):
    file = messages.catalogue(language)
    of_captions = re.compile(r"\btyp(e|es|ed|ing)\b", re.IGNORECASE)
    places = {"room/templates/room/call_captions.html", "room/templates/room/call_writes.html"}
    said = [
        entry
        for entry in file
        if places & {place for place, _ in entry.occurrences}
        or (of_captions.search(entry.msgid) and any(place.startswith("room/") for place, _ in entry.occurrences))
    ]
    assert len(said) > 12
    promise = file.find("I record nothing, and nobody here does").msgstr
    assert RECORDS[language] in promise.casefold()
    assert [one.msgstr for one in said if RECORDS[language] in one.msgstr.casefold()] == []


PYTHON = """
from django.utils.translation import gettext_lazy as _, ngettext, pgettext_lazy as spoken
A = _("One")
B = ngettext("%(n)s side", "%(n)s sides", 2)
C = spoken("stage", "Contract")
D = _(A)
E = N_("From an engine, "
       "in two lines")
F = other("Not a message")
"""
TEMPLATE = """{% translate "Two (2)" %} {% translate 'May' context "month" %} {{ _("Three") }} <p>not a message</p>
{% blocktranslate trimmed count n=n %}
  {{ n }} person
{% plural %}
  {{ n }} persons
{% endblocktranslate %} {% include "x.html" with label=_("Four") %}"""


@pytest.fixture
def package(tmp_path: Path) -> Path:
    source = tmp_path / "package"
    (source / "templates").mkdir(parents=True)
    (source / "views.py").write_text(PYTHON)
    (source / "templates" / "page.html").write_text(TEMPLATE)
    return source


def test_messages_are_found_in_python_and_templates(package: Path):
    found = messages.found(package)
    assert set(found) == {
        ("", "One"),
        ("", "%(n)s side"),
        ("stage", "Contract"),
        ("", "From an engine, in two lines"),
        ("", "Two (2)"),
        ("month", "May"),
        ("", "Three"),
        ("", "%(n)s person"),
        ("", "Four"),
    }
    assert found["", "%(n)s person"].plural == "%(n)s persons"


def test_extracting_keeps_texts_and_drops_what_is_gone(package: Path, tmp_path: Path):
    messages.extract(tmp_path, package)
    file = messages.catalogue("ru", tmp_path)
    file.find("One").msgstr = "Один"
    file.append(polib.POEntry(msgid="Gone", msgstr="Ушло"))
    file.save()
    messages.extract(tmp_path, package)
    again = messages.catalogue("ru", tmp_path)
    assert again.find("One").msgstr == "Один"
    assert again.find("Gone") is None
    assert len(again.find("%(n)s side").msgstr_plural) == 3


@pytest.mark.parametrize(
    ("entry", "words"),
    [
        (polib.POEntry(msgid="One", msgstr=""), "no text"),
        (polib.POEntry(msgid="One", msgstr="Один", flags=["fuzzy"]), "unsure"),
        (polib.POEntry(msgid="%(n)s", msgstr="%(m)s"), "placeholders"),
        (polib.POEntry(msgid="a %(n)s", msgstr="a"), "placeholders"),
        (polib.POEntry(msgid="a", msgid_plural="b", msgstr_plural={0: "а", 1: "б"}), "plural forms"),
        (polib.POEntry(msgid="a\n", msgstr="a"), "lines"),
    ],
)
def test_the_guard_sees_a_wrong_entry(entry: polib.POEntry, words: str):
    assert any(words in fault for fault in messages.faults_of(entry, "ru"))


def test_the_guard_sees_a_missing_message(package: Path, tmp_path: Path):
    assert any(line.startswith("kk: 'One' is not in") for line in messages.faults(tmp_path, package))
