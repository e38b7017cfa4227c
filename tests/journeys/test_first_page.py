"""The first page, as a visitor meets it: in every language, on a phone and at a desk, in the light and in the dark."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page
from tests.support import pages
from tests.support.server import Served


@pytest.mark.parametrize(
    ("language", "width", "dark"),
    [
        ("kk", 360, False),
        ("ru", 1280, False),
        ("en", 1280, True),
        ("uz", 360, True),
        ("ky", 360, False),
        ("bg", 360, False),
    ],
)
def test_the_first_page_is_good(
    language: str, width: int, dark: bool, served: Served, visitor: Callable[..., Page]
) -> None:
    page = visitor(at=served.url, language=language, width=width, dark=dark)
    answer = page.goto("/")
    assert answer is not None
    assert answer.status == 200
    assert page.get_attribute("html", "lang") == language
    pages.good(page)
    visitor.picture(page, f"{language}-{'dark' if dark else 'light'}")


def test_the_first_page_is_read_without_javascript(served: Served, visitor: Callable[..., Page]) -> None:
    page = visitor(at=served.url, javascript=False)
    page.goto("/")
    assert page.inner_text("h1").strip()
