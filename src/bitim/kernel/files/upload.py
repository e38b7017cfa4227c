"""Upload handling: memory only, and no more of it than the limit."""

from typing import Any

from django.conf import settings
from django.core.files.uploadhandler import MemoryFileUploadHandler, StopUpload


class MemoryOnly(MemoryFileUploadHandler):
    """Keep an upload in memory up to the limit; stop reading beyond it, so that a 3 GB file costs nothing."""

    def handle_raw_input(
        self, input_data: Any, META: Any, content_length: int, boundary: Any, encoding: Any = None
    ) -> None:
        """Take every upload; the size is watched chunk by chunk, whatever the header claims."""
        self.activated, self._taken = True, 0

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        """Keep a chunk, or stop."""
        self._taken += len(raw_data)
        if self._taken > settings.FILE_LIMIT:
            self.request.too_large = True  # type: ignore[union-attr]
            raise StopUpload(connection_reset=False)
        self.file.write(raw_data)
