"""`bitim demo`, as a person starts it: doors for everybody, this machine alone, the same doors after a power cut."""

import socket
import urllib.error
import urllib.request
from pathlib import Path

import pytest
from tests.support.server import Served, serve_demo

from bitim.commands import demo
from bitim.commands.environment import Stop
from bitim.commands.tests.houses import House

pytestmark = pytest.mark.slow  # whole processes, begun from the command line

HALF = b"half a database"


@pytest.mark.parametrize("host", ["127.0.0.1", "127.8.8.8", "::1", "localhost"])
def test_this_machine_is_let_in(host: str):
    demo.only_here(host)


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.168.1.5", "10.0.0.1", "demo.example", "", "127.0.0.1.example"])
def test_no_other_machine_is(host: str):
    with pytest.raises(Stop, match="this machine alone"):
        demo.only_here(host)


def test_the_command_asks_before_it_makes_anything(tmp_path: Path):
    done = House(tmp_path).bitim("demo", "--host", "0.0.0.0", "--data", tmp_path / "d")
    assert done.returncode == 1 and "this machine alone" in done.stderr
    assert not (tmp_path / "d").exists()


def test_a_centres_folder_is_never_made_a_demo(tmp_path: Path):
    (tmp_path / "bitim.sqlite3").write_bytes(b"a centre's")
    done = House(tmp_path).bitim("demo", "--port", "0", "--data", tmp_path)
    assert done.returncode == 1
    assert "holds a centre's data" in done.stderr
    assert (tmp_path / "bitim.sqlite3").read_bytes() == b"a centre's"


def test_a_port_in_use_is_said(tmp_path: Path):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        done = House(tmp_path).bitim("demo", "--port", str(taken.getsockname()[1]))
    assert done.returncode == 1
    assert "already uses port" in done.stderr


@pytest.fixture(scope="module")
def living(tmp_path_factory: pytest.TempPathFactory):
    # What is set for a real centre must not reach the demo: a database there, a mail server.
    hostile = {"BITIM_DATABASE": "postgresql://x@127.0.0.1:1/x", "BITIM_SMTP_HOST": "mail.example"}
    folder = tmp_path_factory.mktemp("living") / "data"
    folder.mkdir()
    # A first seeding was cut off in the middle.
    (folder / demo.SECRET).write_text("x" * 60)
    (folder / demo.BEGUN).touch()
    (folder / "bitim.sqlite3").write_bytes(HALF)
    with serve_demo(folder, **hostile) as running:
        yield running


class _Stay(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_: object) -> None:
        return None


def ask(house: Served, address: str) -> int:
    """Ask for a printed address; its host name goes into the header, as a browser would send it."""
    host, _, path = address.removeprefix("http://").partition("/")
    port = host.rsplit(":", 1)[1]
    request = urllib.request.Request(f"http://127.0.0.1:{port}/{path}", headers={"Host": host})
    try:
        with urllib.request.build_opener(_Stay).open(request, timeout=60) as answer:
            return int(answer.status)
    except urllib.error.HTTPError as refused:
        return refused.code


def test_every_printed_door_opens_on_a_name_of_its_own(living: Served):
    doors = {words: address for words, address in living.doors().items() if ".localhost:" in address}
    assert len(doors) >= 25
    assert len({address.split("/")[2] for address in doors.values()}) == len(doors)
    for words, address in doors.items():
        assert ask(living, address) == (200 if words.startswith("party") else 303), words
    for word in ("mediator", "coordinator", "interpreter", "head", "party"):
        assert living.door(word)


def test_the_first_page_and_the_outbox_say_that_it_is_a_demo(living: Served):
    for path in ("/", "/outbox/"):
        with urllib.request.urlopen(living.url.replace("localhost", "127.0.0.1") + path, timeout=60) as answer:
            assert 'class="house' in answer.read().decode()


def test_after_a_power_cut_the_same_doors_open(living: Served):
    before = living.doors()
    living.stop(hard=True)
    living.log.write_text("")
    living.start()
    assert {w: a for w, a in living.doors().items() if ".localhost:" in a}.items() <= before.items()
    assert ask(living, living.door("mediator")) == 303


def test_a_seeding_that_was_cut_off_begins_again(living: Served):
    """That was how this house was found; all the tests above were on what became of it."""
    assert not (living.data / demo.BEGUN).exists()
    assert (living.data / "bitim.sqlite3").stat().st_size > len(HALF)
