"""Filling the holes of a text: literally, once, and never leaving one open."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bitim.jurisdictions import LANGUAGES, MissingValue, available, load

TEMPLATES = [template for code in available() for template in load(code).templates.values()]
every_template = pytest.mark.parametrize("template", TEMPLATES, ids=lambda t: t.kind)
AGREEMENT = load("kz").template("agreement_to_mediate")


def values(template, lang="en", options=()):
    return {name: f"<{name}>" for name in template.needed(lang, options)}


def text(sections):
    return "\n".join("\n".join((section.title, *section.paragraphs)) for section in sections)


@every_template
@pytest.mark.parametrize("lang", LANGUAGES)
def test_with_all_values_every_language_renders_and_uses_each(template, lang):
    given_values = values(template, lang, template.options)
    whole = text(template.render(lang, given_values, template.options))
    assert all(value in whole for value in given_values.values())
    assert "{" not in whole


@every_template
def test_each_missing_or_blank_value_is_named(template):
    for name in values(template, "en", template.options):
        full = values(template, "en", template.options)
        for spoiled in ({k: v for k, v in full.items() if k != name}, {**full, name: " \n"}):
            with pytest.raises(MissingValue) as missing:
                template.render("kk", spoiled, template.options)
            assert missing.value.placeholder == name


@given(st.text(min_size=1).filter(str.strip), st.sampled_from(LANGUAGES))
def test_people_s_own_braces_stay_and_are_never_filled_again(words, lang):
    said = words + " {place} {0} {} {{subject}} %s \\1"
    sections = AGREEMENT.render(lang, {**values(AGREEMENT), "subject": said})
    around = AGREEMENT.wordings[lang].sections["subject"][1][0]
    assert next(s for s in sections if s.key == "subject").paragraphs[0] == around.replace("{subject}", said)


def test_a_date_that_ends_with_a_stop_does_not_end_its_sentence_twice():
    settlement = load("xx").template("settlement")
    head = settlement.render("ru", {**values(settlement, "ru"), "place": "Алматы", "date": "5 мая 2026 г."})[0]
    assert head.paragraphs[0] == "Алматы, 5 мая 2026 г."
    assert "<date>." in settlement.render("ru", values(settlement, "ru"))[0].paragraphs[0]


def test_numbers_run_on_without_the_sections_left_out():
    plain = AGREEMENT.render("ru", values(AGREEMENT))
    assert [s.number for s in plain if s.number] == list(range(1, 14))
    assert plain[0].number is None and plain[-1].number is None
    public = AGREEMENT.render("ru", values(AGREEMENT, "ru", ["public"]), ["public"])
    assert [s.key for s in public if s.key not in {p.key for p in plain}] == ["fee_public"]


def test_the_pack_s_own_figures_are_there_and_the_caller_s_come_first():
    assert "term_days_extended" not in AGREEMENT.needed("en")
    assert "60" in text(AGREEMENT.render("en", values(AGREEMENT)))
    assert "45" in text(AGREEMENT.render("en", {**values(AGREEMENT), "term_days_extended": "45"}))


def test_an_unknown_option_or_language_is_refused():
    with pytest.raises(ValueError):
        AGREEMENT.render("en", values(AGREEMENT), ["singapore"])
    with pytest.raises(KeyError):
        AGREEMENT.render("de", values(AGREEMENT))


def test_the_opt_in_to_the_singapore_convention_is_there_only_when_chosen():
    settlement = load("kz").template("settlement")
    assert "Singapore" not in text(settlement.render("en", values(settlement)))
    assert "Singapore" in text(settlement.render("en", values(settlement), ["singapore"]))
