"""CSV files: read as written, refused in a sentence, whatever is in them."""

from datetime import date

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bitim.engines.surveillance import Unfit, read, replay
from bitim.engines.surveillance.files import KNOWN

TODAY = date(2026, 3, 4)
HEAD = "place,kind,week,rumours"


def taken(*lines: str, missing: str = "refuse"):
    return read("\n".join(lines).encode(), TODAY, missing)


def test_a_file_is_read_as_written():
    counts, notes = taken(
        "place,region,coordinator,kind,week,rumours,reporters,reporters_2_weeks,reporters_4_weeks,monitors,severity,"
        "verified,villages",
        "Korday,Jambyl,Aliya,water,2026-01-07,2,2,2,2,3,2,1,1",
        "Korday,Jambyl,Aliya,water,2026-W03,1,1,2,2,4,3,0,1",
        "Korday,Jambyl,Aliya,,2026-01-19,0,0,,,4,,,",
        "Sairam,Turkistan,Bek,land,2026-01-05,1,1,1,1,2,4,0,1",
    )
    assert [(one.name, one.region, one.coordinator) for one in counts.places] == [
        ("Korday", "Jambyl", "Aliya"),
        ("Sairam", "Turkistan", "Bek"),
    ]
    assert (counts.kinds, counts.monday, counts.weeks) == (("land", "water"), date(2026, 1, 5), 3)
    assert counts.rumours.tolist() == [[0, 0, 0], [2, 1, 0], [1, 0, 0], [0, 0, 0]]
    assert counts.reporting.tolist() == [[True] * 3, [True, False, False]]
    assert counts.monitors.tolist() == [[3, 4, 4], [2, 0, 0]]
    assert counts.severity.max() == 4 and counts.verified.sum() == 1
    assert counts.reporters.sure[2, 1].tolist() == [2, 2, 2] and counts.reporters.most[2, 1].tolist() == [2, 2, 3]
    assert notes == ("In 2 of 6 weeks of places nobody reported: these are no zeros.",)


def test_without_reporters_and_monitors_it_is_said_what_was_assumed():
    counts, notes = taken(HEAD, "a,k,2026-01-05,2", "a,k,2026-01-12,1")
    assert counts.reporters.sure[1].tolist() == [[2, 3]]
    assert any("somebody else" in one for one in notes) and any("monitors" in one for one in notes)
    _, notes = taken(HEAD + ",reporters", "a,k,2026-01-05,2,1")
    assert any("week alone" in one for one in notes)


def test_missing_weeks_are_refused_unless_it_is_said_what_they_are():
    rows = (HEAD, "a,k,2026-01-05,1", "a,k,2026-01-26,1")
    with pytest.raises(Unfit, match=r"2 weeks: that of 2026-01-12, 2026-01-19.*--missing silence"):
        taken(*rows)
    assert taken(*rows, missing="silence")[0].reporting.tolist() == [[True, False, False, True]]
    assert taken(*rows, missing="zero")[0].reporting.all()
    with pytest.raises(Unfit, match="no way"):
        taken(*rows, missing="guess")


