"""Both databases carry the house: every migration applies, and SQLite writes through to the disk."""

import os

import pytest
from django.apps import apps
from django.db import connection


@pytest.mark.any_database
@pytest.mark.django_db
def test_every_table_stands_on_the_database_we_think_we_test():
    wanted = "postgresql" if os.environ.get("BITIM_DATABASE") else "sqlite"
    assert connection.vendor == wanted
    tables = set(connection.introspection.table_names())
    assert {model._meta.db_table for model in apps.get_models() if model._meta.managed} <= tables


@pytest.mark.django_db
def test_sqlite_forgets_and_remembers_as_told():
    def pragma(name: str) -> object:
        with connection.cursor() as cursor:
            cursor.execute(f"PRAGMA {name}")
            return cursor.fetchone()[0]

    full, on = 2, 1
    assert pragma("synchronous") == full
    assert pragma("secure_delete") == on
    assert pragma("recursive_triggers") == on
    assert pragma("foreign_keys") == on
