"""What is shipped for servers, as far as it can be looked at without one."""

import fcntl
import http.client
import http.server
import os
import pwd
import random
import re
import shutil
import socket
import ssl
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager, suppress
from ipaddress import IPv6Address
from pathlib import Path
from typing import Any

import pytest
import yaml
from django.contrib import admin
from django.urls import reverse

from registry.visitors import subscriber
from scripts.cluster import front
from scripts.cluster.parts import listens
from yibao_site.middleware import LARGEST_HEAD, LONGEST_HOST

ROOT = Path(__file__).parents[1]
DEPLOY = ROOT / "deploy"
SETTINGS = (ROOT / "yibao_site" / "settings.py").read_text("utf-8")
KNOWN = set(re.findall(r'\benv\.\w+\(\s*(?:Path\()?\s*"([A-Z_]+)"', SETTINGS)) | set(
    re.findall(r'env\.text\("([A-Z_]+)"', SETTINGS)
)
NAMED = re.compile(r"^#?([A-Z_]+)=", re.M)


def test_every_variable_that_is_shipped_is_one():
    shipped = set(NAMED.findall((DEPLOY / "yibao.env").read_text()))
    containers = set(yaml.safe_load((DEPLOY / "compose.yaml").read_text())["x-site"]["environment"])
    assert shipped | containers <= KNOWN
    assert {"SECRET_KEY", "DATABASE_URL", "ALLOWED_HOSTS"} <= shipped & containers


def test_every_variable_is_in_the_readme():
    readme = (ROOT / "README.md").read_text("utf-8").partition("## Environment")[2]
    assert len(KNOWN) > 20
    assert [name for name in sorted(KNOWN) if f"`{name}`" not in readme] == []


def test_every_command_that_is_run_is_one():
    texts = [
        path.read_text()
        for path in (*DEPLOY.glob("systemd/*.service"), DEPLOY / "manage", ROOT / "docs" / "operations.md")
    ]
    run = set(re.findall(r"(?:manage\.py|deploy/manage) ([a-z_]+)", "\n".join(texts)))
    apps = {path.stem for path in ROOT.glob("*/management/commands/*.py")} | {
        "collectstatic",
        "createsuperuser",
        "dumpdata",
        "loaddata",
        "migrate",
    }
    assert {"forget", "send_digest", "backup", "restore", "check_content"} <= run <= apps


def test_every_file_that_is_named_is_there():
    for path in (
        *DEPLOY.glob("nginx/*.conf"),
        DEPLOY / "compose.yaml",
        DEPLOY / "Containerfile",
        ROOT / "docs" / "operations.md",
    ):
        for name in re.findall(r"(?<![\w/])(?:/srv/yibao/)?(deploy/[\w./-]+\w)", path.read_text()):
            assert (ROOT / name).exists(), (path.name, name)


@pytest.mark.parametrize("name", ["requirements.txt", "requirements-dev.txt"])
def test_every_package_is_pinned_with_its_hashes(name):
    lines = (ROOT / name).read_text().split("\n")
    packages = [line for line in lines if re.match(r"[a-z0-9]", line, re.I)]
    assert len(packages) > 20
    assert [line for line in packages if not re.fullmatch(r"[\w.\[\]-]+==\S+ \\", line)] == []
    assert sum("--hash=sha256:" in line for line in lines) >= len(packages)


@pytest.mark.parametrize("name", ["requirements", "requirements-dev"])
def test_every_package_that_is_asked_for_is_among_them(name):
    asked = re.findall(r"^([\w-]+)(?:\[[\w,]+\])?==(\S+)", (ROOT / f"{name}.in").read_text(), re.M)
    pinned = dict(re.findall(r"^([\w-]+)==(\S+)", (ROOT / f"{name}.txt").read_text().lower(), re.M))
    assert [package for package, version in asked if pinned.get(package.lower()) != version] == []


def test_a_shipped_container_writes_nowhere_and_has_no_rights():
    services = yaml.safe_load((DEPLOY / "compose.yaml").read_text())["services"]
    for name in ("site", "prepare", "manage"):
        assert services[name]["read_only"] is True
        assert services[name]["cap_drop"] == ["ALL"]
    text = (DEPLOY / "Containerfile").read_text()
    assert text.index("USER 10001") < text.index("CMD [")
    assert "--require-hashes" in text


