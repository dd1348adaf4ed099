"""The server: ``python -m yibao_site --bind HOST:PORT``, and whatever else gunicorn may be told. A bad value in the
environment ends the start with the one line that names it.
"""

import os
import sys
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

CONFIG = Path(__file__).parents[1] / "deploy" / "gunicorn.py"


def main() -> None:
    try:
        from yibao_site import settings  # before gunicorn, which shows a trace for what it cannot read
    except ImproperlyConfigured as why:
        sys.exit(f"{why}")  # one line: where in the code it stumbled is no help to anybody
    os.environ["WEB_CONCURRENCY"] = str(settings.WORKERS)  # an empty one is no number to gunicorn
    from gunicorn.app.wsgiapp import run  # reads some of the environment as soon as it is loaded

    sys.argv[1:1] = ["--config", str(CONFIG)]
    run(prog="python -m yibao_site")


if __name__ == "__main__":
    main()
