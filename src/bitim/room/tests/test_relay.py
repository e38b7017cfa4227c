"""A real relay, with the file that operators are given: whose password holds, and where a line may lead."""

import time

import pytest
from tests.support import relay
from tests.support.stun import GRANTED, Client

from bitim.room.media.backend import Relay

pytestmark = pytest.mark.slow  # a program of its own
UNAUTHORISED, FORBIDDEN = 401, 403


@pytest.fixture(scope="module")
def coturn(tmp_path_factory):
    with relay.running(tmp_path_factory.mktemp("relay")) as one:
        yield one


def client(coturn, given):
    return Client(coturn.port, given["username"], given["credential"])


def test_what_the_house_gives_opens_a_place_at_the_relay(coturn):
    with client(coturn, coturn.config.credentials("ticket", int(time.time()) + 60)) as one:
        assert one.allocate() == GRANTED


@pytest.mark.parametrize("how", ["ended", "of another secret", "another name", "a later end", "none"])
def test_whatever_else_is_said_opens_none(coturn, how):
    now = int(time.time())
    given = coturn.config.credentials("ticket", now + 60)
    if how == "ended":
        given = coturn.config.credentials("ticket", now - 1)
    elif how == "of another secret":
        given = Relay(coturn.config.urls, "another").credentials("ticket", now + 60)
    elif how == "another name":
        given |= {"username": f"{now + 60}:another"}
    elif how == "a later end":
        given |= {"username": f"{now + 6000}:ticket"}
    else:
        given |= {"username": "", "credential": ""}
    with client(coturn, given) as one:
        assert one.allocate() == UNAUTHORISED


def test_a_line_leads_to_the_relay_itself_and_nowhere_else(coturn):
    with client(coturn, coturn.config.credentials("ticket", int(time.time()) + 60)) as one:
        assert one.allocate() == GRANTED
        assert one.permit("127.0.0.1") == GRANTED
        for address in ("10.0.0.1", "192.168.1.7", "169.254.169.254", "172.16.0.1", "127.0.0.2", "203.0.113.9"):
            assert one.permit(address) == FORBIDDEN


def test_a_password_that_has_ended_opens_nothing_new(coturn):
    """coturn 4.6 keeps a place that is open; the next one needs a password that holds, so a browser asks in time."""
    given = coturn.config.credentials("ticket", int(time.time()) + 1)
    with client(coturn, given) as one:
        assert one.allocate() == GRANTED
        time.sleep(2.1)
        with client(coturn, given) as again:
            assert again.allocate() == UNAUTHORISED