def test_static_files_are_gathered_where_nginx_looks_and_none_are_made():
    """``collectstatic`` refuses the folder that they come from, which /srv/yibao has too."""
    [folder] = re.findall(r"^STATIC_DIR=(.*)", (DEPLOY / "yibao.env").read_text(), re.M)
    assert f"set $static {folder}/;" in (DEPLOY / "nginx" / "site.conf").read_text()
    assert f"install -d -o yibao -g yibao -m 755 {folder}\n" in (ROOT / "docs" / "operations.md").read_text()
    assert not folder.startswith("/srv/yibao")


@pytest.mark.parametrize("name", ["deploy/systemd/yibao@.service", "deploy/Containerfile", "Makefile"])
def test_the_server_is_started_by_what_reads_the_environment_first(name):
    """gunicorn by itself reads some of it before the settings do, and shows a trace for what it cannot read."""
    text = re.sub(r'"?,? "', " ", (ROOT / name).read_text())
    assert "/python -m yibao_site --bind " in text
    assert "bin/gunicorn" not in text


@pytest.mark.parametrize(
    ("soft", "hard", "files", "connections"),
    [
        (1024, 4096, 4096, 1000),  # as most systems begin
        (1024, 1024, 1024, 1024 - 64 - 16 * 8),
        (100, 100, 100, 32),  # too few for all: nobody's connection is refused for that
    ],
)
def test_server_keeps_files_free_of_connections(soft: int, hard: int, files: int, connections: int) -> None:
    """Or some hundred of them leave none to open a static file, or the database."""
    told = "import resource, runpy; made = runpy.run_path('deploy/gunicorn.py'); " + (
        "print(resource.getrlimit(resource.RLIMIT_NOFILE)[0], made['worker_connections'])"
    )
    begun = f'ulimit -Sn {soft} && ulimit -Hn {hard} && exec "$@"'
    env = {**os.environ, "THREADS": "16"}
    done = subprocess.run(["sh", "-c", begun, "sh", sys.executable, "-c", told], cwd=ROOT, env=env, capture_output=True)
    assert done.stdout.split() == [str(files).encode(), str(connections).encode()], done.stderr


def test_what_is_needed_comes_back_when_it_was_killed():
    """Debian's unit of Redis says so itself."""
    install = (ROOT / "docs" / "operations.md").read_text("utf-8")
    assert "for unit in postgresql@15-main nginx; do" in install
    assert "install -D -m 644 deploy/systemd/again.conf /etc/systemd/system/$unit.service.d/again.conf" in install
    for name in ("again.conf", "yibao@.service"):
        assert re.search(r"^Restart=(on-failure|always)$", (DEPLOY / "systemd" / name).read_text(), re.M), name


def test_every_unit_is_installed():
    kinds = {path.suffix for path in (DEPLOY / "systemd").iterdir()} - {".conf"}
    [line] = re.findall(
        r"^    cp deploy/systemd.* /etc/systemd/system/$", (ROOT / "docs" / "operations.md").read_text(), re.M
    )
    assert {f".{kind}" for kind in re.findall(r"systemd/\*\.(\w+)", line)} == kinds


@pytest.mark.parametrize("name", ["roll", "manage"])
def test_what_is_shipped_to_be_run_can_be(name):
    assert os.access(DEPLOY / name, os.X_OK)
    assert subprocess.run(["sh", "-n", str(DEPLOY / name)]).returncode == 0


def test_no_server_of_ours_logs_as_the_machine_does():
    """Debian's nginx.conf logs whole addresses, for every server that does not say otherwise."""
    _, *servers = (DEPLOY / "nginx" / "site.conf").read_text().split("\nserver {")
    assert [re.findall(r"^    access_log (.*);", server, re.M) for server in servers] == [
        ["off"],
        ["/var/log/nginx/yibao.log paths"],
    ]


@pytest.fixture
def machine(tmp_path):
    """What ``deploy/roll`` finds on a server, where each program only writes down what it was told, and where nginx
    led to by then."""
    upstream, programs = tmp_path / "upstream.conf", tmp_path / "bin"
    programs.mkdir()
    (tmp_path / "deploy").mkdir()
    upstream.write_text("upstream replicas {\n    server 127.0.0.1:8009;\n    server 10.0.0.5:8001;\n}\n")
    tell = f"""#!/bin/sh
echo "$(basename "$0") $* [$(grep -o '[0-9.]*:[0-9]*' {upstream} | sed s/^127.0.0.1:// | awk '!seen[$0]++' | xargs)]" >> {tmp_path}/told
[ "$(basename "$0")" != "$FAILS" ]
"""
    for path in (
        *(programs / name for name in ("systemctl", "nginx", "curl", "sleep")),
        tmp_path / "deploy" / "manage",
    ):
        path.write_text(tell)
        path.chmod(0o700)
    text = (DEPLOY / "roll").read_text()
    script = tmp_path / "deploy" / "roll"
    script.write_text(
        text.replace("/srv/yibao", str(tmp_path)).replace("/etc/nginx/yibao-upstream.conf", str(upstream))
    )

    def roll(*ports, fails=""):
        env = {"PATH": f"{programs}:/usr/bin:/bin", "FAILS": fails}
        done = subprocess.run(["sh", str(script), *ports], env=env, capture_output=True, text=True)
        (tmp_path / "said").write_text(done.stderr)
        return done.returncode, (tmp_path / "told").read_text().splitlines()

    return roll


