"""The books only grow, and no number is skipped."""

from django.db import migrations

from bitim.kernel.appendonly import protect

# Of what a number counts: the table, and the columns within which it begins with one.
COUNTED = {
    "journal_line": ("centre_id", "book", "year"),
    "journal_consultation": ("centre_id", "year"),
}


def in_order(apps, schema_editor):
    """Refuse a line whose number, or whose place under its number, is not the next one."""
    for table, within in COUNTED.items():
        same = " AND ".join(f"{column} = NEW.{column}" for column in within)
        number = f"SELECT COALESCE(MAX(number), 0) + 1 FROM {table} WHERE {same}"
        turn = f"SELECT COALESCE(MAX(turn), 0) + 1 FROM {table} WHERE {same} AND number = NEW.number"
        wrong = f"(NEW.turn = 1 AND NEW.number <> ({number})) OR (NEW.turn <> ({turn}))"
        if schema_editor.connection.vendor == "sqlite":
            schema_editor.execute(
                f"CREATE TRIGGER {table}_in_order BEFORE INSERT ON {table} WHEN {wrong} "
                f"BEGIN SELECT RAISE(ABORT, '{table}: not the next number'); END"
            )
            continue
        schema_editor.execute(
            f"CREATE OR REPLACE FUNCTION {table}_order() RETURNS trigger LANGUAGE plpgsql AS $$ "
            f"BEGIN IF {wrong} THEN RAISE EXCEPTION '{table}: not the next number'; END IF; RETURN NEW; END $$"
        )
        schema_editor.execute(
            f"CREATE TRIGGER {table}_in_order BEFORE INSERT ON {table} FOR EACH ROW EXECUTE FUNCTION {table}_order()"
        )


class Migration(migrations.Migration):
    dependencies = [("journal", "0001_initial")]
    operations = [
        migrations.RunPython(protect(*COUNTED), migrations.RunPython.noop),
        migrations.RunPython(in_order, migrations.RunPython.noop),
    ]
