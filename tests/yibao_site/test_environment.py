import os
import re
import runpy
import signal
import socket
import stat
import subprocess
import sys
import traceback
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from tests.thorough import some
from yibao_site import environment

NAME = "A_TEST_VARIABLE"
ROOT = Path(__file__).parents[2]


@pytest.fixture
def given(monkeypatch):
    """Sets the variable; None leaves it unset."""

    def set_to(value):
        monkeypatch.delenv(NAME, raising=False)
        if value is not None:
            monkeypatch.setenv(NAME, value)

    return set_to


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        *[(word, True) for word in ("1", "true", "yes", "on", "True", "YES", " on ")],
        *[(word, False) for word in ("0", "false", "no", "off", "False", "NO")],
    ],
)
@pytest.mark.parametrize("default", [True, False])
def test_boolean(given, raw, expected, default):
    given(raw)
    assert environment.boolean(NAME, default) is expected


@pytest.mark.parametrize("raw", [None, "", "  "])
@pytest.mark.parametrize(
    ("read", "default"),
    [
        (environment.boolean, True),
        (environment.boolean, False),
        (environment.whole_number, 7),
        (environment.hosts, ["a"]),
        (environment.text, "words"),
    ],
)
def test_default_when_unset_or_empty(given, raw, read, default):
    given(raw)
    assert read(NAME, default) == default


@pytest.mark.parametrize(("raw", "expected"), [("0", 0), ("60", 60), (" 5 ", 5)])
def test_whole_number(given, raw, expected):
    given(raw)
    assert environment.whole_number(NAME, 7) == expected


@pytest.mark.parametrize(
    ("read", "raw", "expected"),
    [
        (environment.hosts, "a.cn", ["a.cn"]),
        (environment.hosts, " a.cn , .b.cn ,", ["a.cn", ".b.cn"]),
        (environment.hosts, "*", ["*"]),
        (environment.hosts, "[::1],127.0.0.1", ["[::1]", "127.0.0.1"]),
    ],
)
def test_hosts(given, read, raw, expected):
    given(raw)
    assert read(NAME, ["z"]) == expected


@pytest.mark.parametrize(
    "raw", [",", "http://x.cn", "x.cn:80", "x.cn/", "a b", "x.cn,,http://y", "-x", "x_y?", "a..b", "a.-b"]
)
def test_hosts_that_no_request_would_come_for_are_named(given, raw):
    given(raw)
    with pytest.raises(ImproperlyConfigured, match=f"^{NAME}={re.escape(repr(raw))}: expected names of hosts"):
        environment.hosts(NAME, [])


@pytest.mark.parametrize(
    "raw", ["https://x.cn", "http://x.cn:8080,https://*.y.cn", "https://x.cn:65535", "http://[::1]:8000"]
)
def test_origins(given, raw):
    given(raw)
    assert environment.origins(NAME) == raw.split(",")


@pytest.mark.parametrize(
    "raw", [",", "x.cn", "ftp://x.cn", "https://x.cn/", "https://", "https://x.cn:65536", "https://x.cn:a"]
)
def test_origins_that_are_none_are_named(given, raw):
    given(raw)
    with pytest.raises(ImproperlyConfigured, match=f"^{NAME}={re.escape(repr(raw))}: expected addresses"):
        environment.origins(NAME)


def test_keys_of_before(given):
    given(f"{'a' * 40},{'b' * 41}")
    assert environment.keys(NAME) == ["a" * 40, "b" * 41]


def test_a_key_of_before_that_is_too_short_is_not_shown(given):
    given(f"{'a' * 40},{'b' * 39}")
    with pytest.raises(ImproperlyConfigured) as caught:
        environment.keys(NAME)
    assert str(caught.value) == f"{NAME}: expected at least 40 characters each."


def test_text_is_stripped(given):
    given("  医保办事指引 ")
    assert environment.text(NAME, "") == "医保办事指引"


@pytest.mark.parametrize(
    ("read", "raw", "message"),
    [
        (environment.boolean, "maybe", f"{NAME}='maybe': expected true or false."),
        (environment.boolean, "2", f"{NAME}='2': expected true or false."),
        (environment.whole_number, "many", f"{NAME}='many': expected a whole number, 0 or more."),
        (environment.whole_number, "1.5", f"{NAME}='1.5': expected a whole number, 0 or more."),
        (environment.whole_number, "-1", f"{NAME}='-1': expected a whole number, 0 or more."),
    ],
)
def test_bad_value_is_named_with_what_was_expected(given, read, raw, message):
    given(raw)
    with pytest.raises(ImproperlyConfigured) as caught:
        read(NAME, None)
    assert str(caught.value) == message


