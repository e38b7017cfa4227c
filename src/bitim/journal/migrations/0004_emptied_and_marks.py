"""A correction may say that nothing stands in a column; every mark of a dispute stays as a row of its own.

A column that may be empty is added to the table as it stands: on SQLite a table made anew would lose its triggers.
"""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("journal", "0003_places_of_the_centre")]
    operations = [
        migrations.AddField(model_name="line", name="emptied", field=models.JSONField(null=True)),
        migrations.AlterField(model_name="aspect", name="case", field=models.UUIDField(db_index=True)),
    ]
