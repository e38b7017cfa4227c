"""Suggestions put together what tells one rumour, keep to what a person decided, and give their reasons."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bitim.engines.rumours import Report, suggest
from bitim.engines.rumours.grouping import FLOOR, grown
from bitim.engines.rumours.letters import fold, stem
from bitim.engines.rumours.tests.cases import NEIGHBOURS, START, crowded, half, measured, told

REPORTS = told()[0]


def report(
    id: str, text: str, hours: float = 0, language: str = "kk", place: str = "a", marks: frozenset[str] = frozenset()
):
    return Report(id, text, language, place, START + timedelta(hours=hours), marks)


@pytest.mark.parametrize("by", [1, 4])
@pytest.mark.parametrize("held_out", [False, True])
def test_precision_and_recall(held_out: bool, by: int):
    reports = crowded(half(held_out), by)
    precision, recall = measured(reports, suggest(reports, NEIGHBOURS))
    assert precision >= 0.9
    assert recall >= 0.8


def test_one_rumour_in_two_languages_with_its_reasons():
    found = suggest([
        report("1", "Ауылда насос күйіп кетті, үшінші күн су жоқ"),
        report("2", "В ауле сгорел насос, третий день нет воды", 5, "ru"),
        report("3", "Мектепте кітап жетпейді", 6),
    ])  # fmt: skip
    assert [one.ids for one in found] == [("1", "2")]
    (why,) = found[0].why
    assert why.languages
    assert why.same_place
    assert why.hours == 5
    assert ("насос", "насос") in why.words
    assert ("су", "воды") in why.words


def test_one_link_is_enough_wherever_it_comes_from():
    found = suggest([
        report("1", "мынаны қараңдар", marks=frozenset({"v"})),
        report("2", "посмотрите что творят", 900, "ru", "far", frozenset({"v"})),
    ])  # fmt: skip
    assert found[0].ids == ("1", "2")
    assert found[0].why[0].marks == ("v",)


@pytest.mark.parametrize("change", [{"place": "far"}, {"at": START + timedelta(days=15)}])
def test_far_away_or_long_after_is_not_compared(change: dict[str, object]):
    one = report("1", "насос күйіп кетті, су жоқ")
    assert suggest([one, replace(one, id="2", at=START)])
    assert suggest([one, replace(one, id="2", **change)]) == []


def test_what_a_person_decided_holds():
    first, second = REPORTS[0].id, REPORTS[1].id
    assert any({first, second} <= set(one.ids) for one in suggest(REPORTS, NEIGHBOURS))
    apart = suggest(REPORTS, NEIGHBOURS, apart=[(second, first)])
    assert not any({first, second} <= set(one.ids) for one in apart)
    last = REPORTS[-1].id
    together = suggest(REPORTS, NEIGHBOURS, together=[(first, last), (first, "unknown")])
    assert any({first, last} <= set(one.ids) for one in together)


def test_order_of_the_reports_changes_nothing():
    assert suggest(REPORTS[::-1], NEIGHBOURS) == suggest(REPORTS, NEIGHBOURS)


def test_nothing_and_one_and_empty_texts():
    assert suggest([]) == []
    assert suggest([report("1", "су жоқ")]) == []
    assert suggest([report("1", ""), report("2", "")]) == []
    with pytest.raises(ValueError, match="one id"):
        suggest([report("1", "а"), report("1", "б")])


WORDS = st.lists(
    st.sampled_from(["су", "насос", "мектеп", "базар", "школа", "вода", "нет", "мост", "тойда", "5"]), max_size=6
).map(" ".join)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(WORDS, st.sampled_from("abc"), st.integers(0, 900)), max_size=12))
def test_groups_are_disjoint_and_pairs_stand_in_them(said: list[tuple[str, str, int]]):
    reports = [report(str(n), text, hours, place=place) for n, (text, place, hours) in enumerate(said)]
    found = suggest(reports, {"a": ["b"]})
    everyone = [id for one in found for id in one.ids]
    assert len(everyone) == len(set(everyone))
    assert all(len(one.ids) > 1 for one in found)
    assert all({why.one, why.two} <= set(one.ids) for one in found for why in one.why)


SCORES = st.dictionaries(
    st.tuples(st.integers(0, 9), st.integers(0, 9)).filter(lambda pair: pair[0] < pair[1]),
    st.floats(-3.9, 5),
    max_size=30,
)


@given(SCORES, st.floats(-3, 3))
def test_no_two_groups_are_left_whose_mean_reaches_the_limit(scores: dict[tuple[int, int], float], limit: float):
    groups = grown(10, scores, [], limit)
    alone = set(range(10)) - {one for group in groups for one in group}
    every = [*groups, *([one] for one in alone)]
    for at, left in enumerate(every):
        for right in every[at + 1 :]:
            pairs = [(min(a, b), max(a, b)) for a in left for b in right]
            if any(pair in scores for pair in pairs):
                assert sum(scores.get(pair, FLOOR) for pair in pairs) / len(pairs) < limit + 1e-9


@pytest.mark.parametrize(
    "spellings",
    [
        ("Қызылсу", "кызылсу", "Qyzylsu", "Кызылcу"),
        ("өңір", "онир", "ѳнір".replace("ѳ", "ө")),
        ("мектеп", "mektep"),
        ("жоқ", "joq", "жок"),
    ],
)
def test_one_word_however_it_is_typed(spellings: tuple[str, ...]):
    assert len({fold(one) for one in spellings}) == 1


@pytest.mark.parametrize(
    ("one", "two", "language"),
    [
        ("мектептегілерге", "мектеп", "kk"),
        ("насостың", "насос", "kk"),
        ("собаками", "собака", "ru"),
        ("жайылымның", "жайылым", "kk"),
    ],
)
def test_endings_come_off(one: str, two: str, language: str):
    assert stem(one, language) == stem(two, language)


@given(st.text(max_size=20), st.sampled_from(["kk", "ru", "en"]))
def test_a_stem_begins_the_folded_word(word: str, language: str):
    assert fold(word).startswith(stem(word, language))