def server(workers, tmp_path):
    """What comes of reading the server's configuration in a process of its own."""
    read = [sys.executable, "-m", "yibao_site", "--print-config"]
    env = {**os.environ, "STATE_DIR": str(tmp_path), "WEB_CONCURRENCY": workers}
    return subprocess.run(read, cwd=ROOT, env=env, capture_output=True, text=True)


@pytest.mark.parametrize(
    ("told", "workers"), some([(" 3 ", "3"), ("1", "1"), ("", str(min(2, os.cpu_count() or 1)))], 3)
)
def test_server_has_as_many_processes_as_it_was_told(told, workers, tmp_path):
    assert re.search(rf"^workers += {workers}$", server(told, tmp_path).stdout, re.M)


@pytest.mark.parametrize("workers", ["0", "-1", "two", "201"])
def test_server_without_a_process_does_not_start_and_says_why(workers, tmp_path):
    [said] = server(workers, tmp_path).stderr.splitlines()
    assert said == f"WEB_CONCURRENCY='{workers}': expected a whole number, from 1 to 200."


def test_database_postgres(given):
    given("postgres://clerk:s3cret@db.example:5433/yibao")
    config = environment.database(NAME, "sqlite:///x")
    assert {key: config[key] for key in ("ENGINE", "USER", "PASSWORD", "HOST", "PORT", "NAME")} == {
        "ENGINE": "django.db.backends.postgresql",
        "USER": "clerk",
        "PASSWORD": "s3cret",
        "HOST": "db.example",
        "PORT": 5433,
        "NAME": "yibao",
    }


@pytest.mark.parametrize(("raw", "name"), [(None, "/tmp/a.sqlite3"), ("sqlite:////tmp/b.sqlite3", "/tmp/b.sqlite3")])
def test_database_sqlite(given, raw, name):
    given(raw)
    config = environment.database(NAME, "sqlite:////tmp/a.sqlite3")
    assert (config["ENGINE"], config["NAME"]) == ("django.db.backends.sqlite3", name)


@pytest.mark.parametrize(
    "raw",
    [
        "s3cret",
        "mysql://clerk:s3cret@db.example/yibao",
        "oracle://clerk:s3cret@db.example/yibao",
        "http://clerk:s3cret@db.example/yibao",
        "postgres//clerk:s3cret@db.example/yibao",
        "postgres:clerk:s3cret@db.example/yibao",
        "postgres://clerk:s3cret@db.example:port/yibao",
        "postgres://clerk:s3cret@db.example:99999/yibao",
        "postgres://clerk:s3cret@db.example",
        "postgres://clerk:s3cret/x@db.example/yibao",
        "postgres://clerk:s3cret@x/y@db.example/yibao",
        "sqlite:///",
        "sqlite://:memory:",
        "://clerk:s3cret@db.example/yibao",
    ],
)
def test_database_bad_value_is_named_without_its_password(given, raw):
    given(raw)
    with pytest.raises(ImproperlyConfigured) as caught:
        environment.database(NAME, "sqlite:///x")
    expected = f"{NAME}: expected sqlite:///PATH or postgres://USER:PASSWORD@HOST:PORT/NAME, with "
    assert str(caught.value).startswith(expected)
    assert "s3cret" not in "".join(traceback.format_exception(caught.value))


def test_password_of_a_database_is_taken_as_it_is_meant(given):
    given("postgres://clerk:p%40s%2F%23@db.example/yibao")
    assert environment.database(NAME, "")["PASSWORD"] == "p@s/#"


def test_command_without_its_database_ends_with_one_line(tmp_path):
    with socket.create_server(("127.0.0.1", 0)) as free:
        url = f"postgres://clerk:s3cret@127.0.0.1:{free.getsockname()[1]}/yibao"
    env = {**os.environ, "STATE_DIR": str(tmp_path), "DATABASE_URL": url}
    done = subprocess.run([sys.executable, "manage.py", "migrate"], cwd=ROOT, env=env, capture_output=True, text=True)
    [said] = done.stderr.splitlines()
    assert (done.returncode, said.startswith("DATABASE_URL: "), "s3cret" in said) == (1, True, False)


