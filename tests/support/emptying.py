"""Emptying the test database: append-only tables refuse it, so their triggers stand aside for that moment alone."""

from collections.abc import Callable
from typing import Any

from django.db import connection


def emptied_past_triggers(flush: Callable[..., Any]) -> Callable[..., Any]:
    """Return the flush command with the triggers taken away before and put back after."""

    def run(*args: Any, **options: Any) -> Any:
        with connection.cursor() as cursor:
            if connection.vendor != "sqlite":
                cursor.execute("SET session_replication_role = replica")
                try:
                    return flush(*args, **options)
                finally:
                    cursor.execute("SET session_replication_role = DEFAULT")
            cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
            triggers = cursor.fetchall()
            for name, _sql in triggers:
                cursor.execute(f'DROP TRIGGER "{name}"')
            try:
                return flush(*args, **options)
            finally:
                for _name, sql in triggers:
                    cursor.execute(sql)

    return run
