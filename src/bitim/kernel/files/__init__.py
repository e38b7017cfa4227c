"""Files: taken in whole, checked, cleaned, sealed by chunks; never on disk in clear."""

from bitim.kernel.files.taking import Accepted, accept, accept_bytes
from bitim.kernel.files.vault import copy, destroy, open_sealed, store

__all__ = ["Accepted", "accept", "accept_bytes", "copy", "destroy", "open_sealed", "store"]
