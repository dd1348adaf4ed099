#!/usr/bin/env python
"""Django's command-line utility for this project."""

import os
import sys


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "yibao_site.settings")
    from django.core.management import execute_from_command_line  # settings must be named before Django loads

    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
