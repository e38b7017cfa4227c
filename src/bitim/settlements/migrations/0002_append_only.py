"""What was said about a duty, and the register of demands, only grow."""

from django.db import migrations

from bitim.kernel.appendonly import protect

TABLES = ("settlements_dutyreport", "settlements_demand", "settlements_demandstep")


class Migration(migrations.Migration):
    dependencies = [("settlements", "0001_initial")]
    operations = [migrations.RunPython(protect(*TABLES), migrations.RunPython.noop)]
