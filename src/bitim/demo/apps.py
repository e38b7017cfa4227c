"""Django application of the demo domain."""

from django.apps import AppConfig


class DemoConfig(AppConfig):
    """Demo."""

    name = "bitim.demo"
    label = "demo"
    default_auto_field = "django.db.models.BigAutoField"