def test_nobody_is_led_to_a_replica_while_it_is_exchanged(machine):
    code, told = machine("8001", "8002", "8003")
    assert code == 0
    assert [line for line in told if "restart" in line] == [
        "systemctl restart yibao@8001 [8002 8003 10.0.0.5:8001]",
        "systemctl restart yibao@8002 [8001 8003 10.0.0.5:8001]",
        "systemctl restart yibao@8003 [8001 8002 10.0.0.5:8001]",
    ]
    assert told[0] == "manage migrate -v0 [8009 10.0.0.5:8001]"
    assert told[-2] == "systemctl reload nginx [8001 8002 8003 10.0.0.5:8001]"


@pytest.mark.parametrize("fails", ["manage", "nginx"])
def test_nothing_is_exchanged_where_something_before_it_fails(machine, fails):
    code, told = machine("8001", "8002", fails=fails)
    assert code != 0
    assert not any("restart" in line for line in told)


def test_two_rolls_at_once_take_out_one_replica_after_the_other(machine, tmp_path):
    with (tmp_path / "upstream.conf.lock").open("w") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        (tmp_path / "told").touch()
        assert machine("8001", "8002") == (1, [])
    assert machine("8001", "8002")[0] == 0


def test_roll_that_is_ended_says_that_a_replica_may_be_out(machine, tmp_path):
    (tmp_path / "bin" / "curl").write_text("#!/bin/sh\nkill -TERM $PPID\n")
    code, told = machine("8001", "8002")
    assert code == 1
    assert told[-1] == "systemctl restart yibao@8001 [8002 10.0.0.5:8001]"
    assert "a replica may be out of nginx. Run deploy/roll again" in (tmp_path / "said").read_text()


#: What Debian 12 says before it includes a site.
DEBIAN = """sendfile on; tcp_nopush on; types_hash_max_size 2048; default_type application/octet-stream;
    ssl_protocols TLSv1.2; ssl_prefer_server_ciphers on; access_log off; gzip on;"""
NGINX = shutil.which("nginx", path="/usr/sbin:/usr/bin")


def test_nginx_in_a_container_writes_only_where_it_may() -> None:
    """Each build of nginx has places of its own; in a container that can only be read, none but ours can be made."""
    written = re.findall(r"(\w+)_temp_path (\S+);", (DEPLOY / "nginx" / "container.conf").read_text())
    assert {kind for kind, _ in written} == {"client_body", "proxy", "fastcgi", "uwsgi", "scgi"}
    kept = yaml.safe_load((DEPLOY / "compose.yaml").read_text())["services"]["nginx"]["tmpfs"]
    assert all(folder.startswith(tuple(f"{place.partition(':')[0]}/" for place in kept)) for _, folder in written)


@pytest.mark.parametrize("name", ["site.conf", "behind.conf", "container.conf"])
def test_what_passes_through_fills_no_place_of_kept_pages(name: str) -> None:
    """With that full nginx hung up on whoever asked for a page that it wanted to keep. Each has its own disk in memory."""
    text = (DEPLOY / "nginx" / name).read_text()
    [pages] = re.findall(r"proxy_cache_path (/var/cache/[\w-]+)/", text)
    passing = set(re.findall(r"(?:client_body|proxy)_temp_path (/var/cache/[\w-]+)/", text))
    assert len(passing) == 1
    assert pages not in passing
    mounted = yaml.safe_load((DEPLOY / "compose.yaml").read_text())["services"]["nginx"]["tmpfs"]
    install = (DEPLOY.parent / "docs" / "operations.md").read_text()
    for place in (pages, *passing):
        inside = f"{place}:size=300m" in mounted
        assert inside if name == "container.conf" else re.search(rf"for each in .*\b{Path(place).name}\b", install)


