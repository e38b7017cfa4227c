"""Files: taken in whole, checked, cleaned, sealed by chunks; never on disk in clear."""

from bitim.kernel.files.kinds import ACCEPT
from bitim.kernel.files.ranges import Unsatisfiable, asked
from bitim.kernel.files.taking import Accepted, accept, accept_bytes
from bitim.kernel.files.vault import copy, destroy, open_part, open_sealed, store

__all__ = [
    "ACCEPT",
    "Accepted",
    "Unsatisfiable",
    "accept",
    "accept_bytes",
    "asked",
    "copy",
    "destroy",
    "open_part",
    "open_sealed",
    "store",
]
