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
    """Leave what is loaded out of garbage collection, so that workers go on sharing the master's memory."""
    gc.collect()
    gc.freeze()
