"""The list of places is the centre's: the same table, read by another model."""

import django.db.models.deletion
from django.db import migrations, models


def to_the_list():
    return models.ForeignKey(
        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.place"
    )


class Migration(migrations.Migration):
    dependencies = [("journal", "0002_append_only"), ("people", "0004_places")]

    operations = [
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.AlterField("line", "place", to_the_list()),
                migrations.AlterField("consultation", "place", to_the_list()),
                migrations.DeleteModel("Place"),
            ]
        )
    ]
