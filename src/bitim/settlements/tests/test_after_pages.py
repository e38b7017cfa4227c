"""The pages of what comes after, as people press them: double, wrong, from the other side."""

import pytest
from django.urls import reverse
from tests.support.house import House, house

from bitim.cases.models_after import CourtReference, OwnNote
from bitim.settlements.models import Document
from bitim.settlements.models_after import Demand, DemandStep, DutyReport, Pulse

pytestmark = pytest.mark.django_db


@pytest.fixture
def scene() -> House:
    made = house()
    made.at("performance")
    made.things["document"].signed = made.main.case.made
    made.things["document"].save()
    return made


def url(name, *args):
    return reverse(f"settlements:{name}", args=args)


def test_a_side_says_how_it_stands_and_a_wrong_word_loses_nothing(scene):
    own, duty = scene.client("own"), scene.things["duty"]
    page = url("after", scene.main.case.pk)
    said = {"once": "k", "says": "partly", "words": "су жартылай келді"}
    for _press in range(2):
        assert own.post(url("report", duty.pk), said).headers["Location"].startswith(page)
    assert DutyReport.objects.system().count() == 1
    assert "су жартылай келді" in scene.client("other").get(page).content.decode()
    answer = own.post(url("report", duty.pk), {"says": "never", "words": "ұзақ сөз"})
    assert answer.status_code == 409
    assert "ұзақ сөз" in answer.content.decode()


def test_each_side_finds_the_way_back_and_the_page_of_the_case_leads_here(scene):
    own, case = scene.client("own"), scene.main.case.pk
    assert url("after", case) in own.get(f"/case/{case}/").content.decode()
    assert url("back_to_table", case) in own.get(url("after", case)).content.decode()
    assert own.post(url("back_to_table", case)).status_code == 303
    assert scene.client("mediator").post(url("keep", case)).status_code == 303


def test_what_a_side_answers_to_the_questions_changes_nothing_for_the_other(scene):
    other, case = scene.client("other"), scene.main.case.pk
    Pulse.objects.system().all().delete()

    def seen():
        page = other.get(url("after", case)).content.decode() + other.get(f"/case/{case}/").content.decode()
        return "".join(line for line in page.splitlines() if "once" not in line and "csrf" not in line)

    before = seen()
    row = {"document": scene.things["document"], "side": scene.main.sides[0], "person": scene.main.parties[0]}
    Pulse.objects.create(days=30, answers={"kept": "no"}, at=scene.main.case.made, **row)
    OwnNote.objects.system().update(at=scene.main.case.made)
    scene.client("mediator").post(
        reverse("cases:note", args=[case, scene.main.sides[0].pk]), {"note": "өзіндік-жазба-77"}
    )
    assert seen() == before


def test_a_note_is_kept_from_the_table_and_shown_to_its_author_there(scene):
    mediator, case, side = scene.client("mediator"), scene.main.case.pk, scene.main.sides[0].pk
    place = reverse("cases:note", args=[case, side])
    assert mediator.post(place, {"note": "өзіндік-жазба-77"}).status_code == 303
    assert "өзіндік-жазба-77" in mediator.get(f"/case/{case}/").content.decode()
    long = mediator.post(place, {"note": "ұ" * 30_000})
    assert long.status_code == 422
    assert "ұ" * 100 in long.content.decode()
    for role in ("coordinator", "own", "other", "interpreter"):
        assert "өзіндік-жазба" not in scene.client(role).get(f"/case/{case}/").content.decode()


def test_a_court_is_kept_and_a_wrong_day_loses_nothing(scene):
    coordinator, place = scene.client("coordinator"), url("court", scene.main.case.pk)
    wrong = coordinator.post(place, {"court": "Алмалы соты", "number": "2-117", "stay_until": "31.02.2027"})
    assert wrong.status_code == 409
    assert "Алмалы соты" in wrong.content.decode()
    assert coordinator.post(place, {"court": "Алмалы соты", "stay_until": "2027-02-01"}).status_code == 303
    assert CourtReference.objects.system().get().court == "Алмалы соты"


def test_a_demand_from_the_form_to_the_papers(scene):
    coordinator, case = scene.client("coordinator"), scene.main.case.pk
    said = {"asker": "police", "office": "РУП", "paper": "7-12", "day": "2026-01-20", "tell": "no"}
    refused = coordinator.post(url("demands_of", case), said | {"given": ["private_room"]})
    assert refused.status_code == 409
    assert "РУП" in refused.content.decode()
    assert coordinator.post(url("demands_of", case), said | {"given": ["ending"]}).status_code == 303
    demand = Demand.objects.system().get(number=3)
    assert coordinator.post(url("give_demanded", demand.pk)).status_code in (403, 409)
    head = scene.client("head")
    assert url("demands") in head.get("/today/").content.decode()
    assert head.post(url("confirm_demand", demand.pk), {"yes": "1"}).status_code == 303
    papers = coordinator.post(url("give_demanded", demand.pk))
    assert papers.headers["Content-Type"] == "application/zip"
    assert DemandStep.objects.system().filter(demand=demand).count() == 2
    own = scene.client("own").get(f"/case/{case}/").content.decode()
    assert "РУП" not in own


def test_the_addendum_page_says_why_not_yet(scene):
    mediator, place = scene.client("mediator"), url("addendum", scene.main.case.pk)
    assert mediator.get(place).status_code == 200
    assert mediator.post(place, {"days": "abc"}).status_code == 409
    assert not Document.objects.system().filter(kind="addendum").exists()


def test_the_closing_page_says_what_goes_when_and_offers_the_notices(scene):
    mediator, case = scene.client("mediator"), scene.main.case.pk
    place = reverse("cases:closing", args=[case])
    assert mediator.get(place).content.decode().count("<tr>") >= 9
    mediator.post(place, {"outcome": "settled"})
    assert url("ending", scene.main.sides[1].pk, "pdf") in mediator.get(place).content.decode()
    assert scene.client("own").get(url("ending", scene.main.sides[0].pk, "docx")).status_code == 200
    assert scene.client("own").get(url("ending", scene.main.sides[1].pk, "docx")).status_code == 404
