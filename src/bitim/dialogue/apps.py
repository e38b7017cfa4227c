"""Django application of the dialogue domain."""

from django.apps import AppConfig


class DialogueConfig(AppConfig):
    """What a whole community shares."""

    name = "bitim.dialogue"
    label = "dialogue"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Register rules, subscriptions, work and the live line."""
        from bitim.dialogue import jobs, jobs_ratifying, jobs_reminding, live, rules, rules_ratifying, subscribers  # noqa: F401