@pytest.mark.parametrize("odd", ["nowhere", "folder", "of another"])
@pytest.mark.parametrize("name", ["db.sqlite3", "db.sqlite3-wal"])
def test_database_that_is_no_file_of_ours_is_named(given, tmp_path, monkeypatch, name, odd):
    path = tmp_path / name
    if odd == "nowhere":
        path.symlink_to(tmp_path / "gone" / "db.sqlite3")
    elif odd == "folder":
        path.mkdir()
    else:
        path.touch()
        monkeypatch.setattr("os.access", lambda which, how: str(which) != str(path))
    given(f"sqlite:///{tmp_path}/db.sqlite3")
    with pytest.raises(ImproperlyConfigured) as caught:
        environment.database(NAME, "")
    assert str(caught.value) == f"{NAME}: {str(path)!r} is no file that this account can read and write to."


@pytest.mark.parametrize("odd", ["sslmode=quatsch", "target_session_attrs=quatsch", "sslrootcert=/nope"])
def test_way_to_a_database_that_there_is_not_is_named(given, odd):
    given(f"postgres://clerk:s3cret@db.example/yibao?{odd}")
    with pytest.raises(ImproperlyConfigured) as caught:
        environment.database(NAME, "")
    assert str(caught.value).startswith(f"{NAME}: {odd.partition('=')[0]}=")
    assert "s3cret" not in str(caught.value)


def test_database_in_a_folder_that_is_not_there_is_named(given, tmp_path):
    given(f"sqlite:///{tmp_path}/nope/x.db")
    with pytest.raises(ImproperlyConfigured) as caught:
        environment.database(NAME, "sqlite:///x")
    assert str(caught.value) == f"{NAME}: the folder of the file is not there."


def test_how_a_database_is_to_be_reached_is_kept(given):
    given("postgres://u:p@h/n?sslmode=verify-full")
    assert environment.database(NAME, "")["OPTIONS"] == {"sslmode": "verify-full"}


@pytest.mark.parametrize("raw", ["postgres://u:s3cret@h/n?sslmod=require", "sqlite:////tmp/x.sqlite3?sslmod=on"])
def test_what_would_not_be_heeded_behind_a_database_is_named(given, raw):
    given(raw)
    with pytest.raises(ImproperlyConfigured) as caught:
        environment.database(NAME, "")
    assert str(caught.value) == f"{NAME}: 'sslmod' behind the ? is not known here."


@pytest.mark.parametrize(
    ("url", "address"), [("https://x.cn/", "https://x.cn"), ("http://[::1]:80", "http://[::1]:80")]
)
def test_address_of_the_site(given, url, address):
    given(url)
    assert environment.site_url(NAME) == address


@pytest.mark.parametrize("url", ["x.cn", "https://x.cn:99999", "https://x.cn:a", "https://x.cn/a", "https://a b"])
def test_address_of_the_site_that_is_none_is_named(given, url):
    given(url)
    with pytest.raises(ImproperlyConfigured, match=f"^{NAME}={re.escape(repr(url))}: expected https://HOST"):
        environment.site_url(NAME)


@pytest.mark.parametrize("dsn", ["", "https://0a1b@sentry.example.cn/7", "http://key@127.0.0.1:9000/a/1"])
def test_where_faults_are_told(given, dsn):
    given(dsn)
    assert environment.sentry(NAME) == dsn


@pytest.mark.parametrize(
    "dsn", ["s3cret", "https://sentry.example.cn/7", "https://s3cret@x.cn/", "https://s3cret@x.cn:0/1"]
)
def test_place_for_faults_that_is_none_is_named_without_its_key(given, dsn):
    given(dsn)
    with pytest.raises(ImproperlyConfigured) as caught:
        environment.sentry(NAME)
    assert str(caught.value) == f"{NAME}: expected https://KEY@HOST/NUMBER."


def test_who_is_told_of_faults(given):
    given("a@x.cn, b@x.cn")
    assert environment.mail_addresses(NAME) == ["a@x.cn", "b@x.cn"]
    given("a@x.cn, b")
    with pytest.raises(ImproperlyConfigured, match=f"^{NAME}='a@x.cn, b': expected addresses such as"):
        environment.mail_addresses(NAME)


def test_folder_that_can_be_made_is_taken_and_not_made(given, tmp_path):
    given(str(tmp_path / "a" / "b"))
    assert environment.directory(NAME, tmp_path) == tmp_path / "a" / "b"
    assert list(tmp_path.iterdir()) == []


