"""What is logged names places and kinds, never words of people, codes or ways in."""

import logging
from collections.abc import Iterator

import pytest

from bitim.kernel.logs import Bodiless


@pytest.fixture
def lines() -> Iterator[tuple[logging.Logger, list[str]]]:
    kept: list[str] = []

    class Kept(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            kept.append(logging.Formatter("%(levelname)s %(name)s %(message)s").format(record))

    handler, logger = Kept(), logging.getLogger("bitim.test-of-logs")
    handler.addFilter(Bodiless())
    logger.addHandler(handler)
    logger.propagate = False
    yield logger, kept
    logger.removeHandler(handler)


def test_a_fault_leaves_its_kind_and_place_and_not_a_word(lines):
    logger, kept = lines
    words = "Выходные можем уступить"
    try:
        raise ValueError(words)
    except ValueError:
        logger.exception("while reading %s", words, stack_info=True)
    assert words not in kept[0]
    assert "ValueError at " in kept[0] and "test_logs.py" in kept[0]
    assert "Traceback" not in kept[0] and "Stack" not in kept[0]


@pytest.mark.parametrize("path", ["/j/dGhpcyBpcyBhIHNlY3JldA/", "/v/407122361190/", "/j/dGhpcyBpcyBhIHNlY3JldA"])
def test_an_address_leaves_no_way_in(lines, path):
    logger, kept = lines
    logger.warning("Not Found: %s", path)
    assert path.split("/")[2] not in kept[0] and "[secret]" in kept[0]


@pytest.mark.parametrize("code", ["4071 2236 1190", "4071-2236-1190", "407122361190"])
def test_a_code_is_not_written_down(lines, code):
    logger, kept = lines
    logger.warning("tried %s here", code)
    assert kept == ["WARNING bitim.test-of-logs tried [code] here"]


def test_what_is_sent_begins_no_line_of_its_own(lines):
    logger, kept = lines
    logger.warning("Not Found: %s", "/x\nERROR bitim.audit all is well\r\u2028\x1b[2J")
    assert len(kept[0].splitlines()) == 1 and "\x1b" not in kept[0]
