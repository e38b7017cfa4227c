"""A house of its own in a folder, worked on by separate processes as an operator would."""

import os
import shutil
import subprocess
from dataclasses import dataclass, field
from pathlib import Path

from tests.support import forking

SOURCE = Path(__file__).resolve().parents[3]
BEGIN = """
import os, django
from pathlib import Path
django.setup()
from django.core.management import call_command
from bitim.kernel import clock, keystore
from bitim.kernel.models import NOBODY
from bitim.people.models import Person
"""


@dataclass
class House:
    """One data folder and the environment that its commands run in."""

    data: Path
    more: dict[str, str] = field(default_factory=dict)

    def environment(self) -> dict[str, str]:
        kept = {key: value for key, value in os.environ.items() if not key.startswith("BITIM_")}
        own = {"PYTHONPATH": str(SOURCE), "BITIM_DATA": str(self.data), "BITIM_MODE": "serve"}
        return kept | own | {"DJANGO_SETTINGS_MODULE": "bitim.web.settings"} | self.more

    def bitim(self, *words: str | Path) -> subprocess.CompletedProcess[str]:
        return self._run(["-m", "bitim.cli", *map(str, words)])

    def python(self, script: str) -> str:
        done = self._run(["-c", BEGIN + script])
        assert done.returncode == 0, done.stderr[-3000:]
        return done.stdout.strip()

    def _run(self, words: list[str]) -> subprocess.CompletedProcess[str]:
        environment = {"BITIM_SECRET_KEY": "x" * 60, **self.environment()}
        return forking.run(words, environment)


def make(folder: Path, script: str = "", migrated: Path | None = None, **settings: str) -> House:
    """Make keys and a migrated database, or a copy of one, then run a script in it."""
    house = House(folder, settings)
    folder.mkdir(mode=0o700)
    if migrated:
        shutil.copyfile(migrated, folder / "bitim.sqlite3")
    house.python(
        "from django.conf import settings\n"
        "keystore.make_master(settings.MASTER_KEY_PATH)\n"
        "keystore.store().derived('first')\n" + ("" if migrated else "call_command('migrate', verbosity=0)\n") + script
    )
    return house
