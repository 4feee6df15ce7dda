"""Django's own commands, with the embedded database started first."""

import os
import sys

from django.core.management import execute_from_command_line

from config.database import ensure_running

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    ensure_running()
    execute_from_command_line(sys.argv)
