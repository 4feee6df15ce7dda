"""Stellwerk is one Django app."""

from django.apps import AppConfig


class StellwerkConfig(AppConfig):
    name = "stellwerk"
    label = "stellwerk"
    verbose_name = "Stellwerk"
