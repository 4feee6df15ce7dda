"""Measuring process: what people look at; says one line of JSON."""

import json
import sys
from importlib import import_module


def main(size: str) -> None:
    print(json.dumps(import_module("bench.coverage.pages").pages(size)))


if __name__ == "__main__":
    main(sys.argv[1])
