"""Django application of the desk domain."""

from django.apps import AppConfig


class DeskConfig(AppConfig):
    """Desk."""

    name = "bitim.desk"
    label = "desk"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Say where the door of a case leads."""
        from django.urls import reverse

        from bitim.kernel import doors

        doors.HOMES["case"] = lambda person, subject: reverse("desk:case", args=[subject])
