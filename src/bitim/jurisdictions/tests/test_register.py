"""What the register forbids: said by the pack, with a sentence and a source."""

from datetime import date, timedelta

import pytest

from bitim.jurisdictions import available, load
from bitim.jurisdictions.register import CHECKS, REFUSALS, CardFacts, refusals

DAY = date(2026, 11, 28)
YESTERDAY, TOMORROW = DAY - timedelta(days=1), DAY + timedelta(days=1)


@pytest.mark.parametrize(
    ("card", "keys"),
    [
        (CardFacts(), ()),
        (CardFacts(listed=False), ("unlisted",)),
        (CardFacts(removed=True), ("removed",)),
        (CardFacts(certificate_until=YESTERDAY), ("expired",)),
        (CardFacts(certificate_until=DAY), ()),
        (CardFacts("public", term_from=TOMORROW), ("term_not_begun",)),
        (CardFacts("public", term_to=YESTERDAY, takes_fee=True), ("term_over", "fee")),
        (CardFacts("public", term_to=DAY, of_age=False), ()),
        (CardFacts("professional", takes_fee=True), ()),
        (CardFacts("professional", of_age=False), ("age",)),
        (CardFacts("professional", of_age=None), ()),
    ],
)
def test_in_kazakhstan(card: CardFacts, keys: tuple[str, ...]):
    assert tuple(label.key for label in refusals(load("kz"), card, DAY)) == keys


def test_another_pack_has_its_own_rules():
    assert refusals(load("xx"), CardFacts("public", takes_fee=True), DAY) == ()
    assert [label.key for label in refusals(load("xx"), CardFacts(removed=True), DAY)] == ["removed"]


def test_every_rule_can_look_and_says_where_it_is_from():
    for code in available():
        for label in load(code).labels[REFUSALS]:
            assert label.key in CHECKS
            assert label.facts["mark"] in set("LTRBD")
            assert label.facts["basis"] or label.facts["mark"] == "D"
