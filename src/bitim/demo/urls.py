"""Addresses of the demo; under `serve` they do not exist."""

from django.urls import URLPattern, path

from bitim.demo import views

app_name = "demo"
urlpatterns: list[URLPattern] = [
    path("demo/enter/<str:token>/", views.enter, name="enter"),
    path("outbox/", views.sent, name="outbox"),
    path("outbox/letter/<int:number>/", views.letter, name="letter"),
]
