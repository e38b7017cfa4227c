"""Django application of the kernel domain."""

from django.apps import AppConfig


class KernelConfig(AppConfig):
    """Kernel."""

    name = "bitim.kernel"
    label = "kernel"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Set the kernel's own clocks."""
        from bitim.kernel import checkpoints, presses  # noqa: F401
