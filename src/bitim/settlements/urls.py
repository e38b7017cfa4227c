"""Addresses of the settlements domain."""

from django.urls import URLPattern

app_name = "settlements"
urlpatterns: list[URLPattern] = []
