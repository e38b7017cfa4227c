"""Rate limits: token buckets under keyed names, so that the table tells nobody what was tried.

Buckets are per thing and for the whole house, never per network address: many people share one mobile address.
Each spending is its own small transaction, so that a later refusal does not give the token back.
"""

from datetime import timedelta

from bitim.kernel import clock, keystore
from bitim.kernel.ids import keyed
from bitim.kernel.locking import write
from bitim.kernel.models import Bucket

KEPT = timedelta(days=30)  # a bucket untouched for longer than any period is full again, and may go


def spend(name: str, capacity: int, per_seconds: float) -> bool:
    """Take one token of a bucket that holds `capacity` and fills again evenly within `per_seconds`.

    False when it is empty. Costs the same queries whether it is or not. Must not run inside another transaction.
    """
    now, key = clock.now(), _name(name)
    with write(durable=True):
        bucket = Bucket.objects.system().select_for_update().filter(pk=key).first()
        if bucket is None:
            Bucket.objects.create(name=key, tokens=capacity - 1.0, at=now)
            return capacity >= 1
        passed = max(0.0, (now - bucket.at).total_seconds())
        tokens = min(float(capacity), bucket.tokens + passed * capacity / per_seconds)
        enough = tokens >= 1.0
        Bucket.objects.system().filter(pk=key).update(tokens=tokens - 1.0 if enough else tokens, at=now)
        return enough


def give_back(name: str, capacity: int) -> None:
    """Return one token: the try was a good one and shall not count."""
    with write(durable=True):
        bucket = Bucket.objects.system().select_for_update().filter(pk=_name(name)).first()
        if bucket is not None:
            Bucket.objects.system().filter(pk=bucket.pk).update(tokens=min(float(capacity), bucket.tokens + 1.0))


def sweep() -> int:
    """Delete buckets that nobody touched for longer than the longest period; return how many."""
    return Bucket.objects.system().filter(at__lt=clock.now() - KEPT).delete()[0]


def _name(name: str) -> bytes:
    return keyed(keystore.store().derived("limits"), "bucket", name)
