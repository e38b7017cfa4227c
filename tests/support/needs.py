"""What a test needs and this machine lacks: skipped loudly, or failed when E2E=require."""

import os
from typing import NoReturn

import pytest


def needed(what: str, command: str) -> NoReturn:
    """Skip, naming the one command that helps; fail where a skip may not pass (continuous integration)."""
    sentence = f"Not tested: {what} is missing. On Debian or Ubuntu: {command}"
    if os.environ.get("E2E") == "require":
        pytest.fail(sentence, pytrace=False)
    pytest.skip(sentence)
