"""The database backend of Django's settings (ENGINE): Django looks for `base.DatabaseWrapper`."""

import select

from django.db.backends.postgresql import base


class DatabaseWrapper(base.DatabaseWrapper):
    """Django's, without a question to the server at the beginning of every request and of every reading."""

    def is_usable(self) -> bool:
        """Tell whether the kept connection still lives.

        A server that ends a connection says so, and what it says waits on the socket: only then it is asked. Where a
        network died without a word, a question would hang just as the first real one does.
        """
        if self.connection is None or self.connection.closed:
            return False
        waiting = select.poll()  # not `select`: with a thousand lines open the number of the socket is too large
        waiting.register(self.connection.fileno(), select.POLLIN)
        return not waiting.poll(0) or bool(super().is_usable())
