"""The short way for ordinary words prints what the long way would."""

from hypothesis import example, given
from hypothesis import strategies as st

from bitim.kernel.paper import plain as module
from bitim.kernel.paper.plain import plain

WORDS = st.text(
    alphabet=st.one_of(st.sampled_from("aqәіңғүұқөһАӘІҢÄЯ 1.,«»—-\n\t\u00a0\u0301\u200d\u202e漢☺"), st.characters())
)


@given(st.one_of(WORDS, st.lists(WORDS, max_size=4).map(" ".join)))
@example("Түнгі суды кезекпен бөлейік, 1 000 000 теңге")
@example("А" * 24 + " " + "а" * 36)
@example("А" * 25)
@example("а" * 24 + "\u0301")
def test_the_short_way_prints_what_the_long_way_would(words):
    short = plain(words)
    kept, module._simple = module._simple, lambda char: False
    try:
        assert plain(words) == short
    finally:
        module._simple = kept
