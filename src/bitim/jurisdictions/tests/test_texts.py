"""The texts say the same in six languages, hole by hole, and stand in data files alone."""

import re
from importlib.resources import files
from pathlib import Path

import pytest

from bitim.jurisdictions import LANGUAGES, available, load

KINDS = ("agreement_to_mediate", "settlement", "invitation_letter", "signature_note", "addendum", "notice_of_ending")
KINDS += (
    "motion_to_stay",
    "request_to_approve",
    "request_to_return_duty",
    "notice_to_court",
    "code_slip",
    "meeting_record",
    "interpreter_undertaking",
)
HOME = Path(str(files("bitim.jurisdictions")))
every_template = pytest.mark.parametrize(
    "template", [load(code).template(kind) for code in available() for kind in KINDS], ids=lambda t: t.kind
)
HOLE = re.compile(r"\{[a-z_]+\}")
# What the languages call the two papers, word for word from the glossary.
NAMES = {
    "agreement_to_mediate": {
        "kk": "Медиация туралы шарт",
        "ru": "Договор о медиации",
        "en": "Agreement to mediate",
        "uz": "Mediatsiya tartib-taomilini qoʻllash toʻgʻrisidagi kelishuv",
        "ky": "Медиация жөнүндө келишим",
        "bg": "Споразумение за медиация",
    },
    "settlement": {
        "kk": "Дауды (жанжалды) реттеу туралы келісім",
        "ru": "Соглашение об урегулировании спора (конфликта)",
        "en": "Settlement agreement",
        "uz": "Mediativ kelishuv",
        "ky": "Медиативдик макулдашуу",
        "bg": "Споразумение, постигнато чрез медиация",
    },
}


def paragraphs(template, lang, key):
    title, body = template.wordings[lang].sections[key]
    return (title, *body)


@every_template
def test_all_languages_have_the_same_sections_paragraphs_and_holes(template):
    assert template.languages == LANGUAGES
    for lang in LANGUAGES:
        assert template.wordings[lang].sections.keys() == template.keys, lang
        for key in template.keys:
            here, english = paragraphs(template, lang, key), paragraphs(template, "en", key)
            assert [sorted(HOLE.findall(p)) for p in here] == [sorted(HOLE.findall(p)) for p in english], (lang, key)


@every_template
def test_texts_are_clean(template):
    for lang in LANGUAGES:
        for text in (template.title(lang), *(p for key in template.keys for p in paragraphs(template, lang, key))):
            bare = HOLE.sub("", text)
            assert text.strip() == text != ""
            assert not set(bare) & set("{}!"), (lang, text)
            # A Latin letter inside a Cyrillic word (or the other way round) looks right and is found by no search.
            assert not re.search(r"[a-z][а-яёәғқңөұүһі]|[а-яёәғқңөұүһі][a-z]", bare, re.IGNORECASE), (lang, text)
            if lang == "uz":
                assert not set(bare) & set("'`‘’"), text


@pytest.mark.parametrize("kind", NAMES)
def test_papers_are_called_as_the_glossary_calls_them(kind):
    for code in available():
        template = load(code).template(kind)
        assert {lang: template.title(lang) for lang in LANGUAGES} == NAMES[kind]


def test_in_kazakh_the_contract_is_never_called_a_settlement():
    for code in available():
        template = load(code).template("agreement_to_mediate")
        for key in template.keys:
            for text in paragraphs(template, "kk", key):
                for found in re.finditer(r"\w* ?\w* ?келісім\w*", text):
                    assert "реттеу туралы келісім" in found[0] or "келісімін бер" in text, text


def test_a_term_is_a_hole_and_never_a_figure():
    for code in available():
        pack = load(code)
        for lang in LANGUAGES:
            assert "{term_days_extended}" in " ".join(paragraphs(pack.template("agreement_to_mediate"), lang, "term"))
            assert "{answer_days}" in " ".join(paragraphs(pack.template("invitation_letter"), lang, "answer"))


def test_code_carries_no_text_of_its_own():
    for file in HOME.glob("*.py"):
        assert not re.search(r"[а-яёәғқңөұүһі]", file.read_text(encoding="utf-8"), re.IGNORECASE), file.name


def test_data_files_are_short_enough_to_read():
    found = list(HOME.glob("packs/**/*.json"))
    assert found
    assert all(len(file.read_text(encoding="utf-8").splitlines()) <= 400 for file in found)
