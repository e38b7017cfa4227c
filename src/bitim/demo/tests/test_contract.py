"""A supply contract on the table: names of issues and options, nothing of what the sides privately want."""

import re
from pathlib import Path

import pytest
from django.urls import reverse

from bitim.cases.tests.browsers import as_party
from bitim.demo import contract
from bitim.settlements.models import Issue, Option
from bitim.settlements.tests import stage

DATA = Path(__file__).parents[4] / "tests" / "data" / "itex-cypress"
DOMAIN = DATA / "ItexvsCypress_domain.xml"


def test_the_domain_names_four_questions():
    questions = contract.read_domain(DOMAIN)
    assert [question.name for question in questions] == ["Price", "Delivery", "Payment", "Returns"]
    assert [len(question.options) for question in questions] == [5, 4, 3, 3]
    assert questions[0].options == ("$4.37", "$4.12", "$3.98", "$3.71", "$3.47")


@pytest.mark.django_db
def test_they_stand_on_the_table_and_no_weight_does():
    made = stage.ready("meetings")
    contract.put_on_table(made.case, DOMAIN, actor=made.as_mediator)
    assert Issue.objects.system().filter(case=made.case).count() == 4
    assert Option.objects.system().count() == 15
    page = as_party(made.parties[0], made.case.pk).get(reverse("settlements:issues", args=[made.case.pk]))
    text = page.content.decode()
    for words in ("Price", "Returns", "5% spoilage allowed", "60 days after delivery"):
        assert words in text
    weights = set()
    for profile in ("Itex", "Cypress"):
        content = (DATA / f"ItexvsCypress_{profile}.xml").read_text()
        weights |= set(re.findall(r'(?:evaluation|value)="(0?\.\d{2,})"', content))
    assert not [weight for weight in weights if weight in text]


@pytest.mark.parametrize("content", ["<a/>", '<!DOCTYPE x [<!ENTITY a "b">]><x/>', "<x><issue index='1'/></x>"])
def test_what_is_no_domain_file_is_refused(content, tmp_path):
    path = tmp_path / "x.xml"
    path.write_text(content)
    with pytest.raises(ValueError, match="not a domain file"):
        contract.read_domain(path)
