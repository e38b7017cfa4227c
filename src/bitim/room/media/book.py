"""The book of a relay on the house's own machine: the secrets by which coturn knows who may come *now*.

coturn looks the secrets of a realm up at every request that opens a place (table `turn_secret` of its `userdb`, with
`use-auth-secret`). Each epoch has a secret of its own there; when the epoch ends, it is struck out, and the password
that somebody was given for it opens nothing more, whatever time it had left.
"""

import sqlite3
from collections.abc import Callable, Collection
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

PATIENCE_SECONDS = 5.0
TABLE = "CREATE TABLE IF NOT EXISTS turn_secret (realm varchar(127), value varchar(256), primary key (realm, value))"


@dataclass(frozen=True)
class Book:
    """The SQLite file of coturn and the realm under which it looks there."""

    path: Path
    realm: str

    def keep(self, present: Callable[[], Collection[str]]) -> None:
        """Let the secrets that `present` names stand in the book, and no other of this realm.

        `present` is asked while nobody else writes in the book: of two processes that come at the same time the later
        one writes what is true later, and no secret comes back that was struck out. Raises sqlite3.Error.
        """
        with closing(sqlite3.connect(self.path, timeout=PATIENCE_SECONDS, isolation_level=None)) as book:
            book.execute("PRAGMA journal_mode=WAL")  # coturn waits for nobody: what it cannot read at once, it refuses
            book.execute("BEGIN IMMEDIATE")
            book.execute(TABLE)
            wanted = set(present())
            known = {value for (value,) in book.execute("SELECT value FROM turn_secret WHERE realm=?", [self.realm])}
            over = [(self.realm, value) for value in known - wanted]
            new = [(self.realm, value) for value in wanted - known]
            book.executemany("DELETE FROM turn_secret WHERE realm=? AND value=?", over)
            book.executemany("INSERT INTO turn_secret (realm, value) VALUES (?, ?)", new)
            book.execute("COMMIT")
