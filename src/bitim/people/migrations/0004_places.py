"""One list of a centre's places: the journal's list takes in the reception points. Its table keeps its name, because the
append-only lines of the books point to it; nothing of them is touched."""

import bitim.kernel.ids
import django.db.models.deletion
from django.db import migrations, models


def take_in(apps, schema_editor):
    """Each reception point becomes a place under the id it had, so that cards go on naming it."""
    Place = apps.get_model("people", "Place")
    for one in apps.get_model("people", "ReceptionPoint").objects.order_by("pk"):
        position = Place.objects.filter(centre_id=one.centre_id).count()
        same = {"name": one.name, "address": one.address, "hours": one.hours, "ended": one.closed}
        Place.objects.create(pk=one.pk, centre_id=one.centre_id, position=position, **same)


class Migration(migrations.Migration):
    dependencies = [("people", "0003_accepted_templates"), ("journal", "0002_append_only")]

    operations = [
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.CreateModel(
                    name="Place",
                    fields=[
                        (
                            "id",
                            models.UUIDField(
                                default=bitim.kernel.ids.new_id, editable=False, primary_key=True, serialize=False
                            ),
                        ),
                        ("name", models.JSONField(default=dict)),
                        ("position", models.PositiveSmallIntegerField(default=0)),
                        ("ended", models.DateTimeField(null=True)),
                        (
                            "centre",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="places",
                                to="people.centre",
                            ),
                        ),
                    ],
                    options={"db_table": "journal_place"},
                )
            ]
        ),
        migrations.AddField("place", "address", models.JSONField(default=dict)),
        migrations.AddField("place", "hours", models.JSONField(default=dict)),
        migrations.RunPython(take_in, migrations.RunPython.noop),
        migrations.AlterField(
            "mediatorcard",
            "point",
            models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="cards",
                to="people.place",
            ),
        ),
        migrations.DeleteModel("ReceptionPoint"),
    ]
