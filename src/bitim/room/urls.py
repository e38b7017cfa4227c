"""Addresses of the room domain."""

from django.urls import URLPattern

app_name = "room"
urlpatterns: list[URLPattern] = []