def test_folder_that_cannot_be_made_is_named(given, tmp_path):
    (tmp_path / "file").touch()
    for path in (tmp_path / "file", tmp_path / "file" / "below"):
        given(str(path))
        with pytest.raises(ImproperlyConfigured) as caught:
            environment.directory(NAME, tmp_path)
        assert str(caught.value) == f"{NAME}={str(path)!r}: is no folder, and none can be made there."


@pytest.mark.parametrize(
    ("free", "said"), [(environment.LEAST_ROOM, ""), (environment.LEAST_ROOM - 1, "31 MB are left")]
)
def test_disk_that_is_about_to_be_full_is_told(tmp_path, monkeypatch, free, said):
    monkeypatch.setattr("os.statvfs", lambda path: os.statvfs_result((1, 1, 0, 0, free, 0, 0, 0, 0, 0)))
    told = environment.lacks_room(tmp_path)
    assert said in told
    assert bool(told) is bool(said)


def test_command_on_a_full_disk_ends_with_one_line(tmp_path):
    """Before anything is made or changed."""
    full = "import os, sys, runpy; os.statvfs = lambda _: os.statvfs_result((1, 1) + (0,) * 8); sys.argv = ['manage.py', 'migrate']; runpy.run_path('manage.py', run_name='__main__')"
    env = {**os.environ, "STATE_DIR": str(tmp_path), "DATABASE_URL": ""}
    done = subprocess.run([sys.executable, "-c", full], cwd=ROOT, env=env, capture_output=True, text=True)
    [said] = done.stderr.splitlines()
    assert (done.returncode, said) == (
        1,
        f"STATE_DIR={str(tmp_path)!r}: 0 MB are left on its disk, expected 32 or more.",
    )
    assert not (tmp_path / "db.sqlite3").exists()


@pytest.mark.parametrize(("seconds", "waits"), [("10", 5000), ("3", 3000), ("0", 600_000)])
def test_a_command_waits_for_its_turn_at_writing_as_long_as_it_takes(tmp_path, seconds, waits):
    ask = "from yibao_site.settings import DATABASES as d; print(d['default']['OPTIONS']['init_command'])"
    env = {**os.environ, "STATE_DIR": str(tmp_path), "DATABASE_URL": "", "DATABASE_SECONDS": seconds}
    done = subprocess.run([sys.executable, "-c", ask], cwd=ROOT, env=env, capture_output=True, text=True)
    assert f"busy_timeout={waits};" in done.stdout


@pytest.mark.parametrize("raw", ["redis://cache:6379/0", "rediss://cache:6379/0", "unix:///run/redis.sock", ""])
def test_redis(given, raw):
    given(raw)
    assert environment.redis_url(NAME) == raw


@pytest.mark.parametrize(
    "raw",
    [
        "cache:6379",
        "http://:s3cret@cache:6379/0",
        "redis:cache",
        "redis://:s3cret@cache:99999/0",
        "redis://cache:x/0",
        "redis://cache/x",
        "redis://cache/0?foo=bar",
        "redis://:s3cret@cache/0?socket_timeout=abc",
        "redis://cache/0#1",
        "redis://one,two:6379/0",
    ],
)
def test_redis_bad_value_is_named_without_its_password(given, raw):
    given(raw)
    with pytest.raises(ImproperlyConfigured) as caught:
        environment.redis_url(NAME)
    assert str(caught.value) == f"{NAME}: expected redis://HOST:PORT/NUMBER."


def test_secret_key_of_the_environment(given, tmp_path):
    given("k" * 40)
    assert environment.secret_key(NAME, tmp_path / "secret.key") == "k" * 40
    assert list(tmp_path.iterdir()) == []


def test_secret_key_too_short_is_named_and_not_shown(given, tmp_path):
    given("k" * 39)
    with pytest.raises(ImproperlyConfigured) as caught:
        environment.secret_key(NAME, tmp_path / "secret.key")
    assert str(caught.value) == f"{NAME}: expected at least 40 characters."


def test_secret_key_is_made_once_and_kept(given, tmp_path):
    given(None)
    path = tmp_path / "deeper" / "secret.key"
    key = environment.secret_key(NAME, path)
    assert len(key) >= 40
    assert environment.secret_key(NAME, path) == key
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