def test_one_address_holds_no_more_connections_than_it_needs() -> None:
    """nginx counts a connection once its head is read; a head that never ends is the kernel's to count."""
    rules = DEPLOY / "nftables.conf"
    assert [int(most) for most in re.findall(r"ct count over (\d+)", rules.read_text())] == [100, 100]
    if (nft := shutil.which("nft", path="/usr/sbin:/usr/bin")) and os.getuid() == 0:
        told = subprocess.run([nft, "-c", "-f", str(rules)], capture_output=True, text=True)
        assert told.returncode == 0 or "Operation not permitted" in told.stderr, told.stderr


def _on_this_machine(name: str, folder: Path, **places: Any) -> Path:
    """A configuration that is shipped, with folders, keys and ports of this machine in the places of a server's."""
    text = (DEPLOY / "nginx" / name).read_text()
    key, certificate = folder / "key.pem", folder / "fullchain.pem"
    make = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "1", "-subj", "/CN=x"]
    subprocess.run([*make, "-keyout", str(key), "-out", str(certificate)], check=True, capture_output=True)
    for theirs, ours in {
        "/etc/nginx/yibao-upstream.conf": DEPLOY / "nginx" / "upstream.conf",
        "/etc/ssl/yibao": folder,
        "/srv/yibao/deploy": DEPLOY,
        "/srv/nginx": DEPLOY / "nginx",
        "/var/cache/yibao-passing": folder,
        "/var/cache/yibao": folder,
        "/var/cache/passing": folder,
        "/var/cache/nginx": folder,
        "/var/log/nginx": folder,
        "/run/nginx.pid": folder / "pid",
        "site:8000": "127.0.0.1:8000",
        **places,
    }.items():
        text = text.replace(theirs, str(ours))
    if name != "container.conf":
        user = f"user {pwd.getpwuid(0).pw_name};" if os.getuid() == 0 else ""
        text = f"{user} daemon off; pid {folder}/pid; events {{}} http {{ {DEBIAN} {text} }}"
    (folder / "nginx.conf").write_text(text)
    return folder / "nginx.conf"


@pytest.mark.parametrize("name", ["site.conf", "behind.conf", "container.conf"])
def test_nginx_understands_what_is_shipped(name: str, tmp_path: Path) -> None:
    """Where there is no nginx, that all is closed."""
    text = (DEPLOY / "nginx" / name).read_text()
    assert text.count("{") == text.count("}")
    if NGINX is None:
        return
    config = _on_this_machine(name, tmp_path)
    told = subprocess.run([NGINX, "-t", "-e", "stderr", "-c", str(config)], capture_output=True, text=True)
    assert told.returncode == 0, told.stderr


#: Groups of an address of which the first four say who it is: shortened, they cannot be told from those behind them.
GROUPS = ("0", "0", "0", "1", "6", "ffff", "a0a", "a")


def _addresses(chance: random.Random) -> Iterator[str]:
    """IPv6 addresses as they are written, full, shortened and with an IPv4 address in them, and IPv4 addresses."""
    for number in range(200):
        address = IPv6Address(":".join(chance.choices(GROUPS, k=8)))
        yield (address.compressed, address.exploded, f"::ffff:10.10.0.{number % 20}", f"10.10.0.{number % 20}")[
            number % 4
        ]
        yield str(IPv6Address(int(address) ^ chance.choice((1, 1 << 63, 1 << 64))))
    yield from ("2001:db8:8::5", "2001:db8:8:0:1:2:3:4", "2001:0:0:6:1:2:3:4", "2001:0:0:7:1:2:3:4")


def test_who_asks_is_one_visitor_to_nginx_where_he_is_to_the_site(tmp_path: Path) -> None:
    """Written short, an address of a subscriber looked like another's, and two of his unlike each other."""
    if NGINX is None:
        return
    port, user = free_port(), f"user {pwd.getpwuid(0).pw_name};" if os.getuid() == 0 else ""
    trusting = "set_real_ip_from 127.0.0.1; real_ip_header X-Forwarded-For; keepalive_requests 1000;"
    server = f'server {{ listen 127.0.0.1:{port}; {trusting} return 200 "$visitor"; }}'
    around = f"{user} daemon off; pid {tmp_path}/pid; events {{}} http {{ access_log off; include"
    (tmp_path / "nginx.conf").write_text(f"{around} {DEPLOY}/nginx/http.conf; {server} }}")
    theirs: dict[bytes, set[str | None]] = {}
    ours: dict[str | None, set[bytes]] = {}
    with started(tmp_path, port), closing(http.client.HTTPConnection("127.0.0.1", port, timeout=10)) as line:
        for address in _addresses(random.Random(64)):
            line.request("GET", "/", headers={"X-Forwarded-For": address})
            visitor = line.getresponse().read()
            theirs.setdefault(visitor, set()).add(subscriber(address))
            ours.setdefault(subscriber(address), set()).add(visitor)
    assert len(ours) > 100
    assert [each for each in (*theirs.values(), *ours.values()) if len(each) > 1] == []


