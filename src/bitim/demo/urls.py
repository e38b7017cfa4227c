"""Addresses of the demo domain."""

from django.urls import URLPattern

app_name = "demo"
urlpatterns: list[URLPattern] = []
