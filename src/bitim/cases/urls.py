"""Addresses of the cases domain."""

from django.urls import URLPattern

app_name = "cases"
urlpatterns: list[URLPattern] = []
