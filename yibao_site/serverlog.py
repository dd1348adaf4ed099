"""What gunicorn writes down: the logs of this site, in the format that the settings name."""

import datetime as dt
from typing import Any

from gunicorn.glogging import Logger

from yibao_site.logs import Discreet, DiscreetJson, method_of, route_of

# From the file: the first lines come before Django is set up.
from yibao_site.settings import ALARMED, JSON_LOGS


class ServerLogger(Logger):  # type: ignore[misc]  # gunicorn ships no types
    """gunicorn's logs. No other part of a request can be asked for than the format of ours has."""

    def setup(self, cfg: Any) -> None:
        super().setup(cfg)
        for handler in self.error_log.handlers:  # what the access log has is said by ``atoms`` alone
            if (plain := handler.formatter) is not None:
                kind = DiscreetJson if JSON_LOGS else Discreet
                handler.setFormatter(kind(plain._fmt, plain.datefmt))
        if ALARMED:  # what fails outside Django, and processes that are lost
            from yibao_site.alarms import Alarm  # here: most servers have none

            self.error_log.addHandler(Alarm())

    def atoms(self, resp: Any, req: Any, environ: dict[str, Any], request_time: dt.timedelta) -> dict[str, Any]:
        return {
            "t": self.now(),
            "m": method_of(str(environ.get("REQUEST_METHOD"))),
            "U": route_of(str(environ.get("PATH_INFO") or getattr(req, "path", ""))),
            "s": str(resp.status).split(None, 1)[0],
            "B": getattr(resp, "sent", None),
            "M": int(request_time.total_seconds() * 1000),
        }
