"""How pages are made: where templates lie, and what each of them may use without asking."""

from pathlib import Path
from typing import Any

SOURCES = (
    "django_cotton.cotton_loader.Loader",
    "django.template.loaders.filesystem.Loader",
    "django.template.loaders.app_directories.Loader",
)
KEPT = ("django.template.loaders.cached.Loader", list(SOURCES))
BUILTINS = (
    "django.templatetags.i18n",
    "django.templatetags.static",
    "django_cotton.templatetags.cotton",
    "template_partials.templatetags.partials",
    "stellwerk.web.templatetags.decisions",
    "stellwerk.web.templatetags.freshness",
    "stellwerk.web.templatetags.german",
)
CONTEXT = (
    "django.template.context_processors.request",
    "django.contrib.auth.context_processors.auth",
    "django.contrib.messages.context_processors.messages",
    "stellwerk.web.context.page",
)


def templates(base: Path) -> list[dict[str, Any]]:
    """Return the setting TEMPLATES for a house that lies in this folder."""
    options = {
        "loaders": [("template_partials.loader.Loader", [KEPT])],
        "builtins": list(BUILTINS),
        "context_processors": list(CONTEXT),
    }
    return [
        {
            "BACKEND": "django.template.backends.django.DjangoTemplates",
            "DIRS": [base / "stellwerk" / "web" / "templates"],
            "OPTIONS": options,
        }
    ]
