"""Measuring process: the mail catcher, on a free port that it names."""

import socket
import sys
from pathlib import Path

from bench.children import READY
from stellwerk.gateways.mail_catcher import serve


def main() -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    print(READY, port, flush=True)
    serve("127.0.0.1", port, Path(sys.argv[1]))


if __name__ == "__main__":
    main()
