"""What the law asks for has a place in the text, a rule that misses it, and a question in six languages."""

import pytest

from bitim.jurisdictions import LANGUAGES, available, load
from bitim.jurisdictions.checks import CHECKS, SECTION

PACKS = [load(code) for code in available()]
GROUPS = (
    "dispute_kinds",
    "mediator_kinds",
    "hard_stops",
    "duty_labels",
    "register_refusals",
    "removal_reasons",
    "register_columns",
    "calendar_titles",
)
every_pack = pytest.mark.parametrize("pack", PACKS, ids=lambda pack: pack.code)


@every_pack
def test_every_statutory_field_has_a_section_and_rules(pack):
    for field in pack.fields:
        assert field.section in pack.template(field.document).keys, field.key
        assert field.rules, field.key
        for rule in field.rules:
            if rule in pack.rules:
                assert field.document in pack.rules[rule].documents, (field.key, rule)
        assert set(field.rules) <= pack.rules.keys(), field.key


def test_the_agreement_of_kazakhstan_carries_all_eleven_points_of_article_21():
    fields = load("kz").statutory("agreement_to_mediate")
    points = {int(field.basis.split("(")[1].split(")")[0]) for field in fields if "art. 21 (" in field.basis}
    assert points == set(range(1, 12))


def test_a_section_tells_the_article_it_rests_on():
    section = next(s for s in load("kz").template("settlement").frames if s.key == "signatures")
    assert section.basis == "Law No 401-IV, art. 27(1)"


@every_pack
def test_every_rule_can_look_and_can_ask(pack):
    for key, rule in pack.rules.items():
        if key.startswith(SECTION):
            for document in rule.documents:
                assert key.removeprefix(SECTION) in pack.template(document).keys
        else:
            assert key in CHECKS
    keys = set(pack.rules) | {f"scope.{stop.key}" for stop in pack.labels["hard_stops"]}
    for lang in LANGUAGES:
        assert set(pack.questions[lang]) == keys, lang
        assert all(text.strip().endswith(("?", ".")) for text in pack.questions[lang].values())


def test_no_check_waits_for_a_rule_that_no_pack_has():
    assert set(CHECKS) == {key for pack in PACKS for key in pack.rules if not key.startswith(SECTION)}


@every_pack
def test_every_label_speaks_six_languages(pack):
    after = ("papers", "retention", "demand_kinds", "demand_refusals")
    for group in (*GROUPS, *after):
        for label in pack.labels[group]:
            assert tuple(label.texts) == LANGUAGES, label.key
            assert all(text.strip() for text in label.texts.values())


@every_pack
def test_marks_are_known_and_nothing_unread_is_marked_as_read(pack):
    for item in (*pack.fields, *pack.parameters.values()):
        assert item.mark in set("LTRBD")
        assert item.basis or item.mark in {"D", "T"}, item


@every_pack
def test_papers_terms_and_refusals_say_what_they_rest_on(pack):
    for group in ("papers", "retention", "demand_refusals"):
        for label in pack.labels[group]:
            assert label.facts["mark"] in set("LTRBD"), label.key
            assert label.facts["basis"] or label.facts["mark"] == "D", label.key
    given = {label.facts["class"] for label in pack.labels["demand_kinds"]}
    assert given - {"archive"} == {label.key for label in pack.labels["demand_refusals"]}
    for sealed_class in ("side", "private", "joint"):
        assert pack.label("retention", sealed_class).facts["days"] == pack.retention_days(sealed_class)


def test_figures_of_kazakhstan():
    pack = load("kz")
    assert (pack.parameter("answer_days"), pack.parameter("term_days"), pack.parameter("term_days_extended")) == (
        10,
        30,
        60,
    )
    assert pack.parameter("official_languages") == ("kk", "ru")
    assert pack.label("mediator_kinds", "public").facts["takes_fee"] is False
    assert {stop.key for stop in pack.labels["hard_stops"]} == {"third_parties", "capacity", "corruption"}
    assert {name: pack.retention_days(name) for name in ("side", "private")} == {"side": 0, "private": 0}


TELLING = ("bitim", "бітім", "битим", "бүтүм", "mediat", "медиа", "dispute", "conflict", "спор", "конфликт", "дау")
TELLING += (
    "жанжал",
    "nizo",
    "mojaro",
    "талаш",
    "чыр",
    "court",
    "сот",
    "суд",
    "sud",
    "съд",
    "centre",
    "орталы",
    "центр",
)


@every_pack
def test_no_title_of_a_calendar_names_what_it_is_about(pack):
    """Whoever looks at a telephone's calendar reads it."""
    titles = pack.labels["calendar_titles"]
    assert titles[0].key == "meeting"
    for label in titles:
        for text in label.texts.values():
            assert not [word for word in TELLING if word in text.casefold()], text
            assert 1 <= len(text.split()) <= 4
