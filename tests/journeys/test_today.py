"""What presses most stands on the first screen of a phone: the day of a coordinator and of a mediator, at 360 px in
Kazakh, the longest words, under the band of the demo."""

import pytest
from tests.support.pages import good

pytestmark = pytest.mark.browser
FIRST_SCREEN = 600
PRESSING_AT_ONCE = 6


@pytest.mark.parametrize("role", ["coordinator Данияр", "mediator Сәуле"])
def test_what_presses_stands_within_the_first_600_pixels(demo, visitor, role: str):
    door = demo.door(role)
    page = visitor(at="/".join(door.split("/")[:3]), language="kk", width=360)
    page.goto(door)
    assert page.url.endswith("/today/")
    boxes = [one.bounding_box() for one in page.locator("main ul.waits a").all()]
    assert boxes, "somebody waits in the world of the demo"
    for box in boxes:
        assert box is not None and box["y"] + box["height"] <= FIRST_SCREEN, boxes
    # and there is room for a day on which more presses: the list of reasons begins high enough
    first = boxes[0]
    assert first is not None and first["y"] + PRESSING_AT_ONCE * (first["height"] + 1) <= FIRST_SCREEN, first
    visitor.picture(page, f"today-{role.split()[0]}")
    good(page)
