"""Stellwerk is one Django app."""

import gc

from django.apps import AppConfig

# New objects between two searches for cycles. A page or a letter makes thousands that live for a moment; with
# Python's 700 the searches took a tenth of a release.
OBJECTS = 50_000


class StellwerkConfig(AppConfig):
    name = "stellwerk"
    label = "stellwerk"
    verbose_name = "Stellwerk"

    def ready(self) -> None:
        gc.set_threshold(OBJECTS, *gc.get_threshold()[1:])