@pytest.mark.parametrize("kept", ["", "k", "k" * 39, "  \n"])
def test_secret_key_that_was_kept_but_is_none_is_named_and_not_shown(given, tmp_path, kept):
    given(None)
    path = tmp_path / "secret.key"
    path.write_text(kept)
    with pytest.raises(ImproperlyConfigured) as caught:
        environment.secret_key(NAME, path)
    assert str(caught.value).startswith(f"{path}: expected at least 40 characters; remove it")


def test_secret_key_that_cannot_be_read_is_named(given, tmp_path):
    given(None)
    (tmp_path / "secret.key").mkdir()
    with pytest.raises(ImproperlyConfigured, match=r"secret\.key: cannot be read or made \(Is a directory\)"):
        environment.secret_key(NAME, tmp_path / "secret.key")


def test_secret_key_that_has_no_room_is_named_and_leaves_nothing(given, tmp_path, monkeypatch):
    given(None)

    def full(*_, **__):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.link", full)
    with pytest.raises(ImproperlyConfigured, match=r"secret\.key: cannot be read or made \(No space left on device\)"):
        environment.secret_key(NAME, tmp_path / "secret.key")
    assert list(tmp_path.iterdir()) == []


def test_secret_key_differs_between_installations(given, tmp_path):
    given(None)
    keys = {environment.secret_key(NAME, tmp_path / name) for name in ("one.key", "two.key")}
    assert len(keys) == 2


@pytest.fixture
def _own_umask():
    before = os.umask(0o022)
    yield
    os.umask(before)


def modes(path):
    return {each.name: f"{stat.S_IMODE(each.stat().st_mode):o}" for each in path.iterdir()}


def mode(path):
    return f"{stat.S_IMODE(path.stat().st_mode):o}"


@pytest.mark.usefixtures("_own_umask")
def test_directory_of_state_is_made_for_its_owner_alone(tmp_path):
    state = environment.private_directory(tmp_path / "deeper" / "var")
    (state / "db.sqlite3").touch()
    assert (mode(state), modes(state)) == ("700", {"db.sqlite3": "600"})


OURS = ["db.sqlite3", "db.sqlite3-wal", "db.sqlite3-shm", "secret.key"]


@pytest.mark.usefixtures("_own_umask")
@pytest.mark.parametrize(("others", "directory"), [([], "700"), (["another"], "755")])
def test_state_that_was_left_open_is_closed(tmp_path, others, directory):
    """A directory with something else in it is perhaps not ours to close."""
    state = tmp_path / "var"
    state.mkdir(mode=0o755)
    for name in (*OURS, *others):
        (state / name).touch(mode=0o644)
    environment.private_directory(state)
    assert mode(state) == directory
    assert modes(state) == dict.fromkeys(OURS, "600") | dict.fromkeys(others, "644")


@pytest.mark.usefixtures("_own_umask")
@pytest.mark.parametrize("refuses", ["mkdir", "access"])
def test_directory_of_state_that_cannot_be_written_to_is_named(tmp_path, monkeypatch, refuses):
    if refuses == "mkdir":
        (tmp_path / "file").touch()
        path, why = tmp_path / "file" / "var", "Not a directory"
    else:
        path, why = tmp_path / "var", "Permission denied"
        monkeypatch.setattr("os.access", lambda *_: False)
    with pytest.raises(ImproperlyConfigured) as caught:
        environment.private_directory(path)
    assert str(caught.value) == f"STATE_DIR={str(path)!r}: cannot be written to ({why})."


def command(state, *words):
    env = {**os.environ, "STATE_DIR": str(state), "DATABASE_URL": ""}
    done = subprocess.run([sys.executable, *words], cwd=ROOT, env=env, capture_output=True, text=True, timeout=60)
    return done.returncode, done.stderr.splitlines()


@pytest.mark.parametrize("starts", [["manage.py", "migrate"], ["-m", "yibao_site", "--bind", "127.0.0.1:0"]])
@pytest.mark.parametrize("odd", ["database nowhere", "no database", "state nowhere", "file", "signs"])
def test_odd_state_is_one_line_without_a_trace(tmp_path, starts, odd):
    state = tmp_path / ("a\nb" if odd == "signs" else "state")
    if odd == "file":
        state.touch()
    elif odd == "state nowhere":
        state.symlink_to(tmp_path / "gone" / "state")
    elif odd == "database nowhere":
        state.mkdir()
        (state / "db.sqlite3").symlink_to(tmp_path / "gone" / "db.sqlite3")
    elif odd == "no database":
        state.mkdir()
        (state / "db.sqlite3").write_bytes(b"junk" * 1000)
    code, [said] = command(state, *starts)
    assert (code, said.split("=")[0].split(":")[0]) == (1, "DATABASE_URL" if "database" in odd else "STATE_DIR")


