"""Django application of the settlements domain."""

from django.apps import AppConfig


class SettlementsConfig(AppConfig):
    """Settlements."""

    name = "bitim.settlements"
    label = "settlements"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Register rules and subscriptions."""
        from bitim.settlements import facts, jobs, rules, subscribers  # noqa: F401
