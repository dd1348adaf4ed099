"""gunicorn as ``python -m yibao_site`` starts it: few processes, as many threads as may wait for slow clients. Nothing
about a visitor is in its logs (yibao_site.serverlog)."""

import gc
import os
import shutil
import sys
import tempfile
from contextlib import suppress
from typing import Any

import gunicorn

from yibao_site.lines import room
from yibao_site.settings import DEBUG, JSON_LOGS, METRICS_PORT, STATIC_ROOT, THREADS, WORKERS

gunicorn.SERVER = "web"  # the Server header of every answer

wsgi_app = "yibao_site.wsgi"
workers = WORKERS
worker_class = "yibao_site.worker.PatientWorker"
# What is reckoned takes turns; these are for clients that are slow, and for clerks whose database is.
threads = THREADS
worker_connections = room(THREADS)
timeout = 20  # a process that has stopped doing anything at all is ended, and another begun
graceful_timeout = 15
keepalive = 5
preload_app = True
control_socket_disable = True
logger_class = "yibao_site.serverlog.ServerLogger"
accesslog = "-"
access_log_format = '%(t)s "%(m)s %(U)s" %(s)s %(B)s %(M)sms'
if JSON_LOGS:
    access_log_format = '{"time":"%(t)s","method":"%(m)s","path":"%(U)s","status":%(s)s,"bytes":%(B)s,"ms":%(M)s}'
if METRICS_PORT:  # before anything is counted
    os.environ["PROMETHEUS_MULTIPROC_DIR"] = tempfile.mkdtemp(prefix="yibao-metrics-")
limit_request_line = 8190
# No header changes what was asked for. Who stands in front is for the settings to know (BEHIND_TLS, PROXIES): gunicorn
# would believe anybody whom a proxy on this machine lets through.
forwarder_headers = ""
forwarded_allow_ips = ""
secure_scheme_headers: dict[str, str] = {}


def on_starting(server: Any) -> None:
    """Without its static files no page can be made."""
    if DEBUG:
        return
    if not (STATIC_ROOT / "staticfiles.json").is_file():
        sys.exit(f"STATIC_DIR={str(STATIC_ROOT)!r}: nothing was gathered there yet: manage.py collectstatic")
    # Those that are shut are found one by one else, each with a trace.
    shut = next((each for each in (STATIC_ROOT, *STATIC_ROOT.rglob("*")) if not os.access(each, os.R_OK)), None)
    if shut:
        sys.exit(f"STATIC_DIR={str(STATIC_ROOT)!r}: {str(shut)!r} cannot be read by this account.")


def when_ready(server: Any) -> None:
    """Load once what every worker needs, and leave it out of garbage collection, so that they go on sharing it."""
    from yibao_site.warmth import warm_up  # the application is loaded by now, and not before

    warm_up()
    if METRICS_PORT:
        from yibao_site import metrics  # the same

        metrics.serve()
        metrics.forget(os.getpid())  # it answers nobody: what it began with would be the oldest content for ever
    gc.collect()
    gc.freeze()


def post_worker_init(worker: Any) -> None:
    """From here on this process looks by itself whether it is up to date."""
    from yibao_site import pulse  # the application is loaded by now, and not before

    pulse.begin()


def child_exit(server: Any, worker: Any) -> None:
    """A process has ended: its figures of the moment go with it."""
    if METRICS_PORT:
        from yibao_site import metrics  # loaded by then, as above

        metrics.forget(worker.pid)


def worker_exit(server: Any, worker: Any) -> None:
    """What this process has counted is written down before it goes, where the database can be reached."""
    from django.db import DatabaseError  # the application is loaded by now, and not before

    from guides.tally import counting  # the same

    with suppress(DatabaseError):
        counting.write()


def on_exit(server: Any) -> None:
    if METRICS_PORT:
        shutil.rmtree(os.environ["PROMETHEUS_MULTIPROC_DIR"], ignore_errors=True)
