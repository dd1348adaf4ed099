"""`python -m scripts.cluster`: everything started and filled, until Ctrl+C. Only what it has started is ended."""

import os
import signal
import sys
import threading
from pathlib import Path

from scripts.cluster.cluster import ROOT, Cluster
from scripts.cluster.parts import NotStarted


def main() -> None:
    folder = Path(os.environ.get("CLUSTER_DIR") or ROOT / "var" / "cluster").resolve()
    told = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: told.set())
    try:
        cluster = Cluster(folder, int(os.environ.get("CLUSTER_PORT") or 8100))
        cluster.start()
    except NotStarted as why:
        sys.exit(str(why))
    try:
        print(f"==> {cluster.address}/  (Ctrl+C stops it; folders and logs in {folder})", flush=True)
        for part in cluster.parts:
            print(f"    {part.name}: process {part.process.pid}" if part.process else f"    {part.name}")
        sys.stdout.flush()
        told.wait()
    finally:
        cluster.stop()


if __name__ == "__main__":
    main()
