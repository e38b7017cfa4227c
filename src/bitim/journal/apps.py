"""Django application of the journal domain."""

from django.apps import AppConfig


class JournalConfig(AppConfig):
    """Journal."""

    name = "bitim.journal"
    label = "journal"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Register the rules, what the books hear of cases and texts, and the nightly look."""
        from bitim.journal import events, jobs, rules, subscribers  # noqa: F401
