"""Whether the site can stand where it is told to, asked before anything is made or changed: `free_port.py HOST PORT`."""

import socket
import sys


def main(host: str, port: str) -> None:
    if not (port.isdecimal() and 1 <= int(port) <= 65535):
        sys.exit(f"PORT={port!r}: expected a number from 1 to 65535.")
    try:
        family, kind, *_, address = socket.getaddrinfo(host, int(port), type=socket.SOCK_STREAM)[0]
        with socket.socket(family, kind) as line:
            line.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            line.bind(address)
    except OSError as error:
        sys.exit(f"HOST={host!r} PORT={port!r}: {error.strerror}. Give another: make run PORT=…")


if __name__ == "__main__":
    main(*sys.argv[1:])
