"""The doctor: plain sentences, a way to mend each, and an exit code that tells."""

from pathlib import Path

import pytest

from bitim.commands import checkup, findings, setup
from bitim.commands.findings import Finding
from bitim.commands.tests import houses
from bitim.commands.tests.houses import House

pytestmark = pytest.mark.slow  # whole processes, begun from the command line


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory, migrated: Path) -> House:
    return houses.make(tmp_path_factory.mktemp("doctor") / "data", migrated=migrated)


def test_what_is_missing_is_said_with_the_way_to_mend_it(house: House):
    done = house.bitim("doctor")
    assert done.returncode == 1
    for words in ("There has never been a backup", "bitim backup DIR", "without https", "no centre yet", "BITIM_SMTP"):
        assert words in done.stdout
    for words in ("The master key opens the key store", "is on the disk", "can be printed", "Python 3."):
        assert words in done.stdout
    assert "broke off" not in done.stdout


def test_keys_that_others_can_read_are_found(house: House):
    master = house.data / "keys" / "master.key"
    master.chmod(0o644)
    try:
        assert "can read the master key" in house.bitim("doctor").stdout
    finally:
        master.chmod(0o600)


def test_an_empty_place_is_not_a_crash(tmp_path: Path):
    done = House(tmp_path / "nowhere").bitim("doctor")
    assert done.returncode == 1
    assert "is not there" in done.stdout
    assert "Traceback" not in done.stderr


def test_without_a_folder_the_doctor_asks_for_one():
    done = House(Path("."), {"BITIM_DATA": ""}).bitim("doctor")
    assert done.returncode == 2
    assert "Say where the data folder is" in done.stderr


def test_a_check_that_breaks_off_is_something_to_mend_and_the_others_go_on(monkeypatch: pytest.MonkeyPatch):
    def broken():
        raise RuntimeError
        yield

    def well():
        yield Finding("good", "well")

    monkeypatch.setattr(findings, "KINDS", [broken, well])
    assert [found.level for found in findings.all_of()] == ["mend", "good"]


def test_little_space_is_said(monkeypatch: pytest.MonkeyPatch, settings, tmp_path: Path):
    settings.DATA = tmp_path
    monkeypatch.setattr(checkup, "LITTLE_SPACE", 1 << 60)
    assert any("MB are free" in found.what for found in checkup.data_folder() if found.level == "mend")


@pytest.mark.django_db
def test_a_clock_behind_the_record_is_found(monkeypatch: pytest.MonkeyPatch):
    from datetime import timedelta

    from bitim.kernel import audit, clock

    monkeypatch.setattr(audit, "newest", lambda: clock.now() + timedelta(hours=1))
    assert [found.level for found in checkup.clock()] == ["mend"]


@pytest.mark.parametrize(
    ("changed", "found"),
    [
        ({}, ["good"]),
        ({"PUBLIC_URL": "https://mediation.example"}, ["BITIM_PUBLIC_URL"]),
        ({"DEFAULT_FROM_EMAIL": "Медиация орталығы <a@office.example>"}, ["BITIM_MAIL_FROM"]),
        ({"EMAIL_HOST_USER": "bitim@office.example"}, ["BITIM_SMTP_USER"]),
    ],
)
def test_a_name_that_tells_what_the_office_does_is_found(settings, monkeypatch, changed: dict[str, str], found: list):
    monkeypatch.setattr("django.core.mail.utils.DNS_NAME", "host-1")
    settings.PUBLIC_URL, settings.DEFAULT_FROM_EMAIL = "https://office.example", "office@office.example"
    for name, said in changed.items():
        setattr(settings, name, said)
    said = list(setup.neutral_names())
    if found == ["good"]:
        assert [one.level for one in said] == found
    else:
        assert [(one.what.split()[0], one.level, one.aloud) for one in said] == [(found[0], "mend", True)]


def test_a_machine_whose_name_tells_is_found(settings, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("django.core.mail.utils.DNS_NAME", "mediation-1.example.org")
    settings.PUBLIC_URL = "https://office.example"
    assert [one.level for one in setup.neutral_names()] == ["mend"]
