"""For every test, wherever it lies: no network beyond this machine, and a data folder of its own."""

import gc
import os
from collections.abc import Iterator
from pathlib import Path
from tempfile import mkdtemp

import pytest
from pytest_django import DjangoDbBlocker
from pytest_socket import socket_allow_hosts

LOOPBACK = ["127.0.0.1", "::1"]
# Files that take longest begin first, so that two processes end together: by part of the path, the longest first.
LONGEST = (
    "test_marker",
    "test_foreign",
    "test_non_interference",
    "test_forgetting",
    "commands/tests/",
    "test_no_order_breaks",
    "contracts/",
    "test_kept_apart",
    "test_neighbours",
    "test_supply_contract",
    "test_court_case",
    "test_settled_case",
    "test_after",
    "test_walk_in",
    "test_office_computer",
    "test_voice",
    "settlements/",
    "demo/tests",
    "paper/",
)


def pytest_configure() -> None:
    """How long an example takes says nothing: the machine may have other things to do.

    Rounds of the garbage collector over all that Django and three thousand tests keep cost a sixth of the run.
    """
    gc.set_threshold(200_000, 50, 100)
    from hypothesis import HealthCheck, settings

    settings.register_profile("house", deadline=None, suppress_health_check=[HealthCheck.too_slow])
    settings.load_profile("house")


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    """Refuse every address but loopback before any fixture of the test starts."""
    socket_allow_hosts(LOOPBACK, allow_unix_socket=True)


# The kernel and all that domains do and ask: what is true of them on SQLite has to be true on PostgreSQL.
ON_BOTH = tuple(f"src/bitim/{part}/" for part in ("kernel", "people", "cases", "room", "settlements"))
# Not what is said of pages, nor the cells of the rules (plain Python), nor what asks no database at all. That every
# page can be made from what PostgreSQL answers is tested at once, by `test_those_who_may_do_find_it`.
OF_PAGES = (
    "pages.py",
    "test_rules.py",
    "test_staff_login.py",
    "test_desk_computer.py",
    "test_register.py",
    "test_devices.py",
)
DATABASE = {"db", "transactional_db", "own_database"}


def on_both(item: pytest.Item) -> bool:
    """Tell whether a test runs on PostgreSQL too without being marked so."""
    if not any(part in item.path.as_posix() for part in ON_BOTH) or item.path.name.endswith(OF_PAGES):
        return False
    fixtures = set(getattr(item, "fixturenames", ()))
    return "client" not in fixtures and bool(DATABASE & fixtures or item.get_closest_marker("django_db"))


# First, so that the choice by markers (`-m`) sees what is marked here.
@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put the longest files first, within a file and among the others the order stays; mark what runs on both
    databases."""
    for item in items:
        if on_both(item):
            item.add_marker(pytest.mark.any_database)
    places = {item.path: [part in item.path.as_posix() for part in (*LONGEST, "")].index(True) for item in items}
    items.sort(key=lambda item: places[item.path])


def pytest_collection_finish() -> None:
    """What is collected stays until the end."""
    gc.collect()
    gc.freeze()


@pytest.fixture(scope="session", autouse=True)
def data_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Move every path of the settings into a folder of this test process, so two processes never share keys."""
    from django.conf import settings

    before, folder = settings.DATA, tmp_path_factory.mktemp("data")
    moved = ("DATA", "KEYSTORE_PATH", "MASTER_KEY_PATH", "FILES_PATH", "STATIC_ROOT")
    for name in moved:
        path: Path = getattr(settings, name)
        if path.is_relative_to(before):
            setattr(settings, name, folder / path.relative_to(before))
    settings.STATIC_ROOT.mkdir(exist_ok=True)  # the static middleware warns when it is not there
    os.environ["BITIM_DATA"] = str(folder)
    return folder


@pytest.fixture(scope="session")
def migrated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A SQLite file as `migrate` leaves it, to copy: made once for all processes of the run."""
    from tests.support.database import migrated_once

    own = tmp_path_factory.getbasetemp()
    return migrated_once(own.parent if "PYTEST_XDIST_WORKER" in os.environ else own)


if not os.environ.get("BITIM_DATABASE"):

    @pytest.fixture(scope="session")
    def django_db_setup(
        django_test_environment: None, django_db_blocker: DjangoDbBlocker, data_folder: Path, migrated: Path
    ) -> None:
        """In the place of pytest-django's: fill the database from the migrated file, not by migrating again.

        It stands in every process, so a fixture of a whole module may ask for it where no test is marked.
        """
        from tests.support.database import fill_in_memory

        with django_db_blocker.unblock():
            fill_in_memory(migrated)


@pytest.fixture(autouse=True)
def keys(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[object]:
    """Give a test that touches the database a key store of its own."""
    from bitim.kernel import keystore

    wants = {"db", "transactional_db"} & set(request.fixturenames) or request.node.get_closest_marker("django_db")
    if not wants:
        yield None
        return
    store = keystore.KeyStore(
        Path(mkdtemp(prefix="keys", dir=tmp_path_factory.getbasetemp())) / "keys.sqlite3", bytes(32)
    )
    keystore.use(store)
    yield store
    keystore.use(None)


@pytest.fixture(scope="session", autouse=True)
def pages_as_the_house_makes_them(django_test_environment: None) -> None:
    """Render as in production: Django's test client would copy the context of every template that takes part.

    No test asks `answer.context` or `answer.templates`: what a reader gets is the page.
    """
    from django.template import base
    from django.test import utils

    base.Template._render = utils._TestState.saved_data.template_render


@pytest.fixture(scope="session", autouse=True)
def append_only_yields_to_the_flush() -> Iterator[None]:
    """Let the emptying of the database after a transactional test pass the triggers of append-only tables."""
    from django.core.management.commands import flush
    from tests.support.emptying import emptied_past_triggers

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(flush.Command, "handle", emptied_past_triggers(flush.Command.handle))
        yield


@pytest.fixture
def own_database(db: None, tmp_path: Path) -> Iterator[None]:
    """Real commits that threads and other connections see, on a copy of the empty database.

    In the place of `django_db(transaction=True)`, which empties tables afterwards: the record forbids that.
    """
    from tests.support.database import own_copy

    with own_copy(tmp_path):
        yield