@pytest.mark.parametrize(
    ("lines", "says"),
    [
        ((), "empty"),
        ((HEAD,), "no rows"),
        (("place,kind,week", "a,k,2026-01-05"), "no column rumours; there are: place"),
        ((HEAD + ",ethnicity", "a,k,2026-01-05,1,x"), "column ethnicity is not known. Known are: place"),
        ((HEAD + ",place", "a,k,2026-01-05,1,a"), "column place is there twice"),
        ((HEAD + ",reporters_4_weeks", "a,k,2026-01-05,1,1"), "both are needed"),
        ((HEAD + ",reporters_2_weeks,reporters_4_weeks", "a,k,2026-01-05,1,1,1"), "no column reporters"),
        ((HEAD, "a,k,2026-01-05"), "Line 2: 3 cells under 4 columns"),
        ((HEAD, ",k,2026-01-05,1"), "Line 2: a place needs a name"),
        ((HEAD, "a,k,,1"), "Line 2: there is no week"),
        ((HEAD, "a,k,05.01.2026,1"), "Line 2: '05.01.2026' is no week"),
        ((HEAD, "a,k,2026-02-30,1"), "is no week"),
        ((HEAD, "a,k,2025-W53,1"), "is no week"),
        ((HEAD, "a,k,2026-03-05,1"), "lies in the future"),
        ((HEAD, "a,k,2026-W11,1"), "lies in the future"),
        ((HEAD, "a,k,1926-01-05,1"), "before 1990"),
        ((HEAD, "a,k,0001-01-01,1"), "before 1990"),
        ((HEAD, "a,k,2026-01-05,-1"), "rumours is '-1'; it must be a whole number, 0 or more"),
        ((HEAD, "a,k,2026-01-05,"), "rumours is ''"),
        ((HEAD, "a,k,2026-01-05,1.5"), "'1.5'"),
        ((HEAD, "a,k,2026-01-05,٣"), "whole number"),
        ((HEAD, "a,k,2026-01-05,100001"), "more than 100000"),
        ((HEAD, "a,k,2026-01-05,1", "a,k,2026-01-06,1"), "twice for the week of 2026-01-05"),
        ((HEAD, "a,,2026-01-05,1"), "without a kind"),
        ((HEAD + ",severity", "a,k,2026-01-05,1,6"), "severity is 6, more than 5"),
        ((HEAD + ",reporters", "a,k,2026-01-05,1,0"), "without any reporter"),
        ((HEAD + ",verified", "a,k,2026-01-05,1,2"), "more verified than were heard"),
        ((HEAD + ",region", "a,k,2026-01-05,1,x", "a,k,2026-01-12,1,y"), "another region"),
        ((HEAD + ",monitors", "a,k,2026-01-05,1,"), "monitors is empty"),
        ((HEAD + ",monitors", "a,k,2026-01-05,1,2", "a,l,2026-01-05,1,3"), "two numbers of monitors"),
        (
            (HEAD + ",reporters,reporters_2_weeks,reporters_4_weeks", "a,k,2026-01-05,2,2,1,2"),
            "does not fit the reporters",
        ),
        ((HEAD, 'a,"k,2026-01-05,1'), "no CSV"),
    ],
)
def test_what_cannot_be_taken_is_refused_in_a_sentence(lines: tuple[str, ...], says: str):
    with pytest.raises(Unfit, match=says.replace("(", r"\(")) as stop:
        taken(*lines)
    assert str(stop.value).endswith(".") and "\n" not in str(stop.value)


@pytest.mark.parametrize("content", [b"\x89PNG\r\n\x1a\n\0\0", b"PK\x03\x04\xff\xfe", "place;kind".encode("utf-16")])
def test_what_is_no_text_is_refused(content: bytes):
    with pytest.raises(Unfit, match=r"no CSV|no text"):
        read(content, TODAY)


CELL = st.sampled_from(["a", "b", "", "k", "2026-01-05", "2026-W02", "0", "3", "-1", "x", '"', "1e5", "2026-03-02"])


@settings(max_examples=150, deadline=None)
@given(
    st.lists(st.sampled_from(KNOWN), min_size=3, max_size=9, unique=True),
    st.lists(st.lists(CELL, min_size=9, max_size=9), max_size=6),
    st.sampled_from(["refuse", "silence", "zero"]),
)
def test_whatever_is_in_a_file_there_is_an_answer_or_a_sentence(header, rows, missing):
    content = "\n".join([",".join(header), *(",".join(row[: len(header)]) for row in rows)]).encode()
    try:
        counts, _ = read(content, TODAY, missing)
    except Unfit as stop:
        assert str(stop).endswith(".")
        return
    assert replay(counts).weeks >= 1


@given(st.binary(max_size=200))
def test_whatever_bytes_there_are_it_is_said(content: bytes):
    with pytest.raises(Unfit):
        read(content, TODAY)


def test_rows_in_any_order_are_the_same_counts():
    rows = [f"p{at % 3},k{at % 2},2026-01-{5 + 7 * (at // 6):02},{at % 4}" for at in range(18)]
    one, other = taken(HEAD, *rows)[0], taken(HEAD, *reversed(rows))[0]
    assert one.places == other.places and np.array_equal(one.rumours, other.rumours)
