"""Django application of the compromise domain."""

from django.apps import AppConfig


class CompromiseConfig(AppConfig):
    """Packages that every side would sign."""

    name = "bitim.compromise"
    label = "compromise"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Register rules, subscriptions, work and the live line."""
        from bitim.compromise import facts_reading, jobs, live, live_bidding, rules, rules_bidding, subscribers  # noqa: F401
        from bitim.compromise.actions import speaking  # noqa: F401
