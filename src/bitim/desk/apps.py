"""Django application of the desk domain."""

from django.apps import AppConfig


class DeskConfig(AppConfig):
    """Desk."""

    name = "bitim.desk"
    label = "desk"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Register the rules and say where the door of a case leads."""
        from django.urls import reverse

        from bitim.desk import actions, events, rules  # noqa: F401
        from bitim.kernel import delivery, doors

        delivery.ended.append(actions.note_notice)
        doors.HOMES["case"] = lambda person, subject: reverse("desk:case", args=[subject])
