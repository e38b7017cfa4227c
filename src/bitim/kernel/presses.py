"""Keys of presses are forgotten when no form that carries them can come again.

A key is drawn with the page that holds the form. The longest sign-in, on a person's own device, lasts thirty days
from its last renewal; whoever presses an older page is asked to come in anew first. A page that asks for no sign-in (a
request for help) could be sent again from a window left open for longer, and would then be taken for a second one.
Kept longer, the rows would only tell who did what when.
"""

from datetime import timedelta

from bitim.kernel import clock, jobs
from bitim.kernel.locking import write
from bitim.kernel.models import IdempotencyKey

KEPT = timedelta(days=35)
AT_ONCE = 1000  # rows of one transaction: other writers wait for no more, and memory does not grow with the table


@jobs.clockwork(minutes=1440)
def forget_presses() -> int:
    """Delete keys of presses that are too old to come again, the oldest first; return how many."""
    before, forgotten = clock.now() - KEPT, 0
    while True:
        with write():
            rows = IdempotencyKey.objects.system().filter(at__lt=before).order_by("at")
            old = list(rows.values_list("pk", flat=True)[:AT_ONCE])
            IdempotencyKey.objects.system().filter(pk__in=old).delete()
        forgotten += len(old)
        if len(old) < AT_ONCE:
            return forgotten
