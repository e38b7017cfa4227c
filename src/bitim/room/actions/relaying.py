"""A relay on the house's own machine knows the epochs that are: told after every commit that begins or ends one, and
once more every minute, for a machine that was off or a disk that was full just then."""

import logging
import sqlite3
from collections.abc import Collection
from uuid import UUID

from django.db import Error, transaction

from bitim.kernel.jobs import clockwork
from bitim.room import ports
from bitim.room.models import Epoch

log = logging.getLogger("bitim.relay")


def tell_relay() -> None:
    """Let the relay know the epochs that are, once the transaction is committed."""
    transaction.on_commit(keep_book, robust=True)


@clockwork(minutes=1)
def keep_book() -> bool:
    """Let the relay know the epochs that are; tell whether that went well. Where it does not, passwords end by
    themselves, and the log says so."""
    try:
        ports.media.keep(_present)
    except (sqlite3.Error, Error) as fault:
        log.error("The relay could not be told who may come (BITIM_TURN_BOOK): %s", fault)
        return False
    return True


def _present() -> Collection[UUID]:
    return list(Epoch.objects.system().values_list("number", flat=True))
