"""Django application of the web shell."""

from django.apps import AppConfig


class WebConfig(AppConfig):
    """The shell: templates, static files, error pages."""

    name = "bitim.web"
    label = "web"
