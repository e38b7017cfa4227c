"""Django application of the settlements domain."""

from django.apps import AppConfig


class SettlementsConfig(AppConfig):
    """Settlements."""

    name = "bitim.settlements"
    label = "settlements"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Register rules, subscriptions and the live line."""
        from bitim.settlements import (  # noqa: F401
            facts,
            facts_reading,
            jobs,
            jobs_after,
            jobs_keeping,
            live,
            rules,
            rules_after,
            subscribers,
        )
        from bitim.settlements.actions import saying  # noqa: F401
        from bitim.settlements.queries import agenda  # noqa: F401
