"""Django application of the room domain."""

from django.apps import AppConfig


class RoomConfig(AppConfig):
    """Room."""

    name = "bitim.room"
    label = "room"
    default_auto_field = "django.db.models.BigAutoField"
