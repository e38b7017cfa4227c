"""Django application of the people domain."""

from django.apps import AppConfig


class PeopleConfig(AppConfig):
    """People."""

    name = "bitim.people"
    label = "people"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Put the rules in force, wind the clocks, hear of logins, say where people are written to."""
        from bitim.people import jobs, live, recipients, rules, sessions  # noqa: F401

        live.connect()
