"""Django application of the kernel domain."""

from django.apps import AppConfig


class KernelConfig(AppConfig):
    """Kernel."""

    name = "bitim.kernel"
    label = "kernel"
    default_auto_field = "django.db.models.BigAutoField"
