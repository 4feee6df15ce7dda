"""The entrance for the web server."""

import os
from importlib import import_module

from django.conf import settings
from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
application = get_wsgi_application()
# All of it now, while the server starts, so that the first request is as quick as any other.
import_module(settings.ROOT_URLCONF)
import_module("stellwerk.management.tables").wait_for_tables()
