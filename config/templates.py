"""How pages are made: where templates lie, and what each of them may use without asking."""

from pathlib import Path
from typing import Any


def templates(base: Path) -> list[dict[str, Any]]:
    """Return the setting TEMPLATES for a house that lies in this folder."""
    return [
        {
            "BACKEND": "django.template.backends.django.DjangoTemplates",
            "DIRS": [base / "stellwerk" / "web" / "templates"],
            "OPTIONS": {
                "loaders": [
                    (
                        "template_partials.loader.Loader",
                        [
                            (
                                "django.template.loaders.cached.Loader",
                                [
                                    "django_cotton.cotton_loader.Loader",
                                    "django.template.loaders.filesystem.Loader",
                                    "django.template.loaders.app_directories.Loader",
                                ],
                            )
                        ],
                    )
                ],
                "builtins": [
                    "django.templatetags.i18n",
                    "django.templatetags.static",
                    "django_cotton.templatetags.cotton",
                    "template_partials.templatetags.partials",
                    "stellwerk.web.templatetags.decisions",
                    "stellwerk.web.templatetags.freshness",
                    "stellwerk.web.templatetags.german",
                ],
                "context_processors": [
                    "django.template.context_processors.request",
                    "django.contrib.auth.context_processors.auth",
                    "django.contrib.messages.context_processors.messages",
                    "stellwerk.web.context.page",
                ],
            },
        }
    ]
