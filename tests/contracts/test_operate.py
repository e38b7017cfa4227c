"""Every setting has its heading in docs/operate.md, and no heading speaks of a setting that is gone."""

import re

from tests.contracts import source

SETTING = re.compile(r"""["'](BITIM_[A-Z][A-Z_]*)["']""")
HEADING = re.compile(r"^### `(BITIM_[A-Z][A-Z_]*)`$", re.MULTILINE)


def test_settings_and_headings_are_the_same():
    used = {name for path in source.modules() for name in SETTING.findall(path.read_text(encoding="utf-8"))}
    headings = HEADING.findall((source.ROOT / "docs" / "operate.md").read_text(encoding="utf-8"))
    assert used, "the settings were not found"
    assert sorted(headings) == sorted(used)