class Asked(http.server.BaseHTTPRequestHandler):
    """A replica that answers with what it was told of who asked, and how."""

    def do_GET(self) -> None:
        self.send_response(200)
        self.end_headers()
        self.wfile.write(f"{self.headers['X-Forwarded-For']} {self.headers['X-Forwarded-Proto']}".encode())

    def log_message(self, *_: Any) -> None:
        return None


@pytest.mark.parametrize(("name", "visitor"), [("site.conf", "127.0.0.1"), ("behind.conf", "203.0.113.9")])
def test_replica_is_told_of_tls_wherever_it_ends(name: str, visitor: str, tmp_path: Path) -> None:
    """Or forms of clerks are refused. Whoever comes without is sent to the site's own name, not to one that he says."""
    if NGINX is None:
        return
    plain, secure = free_port(), free_port()
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Asked) as replica:
        threading.Thread(target=replica.serve_forever, daemon=True).start()
        (tmp_path / "upstream.conf").write_text(f"upstream replicas {{ server 127.0.0.1:{replica.server_port}; }}")
        places = {"[::]:80": f"127.0.0.1:{free_port()}", "[::]:443": f"127.0.0.1:{free_port()}"}
        places |= {"listen 80": f"listen 127.0.0.1:{plain}", "listen 443": f"listen 127.0.0.1:{secure}"}
        places |= {"/etc/nginx/yibao-upstream.conf": tmp_path / "upstream.conf", "10.0.0.0/8": "127.0.0.1"}
        server = subprocess.Popen([NGINX, "-e", "stderr", "-c", str(_on_this_machine(name, tmp_path, **places))])
        try:
            while not listens(plain):
                assert server.poll() is None
                time.sleep(0.05)
            for path in ("/", "/admin/", "/admin/login/"):
                told = {"Host": "evil.example", "X-Forwarded-For": f"198.51.100.1, {visitor}"}
                line = http.client.HTTPConnection("127.0.0.1", plain, timeout=10)
                answer = _answer(line, path, {**told, "X-Forwarded-Proto": "http"})
                assert answer[:2] == (301, f"https://yibao.example.cn{path}")
                if name == "site.conf":
                    line = http.client.HTTPSConnection("127.0.0.1", secure, timeout=10, context=_trusting())
                assert _answer(line, path, {**told, "X-Forwarded-Proto": "https"}) == (200, None, f"{visitor} https")
        finally:
            server.terminate()
            server.wait()
            replica.shutdown()


def _answer(line: http.client.HTTPConnection, path: str, told: dict[str, str]) -> tuple[int, str | None, str]:
    """Status, where it leads, and what it says."""
    with closing(line):
        line.request("GET", path, headers=told)
        answer = line.getresponse()
        return answer.status, answer.headers["Location"], answer.read().decode()


def _trusting() -> ssl.SSLContext:
    """Of a certificate that was made for this test alone."""
    context = ssl.create_default_context()
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    return context


class Told(http.server.BaseHTTPRequestHandler):
    """A replica that answers with the cookie that it was sent."""

    def do_GET(self) -> None:
        self.send_response(200)
        self.end_headers()
        self.wfile.write(self.headers.get("Cookie", "").encode())

    def log_message(self, *_: Any) -> None:
        return None


@contextmanager
def opened(folder: Path, *replicas: int) -> Iterator[int]:
    """The port of an nginx of ours before these replicas; 0 where there is no nginx."""
    if NGINX is None:
        yield 0
        return
    port = free_port()
    front.write(folder, port, list(replicas))
    with started(folder, port):
        yield port


@contextmanager
def started(folder: Path, port: int) -> Iterator[None]:
    """The nginx whose configuration lies in the folder, once it listens there."""
    assert NGINX is not None
    server = subprocess.Popen([NGINX, "-e", str(folder / "nginx.log"), "-c", str(folder / "nginx.conf")])
    try:
        while not listens(port):
            assert server.poll() is None, (folder / "nginx.log").read_text()
            time.sleep(0.05)
        yield
    finally:
        server.terminate()
        server.wait()


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as one:
        return int(one.getsockname()[1])


