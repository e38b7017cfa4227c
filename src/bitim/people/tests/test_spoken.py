"""What people write when they are asked what they speak, in six languages and two scripts."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bitim.people.spoken import BEGINNINGS, understand

CORPUS = {
    "kk": [
        "қазақша",
        "Қазақ тілі",
        "казахский",
        "по-казахски",
        "қозоқча",
        "qozoqcha",
        "qozoq tili",
        "Kazakh",
        "қазақ тілінде жақсы сөйлеймін",
        "казакча",
        "казахски",
        "qazaqsha",
        "kazaksha",
        "на казахском",
    ],
    "ru": [
        "русский",
        "по-русски",
        "орысша",
        "орыс тілі",
        "русча",
        "ruscha",
        "rus tili",
        "орусча",
        "руски",
        "Russian",
        "РУССКИЙ ЯЗЫК",
        "russkiy",
        "orys tili",
    ],
    "en": ["английский", "ағылшынша", "inglizcha", "англисче", "английски", "English", "инглизча"],
    "uz": ["узбекский", "өзбекше", "oʻzbekcha", "o'zbek tili", "O‘zbekcha", "ўзбекча", "өзбекче", "узбекски", "Uzbek"],
    "ky": ["киргизский", "кыргызча", "қырғызша", "qirgʻizcha", "қирғизча", "киргизки", "Kyrgyz", "kirghiz"],
    "bg": ["болгарский", "болгарша", "bolgarcha", "болгарча", "български", "Bulgarian"],
}
NAMES = [(code, name) for code, names in CORPUS.items() for name in names]
OTHERS = ["дунганский", "уйғурша", "tojikcha", "татарча", "курдский язык", "Deutsch", "турски", "белорусский"]


@pytest.mark.parametrize(("code", "name"), NAMES)
def test_every_way_of_naming_it(code, name):
    assert understand(name).well == {code}
    assert understand(name).other == ()


@pytest.mark.parametrize("name", OTHERS)
def test_what_is_none_of_the_six_is_told_in_own_words(name):
    found = understand(name)
    assert not found.well
    assert found.other
    assert not found.understands(("kk", "ru", "en", "uz", "ky", "bg"))


@pytest.mark.parametrize(
    ("said", "well", "little", "never", "other"),
    [
        ("казахский, немного русский", {"kk"}, {"ru"}, set(), ()),
        ("орысша аздап", set(), {"ru"}, set(), ()),
        ("Kazakh and a bit of Russian", {"kk"}, {"ru"}, set(), ()),
        ("Русский. Казахский понимаю.", {"ru"}, {"kk"}, set(), ()),
        ("по-русски не говорю", set(), set(), {"ru"}, ()),
        ("орысша білмеймін, қазақша", {"kk"}, set(), {"ru"}, ()),
        ("дунганский, казахский", {"kk"}, set(), set(), ("дунганский",)),
        ("русский жестовый язык", set(), set(), set(), ("русский жестовый язык",)),
        ("ымдау тілі", set(), set(), set(), ("ымдау тілі",)),
        ("казахский русский узбекский", {"kk", "ru", "uz"}, set(), set(), ()),
        ("", set(), set(), set(), ()),
        ("язык", set(), set(), set(), ()),
    ],
)
def test_lines_as_people_write_them(said, well, little, never, other):
    found = understand(said)
    assert (found.well, found.little, found.never, found.other) == (well, little, never, other)


def test_a_little_is_not_enough_to_sign():
    assert not understand("немного русский").understands({"ru"})
    assert understand("немного русский, қазақша").understands({"kk"})
    assert not understand("немного русский, қазақша").understands({"ru"})


def test_who_names_nothing_reads_their_pages_except_what_they_said_no_to():
    assert understand("").understands({"ru"})
    assert not understand("по-русски не говорю").understands({"ru"})
    assert understand("по-русски не говорю").understands({"ru", "kk"})


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from(NAMES), min_size=1, max_size=5), st.sampled_from([", ", "; ", " / ", "\n", " және "]))
def test_several_in_a_line_in_any_order_and_case(names, between):
    line = between.join(name for _code, name in names)
    assert understand(line).well == {code for code, _name in names} == understand(line.upper()).well


@settings(max_examples=80, deadline=None)
@given(st.text(max_size=80))
def test_anything_may_be_typed(said):
    found = understand(said)
    assert found == understand(said)
    assert found.well <= set(BEGINNINGS)
    assert not found.well & found.little


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(OTHERS), st.sampled_from(NAMES))
def test_another_language_beside_one_of_the_six_takes_nothing_away(other, name):
    found = understand(f"{other}, {name[1]}")
    assert found.well == {name[0]}
    assert len(found.other) == 1
