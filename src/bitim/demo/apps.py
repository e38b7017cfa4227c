"""Django application of the demo domain."""

from django.apps import AppConfig


class DemoConfig(AppConfig):
    """Demo."""

    name = "bitim.demo"
    label = "demo"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """In a demo alone: hear of letters that are printed and codes that are read out."""
        from django.conf import settings

        if settings.MODE == "demo":
            from bitim.demo import outbox
            from bitim.kernel import handover

            handover.listen(outbox.take)