@pytest.fixture
def door(tmp_path: Path) -> Iterator[int]:
    """The port of an nginx that has no replica to ask."""
    with opened(tmp_path, free_port()) as port:
        yield port


def test_every_page_of_the_desk_is_told_who_asks(tmp_path: Path) -> None:
    """What the public reported stands at /admin/registry/report/: taken for a form of the public, no clerk got there."""
    pages = [f"{reverse('admin:index')}{path}" for path in _desk_paths()]
    with http.server.HTTPServer(("127.0.0.1", 0), Told) as replica:
        threading.Thread(target=replica.serve_forever, daemon=True).start()
        with opened(tmp_path, replica.server_port) as port:
            line = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
            for page in pages if port else ():
                line.request("GET", page, headers={"Cookie": "sessionid=mine"})
                answer = line.getresponse()
                assert (answer.status, answer.read()) == (200, b"sessionid=mine"), page
            line.close()
        replica.shutdown()


def test_upload_that_comes_too_often_is_told_so(door: int) -> None:
    """And not that it is too large; whoever has no session has few of them."""
    told = [asked(door, "/admin/guides/document/import/", "x" * 100_000) for _ in range(14 if door else 0)]
    assert set(told) == ({502, 429} if door else set())


REFUSED = {
    "form": (b"POST /estimate/ HTTP/1.1\r\nHost: a\r\nContent-Length: 70000\r\n\r\n", 413, "文件最多 10 MB"),
    "upload": (b"POST /admin/x/ HTTP/1.1\r\nHost: a\r\nContent-Length: 12582912\r\n\r\n", 413, "文件最多 10 MB"),
    "address": (b"GET /%s HTTP/1.1\r\nHost: a\r\n\r\n" % (b"a" * 9000), 414, "太大了，收不下"),
    "cookie": (b"GET / HTTP/1.1\r\nHost: a\r\nCookie: a=%s\r\n\r\n" % (b"a" * 9000), 400, "太大了，收不下"),
    "spelling": (b"GET /%zz HTTP/1.1\r\nHost: a\r\n\r\n", 400, "这个请求看不懂"),
    "host": (b"GET / HTTP/1.1\r\nHost: %s\r\n\r\n" % (b"a" * (LONGEST_HOST + 1)), 400, "这个请求看不懂"),
    "host of a sentence": (b"GET /missing.html HTTP/1.1\r\nHost: %s\r\n\r\n" % (b"a" * 300), 404, "没有这一页"),
    "coding": (b"POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: gzip\r\n\r\n", 501, "这个请求看不懂"),
    "version": (b"GET / HTTP/3.0\r\nHost: a\r\n\r\n", 505, "这个请求看不懂"),
    "file": (b"GET /static/none.css HTTP/1.1\r\nHost: a\r\n\r\n", 404, "没有这一页"),
    "folder": (b"GET /static/ HTTP/1.1\r\nHost: a\r\n\r\n", 404, "没有这一页"),
    "sentence": (b"GET /large.html HTTP/1.1\r\nHost: a\r\n\r\n", 404, "没有这一页"),
    "method": (b"TRACE / HTTP/1.1\r\nHost: a\r\n\r\n", 405, "这个请求看不懂"),
}


@pytest.mark.parametrize(("request_", "status", "says"), REFUSED.values(), ids=REFUSED)
def test_what_nginx_refuses_itself_is_told_in_a_sentence(door: int, request_: bytes, status: int, says: str) -> None:
    if not door:
        return
    answer = b""
    with socket.create_connection(("127.0.0.1", door), timeout=10) as line:
        line.sendall(request_)
        with suppress(ConnectionResetError):  # it reads nothing of what it refuses
            while b"</html>" not in answer and (more := line.recv(4000)):
                answer += more
    said = answer.decode()
    assert said.startswith(f"HTTP/1.1 {status} ")
    assert says in said
    assert "nginx" not in said.partition("\r\n\r\n")[2]


@pytest.mark.parametrize(
    ("name", "value", "status"), [("If-Match", '"another"', 412), ("Range", "bytes=900-", 416)], ids=["412", "416"]
)
def test_a_part_or_a_version_that_nginx_does_not_have_is_told_in_a_sentence(
    door: int, tmp_path: Path, name: str, value: str, status: int
) -> None:
    if not door:
        return
    (tmp_path / "static").mkdir()
    (tmp_path / "static" / "site.css").write_text("p {}")
    line = http.client.HTTPConnection("127.0.0.1", door, timeout=10)
    line.request("GET", "/static/site.css", headers={name: value})
    answer = line.getresponse()
    assert (answer.status, "<h1>这个请求看不懂</h1>" in answer.read().decode()) == (status, True)
    line.close()


