"""WSGI entry point."""

import os

import django

from yibao_site import logs
from yibao_site.handler import Handler

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "yibao_site.settings")
django.setup(set_prefix=False)
logs.speak_for_python()
application = Handler()
