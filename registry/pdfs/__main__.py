"""``python -I registry/pdfs/__main__.py``: what the site starts, with bounds of its own."""

import resource
import sys
from pathlib import Path

# Alone, as it is started: it is told no path.
sys.path.insert(0, str(Path(__file__).parents[2]))

from registry.pdfs import FINE, LARGE, MOST_MEMORY, SECONDS, Refused
from registry.pdfs.pages import anew


def main() -> None:
    """Of standard input, and no more bytes than it is told: a line with the word for it, and the file."""
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    try:
        made = anew(sys.stdin.buffer.read())
        word = FINE if len(made) <= int(sys.argv[1]) else LARGE
    except Refused as refused:
        word, made = refused.args[0], b""
    sys.stdout.buffer.write(word.encode() + b"\n" + (made if word == FINE else b""))


if __name__ == "__main__":
    main()
