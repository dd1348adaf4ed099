"""nginx before the replicas: the very files of ``deploy/nginx``, and around them what differs on this machine."""

import os
import pwd
from pathlib import Path

from scripts.cluster.parts import HOST

_SHIPPED = Path(__file__).parents[2] / "deploy" / "nginx"
_CONFIG = """{user}
worker_processes 2;
daemon off;
pid {folder}/nginx.pid;
error_log {folder}/nginx.log warn;
worker_rlimit_nofile 16384;
events {{ worker_connections 8192; }}
http {{
    include /etc/nginx/mime.types;
    client_body_temp_path {folder}/nginx/body;
    proxy_temp_path {folder}/nginx/proxy;
    fastcgi_temp_path {folder}/nginx/none;
    uwsgi_temp_path {folder}/nginx/none;
    scgi_temp_path {folder}/nginx/none;
    proxy_cache_path {folder}/nginx/pages levels=1:2 keys_zone=pages:384k max_size=200m inactive=5m use_temp_path=off;
    include {shipped}/http.conf;
    access_log {folder}/access.log paths;
    include {folder}/upstream.conf;
    server {{
        listen {host}:{port};
        server_name localhost {host};
        set $proto $scheme;
        set $static {folder}/static/;
        set $sentences {shipped}/pages;
        include {shipped}/locations.conf;
    }}
}}
"""


def write(folder: Path, port: int, replicas: list[int]) -> Path:
    """The configuration; a path in it is one of ours."""
    (folder / "nginx").mkdir(mode=0o700, exist_ok=True)
    user = f"user {pwd.getpwuid(0).pw_name};" if os.getuid() == 0 else ""
    config = folder / "nginx.conf"
    config.write_text(_CONFIG.format(user=user, folder=folder, shipped=_SHIPPED, host=HOST, port=port))
    write_upstream(folder, replicas)
    return config


def write_upstream(folder: Path, replicas: list[int]) -> None:
    """Which replicas there are to ask."""
    servers = "\n".join(
        f"    server {HOST}:{port} {how};"
        for how in ("max_fails=2 fail_timeout=5s", "backup max_fails=0")
        for port in replicas
    )
    text = f"upstream replicas {{\n    zone replicas 64k;\n{servers}\n    keepalive 16;\n}}\n"
    draft = folder / "upstream.new"
    draft.write_text(text)
    draft.replace(folder / "upstream.conf")
