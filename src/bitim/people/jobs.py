"""Clocks of the people domain: what nobody needs any more is not kept."""

from datetime import timedelta
from importlib import import_module

from django.conf import settings

from bitim.kernel import clock, jobs, limits
from bitim.kernel.locking import write
from bitim.kernel.models import DoorSecret
from bitim.people.models import RegisterImport

LIST_KEPT = timedelta(days=1)
SECRET_KEPT = timedelta(days=30)  # after it lapsed: long enough to see in a quarrel that it had


@jobs.clockwork(minutes=60)
def forget_lists() -> int:
    """Destroy lists that were sent in and not entered within a day; return how many."""
    with write():
        old = RegisterImport.objects.system().filter(entered=None, made__lt=clock.now() - LIST_KEPT)
        return old.delete()[0]


@jobs.clockwork(minutes=1440)
def tidy_entrances() -> int:
    """Delete lapsed sessions, untouched limits and long-lapsed links and codes; return how many of the last two."""
    import_module(settings.SESSION_ENGINE).SessionStore.clear_expired()
    old = DoorSecret.objects.system().filter(expires__lt=clock.now() - SECRET_KEPT)
    return limits.sweep() + old.delete()[0]
