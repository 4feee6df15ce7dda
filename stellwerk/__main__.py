"""`python -m stellwerk` is the same as `stellwerk`."""

from stellwerk.management.terminal import main

main()
