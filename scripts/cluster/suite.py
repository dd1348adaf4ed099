"""The whole test suite on PostgreSQL and Redis, started for it and ended after it (`make test-on-servers`)."""

import os
import subprocess
import sys
from pathlib import Path

from scripts.cluster.cluster import ROOT, Cluster
from scripts.cluster.parts import NotStarted

_TESTS = [sys.executable, "-m", "pytest", "--numprocesses", "auto", "--dist", "loadfile", "--no-loadscope-reorder"]


def main() -> None:
    folder = Path(os.environ.get("CLUSTER_DIR") or ROOT / "var" / "suite")
    try:
        cluster = Cluster(folder, int(os.environ.get("CLUSTER_PORT") or 8120))
        cluster.start_stores()
    except NotStarted as why:
        sys.exit(str(why))
    try:
        env = {**os.environ, "DATABASE_URL": cluster.database_url, "REDIS_URL": cluster.redis_url}
        code = subprocess.run([*_TESTS, *sys.argv[1:]], cwd=ROOT, env=env).returncode
    finally:
        cluster.stop()
    sys.exit(code)


if __name__ == "__main__":
    main()
