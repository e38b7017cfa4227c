"""The record only grows."""

from django.db import migrations

from bitim.kernel.appendonly import protect


class Migration(migrations.Migration):
    dependencies = [("kernel", "0001_initial")]
    operations = [migrations.RunPython(protect("kernel_event", "kernel_checkpoint"), migrations.RunPython.noop)]
