"""Django application of the room domain."""

from django.apps import AppConfig


class RoomConfig(AppConfig):
    """Room."""

    name = "bitim.room"
    label = "room"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Put the rules, the facts, the subscribers and the live lines in place."""
        from bitim.room import entrances, facts, live, notices, rules, subscribers, voices  # noqa: F401
