"""Tables that only grow: triggers refuse UPDATE, DELETE and, on PostgreSQL, TRUNCATE.

On SQLite `recursive_triggers=ON` (settings) makes `INSERT OR REPLACE` fire the delete trigger too.
"""

from collections.abc import Callable
from typing import Any


def protect(*tables: str) -> Callable[[Any, Any], None]:
    """Return a migration function that makes the tables append-only."""

    def run(apps: Any, schema_editor: Any) -> None:
        for table in tables:
            for statement in _statements(schema_editor.connection.vendor, table):
                schema_editor.execute(statement)

    return run


def _statements(vendor: str, table: str) -> list[str]:
    if vendor == "sqlite":
        return [
            f"CREATE TRIGGER {table}_no_{verb} BEFORE {verb.upper()} ON {table} "
            f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
            for verb in ("update", "delete")
        ]
    return [
        f"CREATE OR REPLACE FUNCTION {table}_refuse() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN RAISE EXCEPTION '{table} is append-only'; END $$",
        f"CREATE TRIGGER {table}_no_change BEFORE UPDATE OR DELETE ON {table} "
        f"FOR EACH ROW EXECUTE FUNCTION {table}_refuse()",
        f"CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table} EXECUTE FUNCTION {table}_refuse()",
    ]
