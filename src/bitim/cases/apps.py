"""Django application of the cases domain."""

from django.apps import AppConfig


class CasesConfig(AppConfig):
    """Cases."""

    name = "bitim.cases"
    label = "cases"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Register the rules, the clocks and where doors lead."""
        from bitim.cases import entrances, jobs, notices, rules, subscribers  # noqa: F401
