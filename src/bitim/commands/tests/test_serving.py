"""From an empty folder to a served centre: every step says what is missing, and nothing starts on a broken promise."""

import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest
from tests.support.server import free_port

from bitim.commands.tests.houses import House

pytestmark = pytest.mark.slow  # whole processes, begun from the command line

GOOD = {
    "BITIM_PUBLIC_URL": "https://office.example",
    "BITIM_HOSTS": "office.example",
    "BITIM_MAIL_FROM": "office@office.example",
    "BITIM_SMTP_HOST": "localhost",
}
KINDS = ("addendum", "agreement_to_mediate", "code_slip", "interpreter_undertaking")
KINDS += ("invitation_letter", "meeting_record", "motion_to_stay")
KINDS += ("notice_of_ending", "notice_to_court", "request_to_approve", "request_to_return_duty", "settlement")
KINDS += ("signature_note",)
CENTRE = (
    *("--slug", "dostyq", "--name", "Достық үйі", "--place", "Алматы қаласы", "--address", "Құрманғазы, 40"),
    *("--phone", "+7 727 000 00 00", "--language", "kk", "--head-name", "Гүлнар Бекова", "--head-email", "g@d.example"),
)


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> House:
    """A centre made by `bitim init`, nothing accepted yet."""
    house = House(tmp_path_factory.mktemp("served") / "data", dict(GOOD))
    done = house.bitim("init", *CENTRE)
    assert done.returncode == 0, done.stderr
    return house


def accept(house: House, name: str = "Гүлнар Бекова") -> subprocess.CompletedProcess[str]:
    kinds = [word for kind in KINDS for word in ("--kind", kind)]
    return house.bitim("accept-template", *kinds, "--name", name)


def accepted(house: House) -> str:
    """Return how many texts are accepted."""
    return house.python(
        "from bitim.people.models import TemplateAcceptance\nprint(TemplateAcceptance.objects.system().count())"
    )


def refusal(house: House, **changed: str) -> str:
    """Start the server with settings changed and return why it did not start."""
    done = House(house.data, house.more | changed).bitim("serve", "--port", "1")
    assert done.returncode == 1, done.stdout
    assert "was not started" in done.stderr, done.stderr
    return done.stderr


def test_a_house_is_made_closed_and_made_once(house: House):
    assert house.data.stat().st_mode & 0o077 == 0
    assert (house.data / "keys" / "master.key").stat().st_mode & 0o077 == 0
    again = house.bitim("init", *CENTRE)
    assert again.returncode == 1
    assert "already" in again.stderr


def test_what_init_still_needs_is_named(tmp_path: Path):
    done = House(tmp_path / "data").bitim("init", "--slug", "x")
    assert done.returncode == 1
    assert "--head-email" in done.stderr
    assert not (tmp_path / "data").exists()


def test_only_a_head_of_the_centre_accepts(house: House):
    done = accept(house, "Somebody Else")
    assert done.returncode == 1
    assert "not a head" in done.stderr
    assert accepted(house) == "0"


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"BITIM_SECRET_KEY": "short"}, "BITIM_SECRET_KEY"),
        ({"BITIM_SECRET_KEY": ""}, "BITIM_SECRET_KEY"),
        ({"BITIM_PUBLIC_URL": "http://office.example"}, "without https"),
        ({"BITIM_HOSTS": "other.example"}, "does not answer to the name"),
        ({"BITIM_MASTER_KEY": "/nowhere/master.key"}, "master key"),
    ],
)
def test_the_server_does_not_start(house: House, changed: dict[str, str], words: str):
    assert words in refusal(house, **changed)


def test_an_address_that_tells_what_the_office_does_is_said_at_the_start(house: House):
    shut = {"BITIM_SECRET_KEY": "short"}  # refused for another reason, so that the start ends
    assert "tells what the office does" not in refusal(house, **shut)
    telling = {"BITIM_PUBLIC_URL": "https://mediation.example", "BITIM_HOSTS": "mediation.example"}
    said = refusal(house, **shut, **telling)
    assert "BITIM_PUBLIC_URL (https://mediation.example) tells what the office does" in said


def test_a_demo_is_never_served(house: House):
    mark = house.data / "demo-secret"
    mark.write_text("x")
    try:
        assert "holds a demo" in refusal(house)
    finally:
        mark.unlink()


def test_a_house_whose_texts_nobody_accepted_serves_only_when_told_so(house: House):
    """Told so, it starts for the page on which the head reads and accepts them; until then no paper is made of them."""
    assert "has accepted the text of: addendum" in refusal(house)
    told = refusal(house, BITIM_TEXTS_LATER="1", BITIM_SECRET_KEY="short")
    assert "has accepted" not in told


def test_doctor_names_the_texts_that_wait_for_the_head(house: House):
    """What changes after that stops nobody: it is refused where a document is made of it."""
    assert "has accepted the text of: addendum" in house.bitim("doctor").stdout
    assert accept(house).returncode == 0
    assert accepted(house) == str(len(KINDS))
    assert "are accepted by its head" in house.bitim("doctor").stdout
    change = "TemplateAcceptance.objects.system().filter(kind='settlement').update(fingerprint='0' * 64)"
    house.python(f"from bitim.people.models import TemplateAcceptance\n{change}")
    assert "has accepted the text of: settlement" in house.bitim("doctor").stdout
    assert "has accepted" not in refusal(house, BITIM_SECRET_KEY="short")


def test_a_whole_house_serves_as_a_pilot_and_without_the_demo(house: House):
    assert accept(house).returncode == 0
    port = free_port()
    environment = {"BITIM_SECRET_KEY": "x" * 60, **house.environment()}
    command = [sys.executable, "-m", "bitim.cli", "serve", "--port", str(port)]
    process = subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    try:
        page = fetched(port, "/")
        assert 'class="house' in page
        for gone in ("/outbox/", "/outbox/letter/1/", f"/demo/enter/{'t' * 32}/"):
            with pytest.raises(urllib.error.HTTPError, match="404"):
                ask(port, gone)
    finally:
        process.terminate()
        said, _ = process.communicate(timeout=60)
    assert process.returncode == 0, said
    assert "Every page says `pilot`" in said


def test_what_the_web_server_logs_goes_through_the_filter_of_the_house(monkeypatch: pytest.MonkeyPatch):
    """Its own set-up would write the messages of faults, and addresses with the secrets of links."""
    import uvicorn

    from bitim.commands import server
    from bitim.kernel.live.socket import MOST_BYTES

    told: dict[str, object] = {}

    def configured(*_: object, **how: object) -> None:
        told.update(how)
        raise KeyboardInterrupt

    monkeypatch.setattr(uvicorn, "Config", configured)
    with pytest.raises(KeyboardInterrupt):
        server.run("127.0.0.1", 1, lambda: None)
    assert told["log_config"] is None and told["access_log"] is False
    assert told["ws_max_size"] == MOST_BYTES  # no frame of the channel is taken whole that is larger than any of ours


def ask(port: int, path: str) -> str:
    headers = {"Host": "office.example", "X-Forwarded-Proto": "https"}
    request = urllib.request.Request(f"http://127.0.0.1:{port}{path}", headers=headers)
    with urllib.request.urlopen(request, timeout=60) as answer:
        return str(answer.read().decode())


def fetched(port: int, path: str) -> str:
    for _ in range(600):
        try:
            return ask(port, path)
        except urllib.error.HTTPError:
            raise
        except OSError:
            time.sleep(0.2)
    raise AssertionError("no answer")
