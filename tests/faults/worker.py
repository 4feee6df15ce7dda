"""A worker for the tests of faults: waits for a word, then delivers in rounds until it is ended.

It warms up first, so that many can stand ready and a test loses no time when one of them is killed.
"""

import sys
import time

import django

django.setup()

from django.db import InterfaceError, OperationalError, connection  # noqa: E402

from stellwerk.management import delivery  # noqa: E402

delivery.setter()
print("ready", flush=True)
sys.stdin.readline()
while True:
    try:
        delivery.drain()
    except (OperationalError, InterfaceError):
        connection.close()
    time.sleep(0.05)