def test_torn_database_is_one_line_without_a_trace(tmp_path):
    (tmp_path / "db.sqlite3").write_bytes(b"SQLite format 3\0" + b"junk" * 1000)
    code, [said] = command(tmp_path, "manage.py", "migrate", "--check")
    assert (code, said) == (1, "DATABASE_URL: file is not a database")


def test_state_of_any_name_is_taken_as_it_is_called(tmp_path):
    state = tmp_path / "a?b #c%41+d"
    shown = (
        "from django.conf import settings; print(settings.DATABASES['default']['NAME'], file=__import__('sys').stderr)"
    )
    assert command(state, "manage.py", "shell", "-v0", "-c", shown) == (0, [f"{state}/db.sqlite3"])


ENDED = """
import os, runpy, signal, sys
from django.core import management
def run(argv):
    os.kill(os.getpid(), signal.{how})
management.execute_from_command_line = run
sys.argv = ["manage.py", "restore"]
runpy.run_path("manage.py", run_name="__main__")
"""


#: As at a terminal, wherever the tests run: of a shell's background a process inherits that it hears neither.
HEARS = "import signal; signal.signal(1, signal.SIG_DFL); signal.signal(2, signal.default_int_handler)\n"
STOPPED = "停下了。上面说做好了的，是做好了；没有说的，请再来一次。"


@pytest.mark.parametrize(("how", "ends"), [("SIGINT", 1), ("SIGTERM", -15), ("SIGHUP", -1)])
def test_command_that_is_ended_says_so_in_a_sentence_and_ends_as_it_was_told(tmp_path, how, ends):
    assert command(tmp_path, "-c", HEARS + ENDED.format(how=how)) == (ends, [STOPPED])


def test_command_that_was_told_to_go_on_without_its_terminal_goes_on(tmp_path):
    assert command(tmp_path, "-c", "import signal; signal.signal(1, signal.SIG_IGN)" + ENDED.format(how="SIGHUP")) == (
        0,
        [],
    )


def into_a_closed_pipe(state, *words, **env):
    """The command with nobody who reads what it says: how it ended, and what it said beside."""
    read, write = os.pipe()
    os.close(read)
    env = {**os.environ, "STATE_DIR": str(state), "DATABASE_URL": "", **env}
    try:
        done = subprocess.run(
            [sys.executable, *words], cwd=ROOT, env=env, stdout=write, stderr=subprocess.PIPE, text=True, timeout=60
        )
    finally:
        os.close(write)
    return done.returncode, done.stderr.splitlines()


SAYS = """
import runpy, sys
from django.core import management
def run(argv):
    print("done")
    {then}
management.execute_from_command_line = run
sys.argv = ["manage.py", "restore"]
runpy.run_path("manage.py", run_name="__main__")
"""


@pytest.mark.parametrize("unbuffered", ["", "1"])
@pytest.mark.parametrize("then", ["", "sys.exit(0)", "print('x' * 1_000_000)"])
def test_command_whose_reader_has_gone_says_so_in_a_sentence_and_ends_as_others_do(tmp_path, then, unbuffered):
    ended = into_a_closed_pipe(tmp_path, "-c", SAYS.format(then=then), PYTHONUNBUFFERED=unbuffered)
    assert ended == (-signal.SIGPIPE, [STOPPED])


def test_command_that_has_nothing_to_say_needs_no_reader(tmp_path):
    assert into_a_closed_pipe(tmp_path, "-c", SAYS.format(then="").replace("print", "repr")) == (0, [])


