"""Addresses of the desk domain."""

from django.urls import URLPattern

app_name = "desk"
urlpatterns: list[URLPattern] = []
