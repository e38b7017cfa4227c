"""Django application of the desk domain."""

from django.apps import AppConfig


class DeskConfig(AppConfig):
    """Desk."""

    name = "bitim.desk"
    label = "desk"
    default_auto_field = "django.db.models.BigAutoField"
