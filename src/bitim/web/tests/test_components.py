"""Tags and filters: people's words stay words, sides keep shape and name, fields are tied to their hints."""

from datetime import UTC, date, datetime

import pytest
from django import forms
from django.template import Context, Template
from django.utils import translation


def show(text, **context):
    return Template(text).render(Context(context))


def test_an_icon_is_hidden_and_from_the_one_sprite():
    assert 'aria-hidden="true"' in show('{% icon "phone" %}')
    assert "icons.svg#phone" in show('{% icon "phone" %}')


def test_a_side_is_a_shape_and_its_own_name():
    text = show("{% side one %}", one={"mark": 3, "name": {"kk": "<Жоғарғы> ауыл"}})
    assert "side-3" in text
    assert "&lt;Жоғарғы&gt;" in text


def test_a_side_of_a_case_keeps_its_shape_where_only_its_place_is_known():
    class Row:
        position, name = 2, "x"

    assert "side-2" in show("{% side one %}", one=Row())
    assert "side-1" in show("{% side one %}", one={"name": "x"})


def test_the_ninth_side_begins_the_shapes_again():
    assert "side-1" in show("{% side one %}", one={"mark": 9, "name": "x"})


def test_own_side_says_so():
    with translation.override("en"):
        assert "You (" in show("{% side one you=True %}", one={"mark": 1, "name": "x"})


def test_words_of_people_are_escaped_and_keep_their_direction():
    text = show("{{ words|said:'kk' }}", words="<script>x</script>\nекінші")
    assert "<script>" not in text
    assert 'dir="auto"' in text
    assert 'lang="kk"' in text


def test_text_falls_back_and_names_its_language():
    with translation.override("kk"):
        assert show("{{ t|text_in }}", t={"kk": "су", "ru": "вода"}) == "су"
        assert 'lang="ru"' in show("{{ t|text_in }}", t={"ru": "<вода>", "en": "water"})
        assert "&lt;вода&gt;" in show("{{ t|text_in }}", t={"ru": "<вода>"})


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("kk", "2026 жылғы 4 желтоқсан, 15:00"),
        ("ru", "4 декабря 2026 г., 15:00"),
        ("en", "4 December 2026, 15:00"),
        ("uz", "2026-yil 4-dekabr, 15:00"),
        ("ky", "2026-ж. 4-декабрь, 15:00"),
        ("bg", "4 декември 2026 г., 15:00"),
    ],
)
def test_moments_are_written_as_people_write_them(language, words):
    with translation.override(language):
        assert words in show("{{ m|local_time }}", m=datetime(2026, 12, 4, 10, 0, tzinfo=UTC))


def test_a_plain_day_has_no_hour():
    with translation.override("kk"):
        assert ">жұма, 4 желтоқсан<" in show("{{ m|local_time:'day' }}", m=date(2026, 12, 4))


def test_a_date_before_a_full_stop_leaves_its_own_out():
    with translation.override("bg"):
        assert ">4 декември 2026 г</time>." in show("{{ m|local_time:'last' }}.", m=date(2026, 12, 4))


def test_bars_need_no_style_and_never_overflow():
    text = show("{% bar 70 60 label='x' %}")
    assert "style" not in text
    assert 'width="30%"' in text


class Form(forms.Form):
    name = forms.CharField(label="Name", help_text="As in the passport")
    how = forms.ChoiceField(label="How", choices=[("a", "Call"), ("b", "Write")], widget=forms.RadioSelect)
    agree = forms.BooleanField(label="I agree")


def test_a_field_is_tied_to_its_hint_and_to_what_is_not_right():
    text = show("{% field f.name %}", f=Form({}))
    assert 'aria-describedby="id_name-hint id_name-wrong"' in text
    assert 'aria-invalid="true"' in text
    assert 'id="id_name-hint"' in text
    assert text.count("aria-describedby") == 1


def test_a_group_is_a_fieldset():
    text = show("{% field f.how %}", f=Form())
    assert "<fieldset" in text
    assert "<legend>" in text


def test_the_summary_leads_to_the_fields():
    text = show("{% summary_wrong f %}", f=Form({}))
    assert 'href="#id_name"' in text
    assert show("{% summary_wrong f %}", f=Form()).strip() == ""


def test_a_question_is_not_followed_by_a_colon():
    class Form(forms.Form):
        what = forms.CharField(label="What happened?")
        name = forms.CharField(label="Name")

    text = show("{% summary_wrong f %}", f=Form({}))
    assert "What happened? " in text
    assert "Name: " in text


def test_stones_mark_where_we_are():
    steps = [{"name": "A", "state": "done"}, {"name": "B", "state": "now"}, {"name": "C", "state": "next"}]
    text = show("{% stones s %}", s=steps)
    assert text.count('aria-current="step"') == 1
    assert text.count('class="done"') == 1


def test_the_band_names_the_room_and_who_hears():
    text = show('{% band "caucus" "Private room" hears=h %}', h="Two people hear you")
    assert "closed-door" in text
    assert "Two people hear you" in text


def test_scripts_are_given_the_months_and_days_of_the_readers_language():
    for language, november, sunday in (("kk", "%Y жылғы %D қараша", "жексенбі"), ("bg", "%D ноември %Y г.", "неделя")):
        with translation.override(language):
            months, days = show("{% day_patterns %}").split("|"), show("{% weekday_names %}").split("|")
        assert (len(months), months[10]) == (12, november)
        assert (len(days), days[6]) == (7, sunday)