class Kept(http.server.BaseHTTPRequestHandler):
    """A replica whose pages are asked for anew after a second."""

    def do_GET(self) -> None:
        self.send_response(200)
        self.send_header("X-Accel-Expires", "1")
        self.end_headers()
        self.wfile.write(b"a page")

    def log_message(self, *_: Any) -> None:
        return None


@pytest.mark.parametrize(("kept", "looked"), [("10:07", "10:12"), ("10:02", "10:09"), ("10:58", "11:02")])
def test_page_that_is_looked_at_all_the_time_goes_when_every_replica_is_away(
    tmp_path: Path, kept: str, looked: str
) -> None:
    """nginx counts from when a page was last looked at: what is withdrawn would be seen as long as somebody looks."""
    if NGINX is None:
        return
    port = free_port()
    with http.server.HTTPServer(("127.0.0.1", 0), Kept) as replica:
        threading.Thread(target=replica.serve_forever, daemon=True).start()
        config = front.write(tmp_path, port, [replica.server_port])
        text = (DEPLOY / "nginx" / "http.conf").read_text()  # with a clock that the test sets
        (tmp_path / "http.conf").write_text(text.replace("map $time_iso8601", "map $http_clock"))
        config.write_text(config.read_text().replace(f"{DEPLOY}/nginx/http.conf", f"{tmp_path}/http.conf"))
        with started(tmp_path, port):
            assert _seen_at(port, kept) == (200, "a page")
            replica.shutdown()
            replica.server_close()
            time.sleep(2)  # no longer fresh
            assert [_seen_at(port, looked) for _ in range(2)] == [(200, "a page")] * 2
            status, says = _seen_at(port, "11:25")
            assert (status, "请稍后再试" in says) == (502, True)


def _seen_at(port: int, clock: str) -> tuple[int, str]:
    line = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    status, _, says = _answer(line, "/", {"Clock": f"2026-11-28T{clock}:00+08:00"})
    return status, says


@pytest.mark.parametrize("name", ["site.conf", "behind.conf", "container.conf"])
def test_kept_pages_have_room_in_their_folder(name: str) -> None:
    """nginx counts what they take only now and then; how many there are it knows at any time."""
    [(size, most)] = re.findall(r"keys_zone=pages:(\d+)k max_size=(\d+)m", (DEPLOY / "nginx" / name).read_text())
    largest = 80 * 1024  # of a page; sheets are not kept
    assert int(size) * 1024 // 128 * largest <= 300 * 1024 * 1024
    assert int(most) <= 200


def _desk_paths() -> Iterator[str]:
    """Those of one list of each kind, and of a page in a preview that ends as a form of the public does."""
    yield from (f"{model._meta.label_lower.replace('.', '/')}/" for model in admin.site._registry)
    yield "preview/2027-01-01/offices/report/"


class Failing(http.server.BaseHTTPRequestHandler):
    """A replica of which a stranger can have what fails: a head that is too large, a desk without a database."""

    def do_GET(self) -> None:
        self.send_response(503 if self.path.startswith("/admin/") else 200)
        self.send_header("X-Head", "x" * (20_000 if self.path == "/bad/" else LARGEST_HEAD + 2_000))
        self.send_header("Content-Length", "4")
        self.end_headers()
        self.wfile.write(b"page")

    def log_message(self, *_: Any) -> None:
        return None


@pytest.mark.parametrize(
    ("host", "bad", "told"),
    [
        ("a", "/bad/", 502),
        ("a", "/admin/", 503),
        ("h" * LONGEST_HOST, f"/answers/?{'x' * 7_900}", 200),
        ("h" * (LONGEST_HOST + 1), f"/answers/?{'x' * 7_900}", 400),
        ("h" * 7_800, f"/answers/?{'x' * 7_900}", 400),
    ],
    ids=["head", "desk", "longest", "too long", "host"],
)
def test_what_fails_for_a_stranger_takes_no_replica_from_others(tmp_path: Path, host: str, bad: str, told: int) -> None:
    """Two such answers took a replica away from everybody for five seconds, a request a second all of them."""
    with ExitStack() as open_ones:
        servers = [open_ones.enter_context(http.server.ThreadingHTTPServer(("127.0.0.1", 0), Failing)) for _ in "ab"]
        for one in servers:
            threading.Thread(target=one.serve_forever, daemon=True).start()
            open_ones.callback(one.shutdown)
        port = open_ones.enter_context(opened(tmp_path, *(one.server_port for one in servers)))
        for number in range(6) if port else ():
            assert asked(port, bad, host=host) == told
            assert [asked(port, f"/answers/?x={number}{name * 7_000}") for name in "abc"] == [200, 200, 200]


