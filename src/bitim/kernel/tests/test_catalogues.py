"""A catalogue compiled here is read by Python's gettext as the translator meant it."""

import gettext
import io
import os
from pathlib import Path

import polib
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bitim.kernel import catalogues

PO = r"""
# a remark
msgid ""
msgstr ""
"Content-Type: text/plain; charset=UTF-8\n"
"Plural-Forms: nplurals=3; plural=(n%10==1 && n%100!=11 ? 0 : n%10>=2 && n%10<=4 && (n%100<10 || n%100>=20) ? 1 : 2);\n"

#: somewhere.py:3
msgid "Consent"
msgstr "Согласие"

msgctxt "stage"
msgid "Contract"
msgstr "Договор"

#, python-format
msgid "%(count)s side"
msgid_plural "%(count)s sides"
msgstr[0] "%(count)s сторона"
msgstr[1] "%(count)s стороны"
msgstr[2] "%(count)s сторон"

#, fuzzy
#| msgid "Old"
msgid "Unsure"
msgstr "Неверно"

msgid "Unfinished"
msgstr ""

msgid ""
"Two\n"
"lines \"quoted\""
msgstr ""
"Две\n"
"строки «в кавычках»"

#~ msgid "Gone"
#~ msgstr "Ушло"
"""


def read(text: str) -> gettext.GNUTranslations:
    return gettext.GNUTranslations(io.BytesIO(catalogues.compiled(text)))


def test_plain_context_and_long_messages_are_read_back():
    russian = read(PO)
    assert russian.gettext("Consent") == "Согласие"
    assert russian.pgettext("stage", "Contract") == "Договор"
    assert russian.gettext('Two\nlines "quoted"') == "Две\nстроки «в кавычках»"


@pytest.mark.parametrize(("count", "expected"), [(1, "сторона"), (3, "стороны"), (5, "сторон"), (11, "сторон")])
def test_plurals_follow_the_header(count: int, expected: str):
    assert read(PO).ngettext("%(count)s side", "%(count)s sides", count) == f"%(count)s {expected}"


@pytest.mark.parametrize("source", ["Unsure", "Unfinished", "Gone"])
def test_fuzzy_empty_and_obsolete_messages_stay_in_the_source_language(source: str):
    assert read(PO).gettext(source) == source


@given(
    st.dictionaries(
        st.text(min_size=1).filter(lambda s: "\0" not in s and "\4" not in s), st.text(min_size=1), max_size=8
    )
)
def test_any_message_survives_the_journey(pairs: dict[str, str]):
    file = polib.POFile()
    file.metadata = {"Content-Type": "text/plain; charset=UTF-8"}
    wanted = {key: value.replace("\0", "") or "x" for key, value in pairs.items()}
    for key, value in wanted.items():
        file.append(polib.POEntry(msgid=key, msgstr=value))
    read_back = read(str(file))
    assert {key: read_back.gettext(key) for key in wanted} == wanted


def test_only_an_older_catalogue_is_compiled_again(tmp_path: Path):
    source = tmp_path / "ru" / "LC_MESSAGES" / "django.po"
    source.parent.mkdir(parents=True)
    source.write_text(PO, encoding="utf-8")
    os.utime(source, (1, 1))
    assert catalogues.compile_all(tmp_path) == [source.with_suffix(".mo")]
    assert catalogues.compile_all(tmp_path) == []
    os.utime(source)
    os.utime(source.with_suffix(".mo"), (2, 2))
    assert catalogues.compile_all(tmp_path) == [source.with_suffix(".mo")]
