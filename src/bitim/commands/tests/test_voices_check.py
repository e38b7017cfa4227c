"""What the doctor says of what carries voices."""

import socket

import pytest
from tests.support import sfu

from bitim.commands import voices
from bitim.room import ports
from bitim.room.voices import chosen


@pytest.fixture
def listening():
    with socket.create_server(("127.0.0.1", 0)) as one:
        yield one.getsockname()[1]


def levels(check):
    return [found.level for found in check()]


def test_a_relay_that_answers_with_a_long_secret_is_good(settings, listening):
    settings.MEDIA_RELAY, settings.MEDIA_RELAY_SECRET = (f"turn:127.0.0.1:{listening}?transport=udp",), "s" * 16
    assert levels(voices.relay) == ["note", "good"]  # it is not told who may come: no matter outside of `serve`


def test_a_relay_that_is_not_told_is_said_aloud_and_carries_nothing(settings, listening):
    settings.MEDIA_RELAY, settings.MEDIA_RELAY_SECRET = (f"turn:127.0.0.1:{listening}",), "s" * 16
    settings.MEDIA_RELAY_BY_TIME = False
    found, _ = voices.relay()
    assert found.level == "mend" and found.aloud and "BITIM_TURN_BY_TIME" in found.how
    for media, openly in (("mesh", False), ("mesh", True), ("janus", False)):
        settings.MEDIA, settings.MEDIA_OPENLY = media, openly
        assert not chosen().is_on(), (media, openly)
    settings.MEDIA, settings.MEDIA_RELAY_BY_TIME = "mesh", True
    assert chosen().is_on()


def test_a_relay_that_is_told_who_may_come_is_good(settings, listening, tmp_path, monkeypatch, db):
    settings.MEDIA_RELAY, settings.MEDIA_RELAY_SECRET = (f"turn:127.0.0.1:{listening}",), "s" * 16
    settings.MEDIA_RELAY_BOOK, settings.MEDIA_RELAY_REALM = tmp_path / "turndb", ""
    assert levels(voices.relay) == ["mend", "good"]  # it would look under another realm
    settings.MEDIA_RELAY_REALM = "relay.example"
    monkeypatch.setattr(ports, "media", chosen())
    assert levels(voices.relay) == ["mend", "good"]  # everybody may read it
    settings.MEDIA_RELAY_BOOK.chmod(0o660)
    assert levels(voices.relay) == ["good", "good"]
    settings.MEDIA_RELAY_BOOK = tmp_path / "none" / "turndb"
    monkeypatch.setattr(ports, "media", chosen())
    found = list(voices.relay())
    assert [one.level for one in found] == ["mend", "good"] and "cannot be written" in found[0].what


@pytest.mark.parametrize(
    ("urls", "secret", "said"),
    [
        (("turn:127.0.0.1:1",), "s" * 16, "does not answer"),
        (("https://relay.example",), "s" * 16, "no address of a relay"),
        (("turn:relay.example:3478 ",), "s" * 16, "no address of a relay"),
    ],
)
def test_a_relay_by_which_no_voice_would_go_is_to_mend(settings, urls, secret, said):
    settings.MEDIA_RELAY, settings.MEDIA_RELAY_SECRET = urls, secret
    _note, found = voices.relay()
    assert found.level == "mend" and said in found.what and found.how


def test_a_secret_that_is_missing_or_short_is_to_mend(settings, listening):
    for secret in ("", "short"):
        settings.MEDIA_RELAY, settings.MEDIA_RELAY_SECRET = (f"turn:127.0.0.1:{listening}",), secret
        assert "mend" in levels(voices.relay)


def test_without_a_relay_it_is_said_what_that_means(settings):
    settings.MEDIA_RELAY, settings.MEDIA_OPENLY = (), False
    (found,) = voices.relay()
    assert "carries no voices" in found.what and not found.aloud
    settings.MEDIA_OPENLY = True
    (found,) = voices.relay()
    assert "learns the network address" in found.what and found.aloud


@pytest.mark.parametrize(
    ("said", "found"), [("none", []), ("human", ["good"]), ("engine", ["mend"]), ("whisper", ["mend"])]
)
def test_who_may_write_is_said_and_no_program_is_taken_for_one(settings, said, found):
    settings.CAPTIONS = said
    assert levels(voices.captions) == found


def janus(settings, url, secret="s" * 16):
    settings.MEDIA, settings.MEDIA_SERVER, settings.MEDIA_SERVER_SECRET = "janus", url, secret
    return list(voices.media_server())


@pytest.mark.slow
def test_janus_with_the_files_of_the_house_is_good(settings, tmp_path):
    with sfu.running(tmp_path) as server:
        assert [found.level for found in janus(settings, server.url, server.secret)] == ["good"]
        (found,) = janus(settings, server.url, "another-secret-altogether")
        assert found.level == "mend" and "does not know our secret" in found.what
        assert not list(voices.relay())  # it hides addresses by itself


@pytest.mark.slow
@pytest.mark.parametrize(
    ("file", "this", "that", "said"),
    [
        ("janus.plugin.videoroom.jcfg", "admin_key", "#admin_key", "whoever asks: admin_key"),
        ("janus.plugin.videoroom.jcfg", "string_ids = true", "string_ids = false", "no room for us"),
        ("janus.jcfg", "api_secret", "#api_secret", "whoever asks: api_secret"),
        ("janus.jcfg", "libjanus_echotest.so,", "", "echotest"),
    ],
)
def test_whatever_of_janus_is_open_is_found(settings, tmp_path, file, this, that, said):
    with sfu.running(tmp_path) as server:
        server.kill()
        path = tmp_path / file
        path.write_text(path.read_text().replace(this, that))
        server.start()
        found = janus(settings, server.url, server.secret)
        assert any(one.level == "mend" and one.aloud and said in one.what for one in found)


def test_a_door_that_nobody_needs_is_found():
    info = {"api_secret": True, "transports": {"janus.transport.websockets": {}, "janus.transport.http": {}}}
    (said,) = voices._of_info(info)
    assert "janus.transport.http" in said


def test_an_admin_that_listens_is_found(settings, monkeypatch, listening):
    monkeypatch.setattr(voices, "ADMIN_PORTS", (listening,))
    assert any("has its admin" in found.what for found in janus(settings, "ws://127.0.0.1:1"))


@pytest.mark.parametrize(
    ("url", "secret", "said"),
    [
        ("ws://127.0.0.1:1", "s" * 16, "does not answer"),
        ("ws://janus.example:8188", "s" * 16, "does not name this machine"),
        ("ws://127.0.0.1:1", "short", "BITIM_JANUS_SECRET"),
    ],
)
def test_a_janus_that_cannot_be_used_is_to_mend(settings, url, secret, said):
    (found,) = janus(settings, url, secret)
    assert found.level == "mend" and said in found.what and found.how


def test_an_adapter_that_there_is_not_is_to_mend(settings):
    settings.MEDIA = "livekit"
    (found,) = voices.media_server()
    assert found.level == "mend"
    settings.MEDIA = "none"
    assert not list(voices.media_server()) and not list(voices.relay())