def test_uploads_of_one_address_that_do_not_come_whole_are_few(door: int) -> None:
    if not door:
        return
    head = b"POST /admin/x HTTP/1.1\r\nHost: a\r\nCookie: sessionid=x\r\nContent-Length: 1000000\r\n\r\n" + b"x" * 9000
    with ExitStack() as open_ones:
        for _ in range(16):
            open_ones.enter_context(socket.create_connection(("127.0.0.1", door))).sendall(head)
        time.sleep(0.5)  # until each head is read
        assert asked(door, "/admin/") == 503


class Drawing(http.server.BaseHTTPRequestHandler):
    """A replica whose sheets are larger than what a connection holds by itself, or that has its hands full of them."""

    def do_GET(self) -> None:
        sheet = b"" if "busy" in self.path else b"x" * 6_000_000
        self.send_response(200 if sheet else 503)
        self.send_header("Content-Length", str(len(sheet)))
        self.end_headers()
        self.wfile.write(sheet)

    def log_message(self, *_: Any) -> None:
        return None


SHEET = "/guides/remote-care/outcome.pdf"


@contextmanager
def drawn(folder: Path) -> Iterator[int]:
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Drawing) as replica:
        threading.Thread(target=replica.serve_forever, daemon=True).start()
        with opened(folder, replica.server_port) as port:
            yield port
        replica.shutdown()


def test_sheets_that_nobody_takes_are_counted_against_who_asked(tmp_path: Path) -> None:
    """A limit for all together was held by eight such answers: nobody else had a sheet while they lay there."""
    with drawn(tmp_path) as port, ExitStack() as held:
        holders = [f"127.0.9.{number}" for number in (1, 2)] if port else []
        for address in holders * 4:
            line = held.enter_context(socket.socket())
            line.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
            line.settimeout(10)
            line.bind((address, 0))
            line.connect(("127.0.0.1", port))
            line.sendall(f"GET {SHEET} HTTP/1.1\r\nHost: a\r\n\r\n".encode())
            assert line.recv(12) == b"HTTP/1.1 200"
        assert [asked(port, SHEET, source=address) for address in holders] == [503] * len(holders)
        assert [asked(port, SHEET, source="127.0.9.9") for _ in range(2 if port else 0)] == [200] * (2 if port else 0)


def test_replica_with_its_hands_full_of_sheets_has_not_failed(tmp_path: Path) -> None:
    """Each was asked in turn, and all were left alone after a few: nobody had a page."""
    with drawn(tmp_path) as port:
        for _ in range(3 if port else 0):
            assert asked(port, f"{SHEET}?busy") == 503


def asked(port: int, address: str, body: str | None = None, source: str = "127.0.0.1", host: str = "a") -> int:
    line = http.client.HTTPConnection("127.0.0.1", port, timeout=10, source_address=(source, 0))
    line.request("POST" if body else "GET", address, body, {"Host": host})
    answer = line.getresponse()
    answer.read()
    line.close()
    return answer.status


@pytest.mark.parametrize("body", [None, "total=1"])
def test_who_cannot_be_answered_is_told_to_come_back_forms_included(door: int, body: str | None) -> None:
    """A file of nginx takes no POST: whoever sent a form was told 405, by a page of nginx's own."""
    if not door:
        return
    line = http.client.HTTPConnection("127.0.0.1", door, timeout=10)
    line.request("POST" if body else "GET", "/estimate/", body)
    answer = line.getresponse()
    assert (answer.status, answer.headers["Retry-After"]) == (502, "10")
    assert "稍后" in answer.read().decode()
    line.close()


@pytest.mark.parametrize("body", [None, "total=1"])
def test_who_asks_too_often_is_told_so(door: int, body: str | None) -> None:
    if not door:
        return
    told = []
    for _ in range(40):
        line = http.client.HTTPConnection("127.0.0.1", door, timeout=10)
        line.request("POST" if body else "GET", "/estimate/", body)
        answer = line.getresponse()
        told.append((answer.status, "稍后" in answer.read().decode()))
        line.close()
    assert set(told) == {(502, True), (429, True)}
