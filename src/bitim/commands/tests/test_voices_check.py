"""What the doctor says of what carries voices."""

import socket

import pytest

from bitim.commands import voices


@pytest.fixture
def listening():
    with socket.create_server(("127.0.0.1", 0)) as one:
        yield one.getsockname()[1]


def levels(check):
    return [found.level for found in check()]


def test_a_relay_that_answers_with_a_long_secret_is_good(settings, listening):
    settings.MEDIA_RELAY, settings.MEDIA_RELAY_SECRET = (f"turn:127.0.0.1:{listening}?transport=udp",), "s" * 16
    assert levels(voices.relay) == ["good"]


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
    (found,) = voices.relay()
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
