"""gunicorn: sync workers suit this CPU-bound work. The access log holds the path only: answers are in the query."""

import gc
import multiprocessing
import os
from typing import Any

workers = int(os.environ.get("WEB_CONCURRENCY", min(2, multiprocessing.cpu_count())))
preload_app = True
control_socket_disable = True
accesslog = "-"
access_log_format = '%(t)s "%(m)s %(U)s" %(s)s %(B)s %(M)sms'
limit_request_line = 8190


def when_ready(server: Any) -> None:
    """Load once what every worker needs, and leave it out of garbage collection, so that they go on sharing it."""
    from yibao_site.warmth import warm_up  # the application is loaded by now, and not before

    warm_up()
    gc.collect()
    gc.freeze()
