"""The hash chain of the audit trail: what was written can be checked, and where it broke is named.

Each row of the trail has a *mac* (a keyed digest of its content) and a *digest* (the link):
``digest = SHA-256(previous digest || mac)``. Whoever alters, drops or reorders a row must also rewrite every later
link, and then a checkpoint that has left the machine no longer agrees. The proof reaches as far as the last
checkpoint: rows after it can be cut off unseen.
"""

from bitim.engines.chain.checkpoints import Checkpoint, check_checkpoint, checkpoint
from bitim.engines.chain.links import DIGEST_BYTES, GENESIS, canonical, link, row_mac
from bitim.engines.chain.verify import Link, Report, Why, verify

__all__ = [
    "DIGEST_BYTES",
    "GENESIS",
    "Checkpoint",
    "Link",
    "Report",
    "Why",
    "canonical",
    "check_checkpoint",
    "checkpoint",
    "link",
    "row_mac",
    "verify",
]
