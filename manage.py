#!/usr/bin/env python
"""Django's command-line utility for this project."""

import errno
import gc
import os
import sys


def main() -> None:
    # What a command loads lives to its end: to look through it for garbage took a tenth of its time.
    gc.set_threshold(50_000, 20, 20)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "yibao_site.settings")
    os.environ.setdefault("DATABASE_SECONDS", "0")  # a command takes as long as it needs; a page does not
    from django.conf import settings  # settings must be named before Django loads
    from django.core.exceptions import ImproperlyConfigured
    from django.core.management import execute_from_command_line
    from django.db import OperationalError

    from yibao_site.environment import lacks_room

    try:
        settings.STATE_DIR  # noqa: B018  # reads them all
        if settings.DATABASES["default"]["ENGINE"].endswith("sqlite3") and (why := lacks_room(settings.STATE_DIR)):
            raise ImproperlyConfigured(f"STATE_DIR={why}")
    except ImproperlyConfigured as why:
        sys.exit(f"{why}")  # one line: where in the code it stumbled is no help to anybody
    try:
        execute_from_command_line(sys.argv)
    except OperationalError as why:  # it is away, or does not let us in
        sys.exit(f"DATABASE_URL: {str(why).splitlines()[0]}")
    except ImproperlyConfigured as why:
        sys.exit(f"{why}")
    except OSError as why:
        # Of a file that is another account's, or has no room, its name helps; of the rest, the trace.
        if why.filename is None or why.errno not in (errno.EACCES, errno.EPERM, errno.EROFS, errno.ENOSPC):
            raise
        sys.exit(f"{why.filename}: {why.strerror}.")


if __name__ == "__main__":
    main()