@pytest.mark.parametrize("closed", [">&-", "<&- >&- 2>&-", "2>&-"])
def test_command_to_which_nobody_listens_does_its_work(tmp_path, closed):
    state = {**os.environ, "STATE_DIR": str(tmp_path)}
    told = f'{sys.executable} manage.py shell -v0 -c \'print(1); open("{tmp_path}/done", "w").write("1")\' {closed}'
    done = subprocess.run(["bash", "-c", told], env=state, cwd=ROOT, capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (0, "")
    assert (tmp_path / "done").read_text() == "1"


def test_lock_that_cannot_be_had_is_one_line_without_a_trace(tmp_path):
    (tmp_path / "tables.lock").mkdir()
    assert command(tmp_path, "manage.py", "migrate") == (
        1,
        [f"{tmp_path}/tables.lock: cannot be written to (Is a directory)."],
    )


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("ALLOWED_HOSTS", ","),
        ("DATABASE_URL", "sqlite:////nope/x.db"),
        ("REDIS_URL", "cache"),
        ("THREADS", "1"),
        ("DATABASE_SECONDS", "x"),
        ("STATIC_DIR", "/dev/null"),
    ],
)
@pytest.mark.parametrize("starts", some([["manage.py", "migrate"], ["-m", "yibao_site"]], 2))
def test_bad_value_is_one_line_without_a_trace(tmp_path, starts, name, value):
    env = {**os.environ, "STATE_DIR": str(tmp_path), name: value}
    done = subprocess.run([sys.executable, *starts], cwd=ROOT, env=env, capture_output=True, text=True)
    [said] = done.stderr.splitlines()
    assert (done.returncode, said.split("=")[0].split(":")[0]) == (1, name)


def test_server_without_its_static_files_does_not_start_and_says_so(tmp_path):
    env = {**os.environ, "STATE_DIR": str(tmp_path), "STATIC_DIR": str(tmp_path / "gathered")}
    start = [sys.executable, "-m", "yibao_site", "--bind", "127.0.0.1:0"]
    done = subprocess.run(start, cwd=ROOT, env=env, capture_output=True, text=True, timeout=60)
    assert done.returncode == 1
    assert done.stderr.splitlines()[-1] == (
        f"STATIC_DIR='{tmp_path}/gathered': nothing was gathered there yet: manage.py collectstatic"
    )
    assert "Traceback" not in done.stderr


def test_static_file_that_is_shut_is_named_at_the_start(tmp_path, monkeypatch):
    (tmp_path / "css").mkdir()
    for file in ("staticfiles.json", "css/site.css"):
        (tmp_path / file).touch()
    started = runpy.run_path(str(ROOT / "deploy" / "gunicorn.py"))["on_starting"]
    monkeypatch.setitem(started.__globals__, "STATIC_ROOT", tmp_path)
    started(None)
    monkeypatch.setattr("os.access", lambda path, how: path != tmp_path / "css" / "site.css")
    with pytest.raises(SystemExit) as ended:
        started(None)
    assert str(ended.value) == f"STATIC_DIR='{tmp_path}': '{tmp_path}/css/site.css' cannot be read by this account."


@pytest.mark.parametrize(
    ("port", "why"), [("0", "expected a number"), ("x", "expected a number"), ("65536", "expected")]
)
def test_port_that_there_cannot_be_is_named_before_anything_is_made(port, why):
    done = subprocess.run(
        [sys.executable, "scripts/free_port.py", "127.0.0.1", port], cwd=ROOT, capture_output=True, text=True
    )
    assert (done.returncode, done.stderr.startswith(f"PORT={port!r}: {why}")) == (1, True)


def test_port_that_is_taken_is_named_before_anything_is_made():
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        check = [sys.executable, "scripts/free_port.py", "127.0.0.1"]
        done = subprocess.run([*check, port], cwd=ROOT, capture_output=True, text=True)
    assert (done.returncode, f"PORT='{port}': Address already in use" in done.stderr) == (1, True)
    assert subprocess.run([*check, port], cwd=ROOT).returncode == 0


@pytest.mark.usefixtures("_own_umask")
def test_state_that_cannot_be_closed_stops_the_start(tmp_path, monkeypatch):
    (tmp_path / "secret.key").touch(mode=0o644)

    def refuse(*_):
        raise PermissionError

    monkeypatch.setattr(Path, "chmod", refuse)
    with pytest.raises(ImproperlyConfigured, match=r"can be read by other accounts .* chmod go= it"):
        environment.private_directory(tmp_path)


@pytest.mark.parametrize(
    ("word", "says"),
    [("a" * 5000, "a" * 200 + ": File name too long."), ("a\udcff.csv", "里面有读不出来的字：'a\\udcff.csv'")],
)
def test_word_that_names_no_file_is_one_line_without_a_trace(tmp_path, word, says):
    assert command(tmp_path, "manage.py", "load_regions", word) == (1, [says])
