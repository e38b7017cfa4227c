"""Tests of this domain compare the words of the source: whatever the catalogues say, a page speaks English here."""

import pytest


@pytest.fixture(autouse=True)
def words_of_the_source(settings):
    """Leave our catalogues out; Django forgets what it had read of them, now and afterwards."""
    settings.LOCALE_PATHS = []
