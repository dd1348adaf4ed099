"""Typed environment variables that fail loudly: a bad value stops the start and says which one and why."""

import contextlib
import errno
import os
import re
import stat
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar
from urllib.parse import urlsplit

import environ
from django.core.exceptions import ImproperlyConfigured
from django.core.management.utils import get_random_secret_key

T = TypeVar("T")

#: Characters of a key that nobody guesses.
LEAST_KEY = 40
_TRUE = {"1", "true", "yes", "on"}
_FALSE = {"0", "false", "no", "off"}
#: The name of a host, or its address; and a port that there can be, or none.
_LABEL = r"[a-z0-9](?:[a-z0-9-]*[a-z0-9])?"
_HOST = rf"(?:{_LABEL}(?:\.{_LABEL})*|\[[0-9a-f:.]+\])"
_PORT = r"(?::(?:[1-9]\d{0,3}|[1-5]\d{4}|6[0-4]\d{3}|65[0-4]\d{2}|655[0-2]\d|6553[0-5]))?"
#: What a URL of PostgreSQL may add behind a ``?``, how the way there is closed to others: the words that each takes, or the
#: file.
_POSTGRES_OPTIONS: dict[str, set[str]] = {
    "sslmode": {"disable", "allow", "prefer", "require", "verify-ca", "verify-full"},
    "target_session_attrs": {"any", "read-write", "read-only", "primary", "standby", "prefer-standby"},
    **{option: set() for option in ("sslrootcert", "sslcert", "sslkey")},
}
#: Bytes below which a disk is as good as full: a database that is filled for the first time takes nearly as much.
LEAST_ROOM = 32 * 2**20


def _read(name: str, default: T, parse: Callable[[str], T], expected: str) -> T:
    raw = os.environ.get(name, "").strip()
    if not raw:
        return default
    try:
        return parse(raw)
    except ValueError:
        raise ImproperlyConfigured(f"{name}={raw!r}: expected {expected}.") from None


def _parse_boolean(raw: str) -> bool:
    word = raw.lower()
    if word not in _TRUE | _FALSE:
        raise ValueError
    return word in _TRUE


def boolean(name: str, default: bool) -> bool:
    return _read(name, default, _parse_boolean, "true or false")


def whole_number(name: str, default: int, least: int = 0, most: int = 10**9) -> int:
    def parse(raw: str) -> int:
        if not least <= (number := int(raw)) <= most:
            raise ValueError
        return number

    bounds = f"{least} or more" if most == 10**9 else f"from {least} to {most}"
    return _read(name, default, parse, f"a whole number, {bounds}")


def _words(raw: str) -> list[str]:
    return [word.strip() for word in raw.split(",") if word.strip()]


def _each(name: str, default: list[str], form: re.Pattern[str], expected: str) -> list[str]:
    """A comma-separated list of one word or more, all of a form."""

    def parse(raw: str) -> list[str]:
        if not (found := _words(raw)) or not all(map(form.fullmatch, found)):
            raise ValueError
        return found

    return _read(name, default, parse, expected)


def hosts(name: str, default: list[str]) -> list[str]:
    """Names of hosts, ``.example.cn`` for all below one, ``*`` for whatever is asked for."""
    form = re.compile(rf"\*|\.?{_HOST}", re.I)
    return _each(name, default, form, "names of hosts, as yibao.example.cn, without http:// and without a port")


def origins(name: str) -> list[str]:
    form = re.compile(rf"https?://(\*\.)?{_HOST}{_PORT}", re.I)
    return _each(name, [], form, "addresses, as https://yibao.example.cn, without a path")


def keys(name: str) -> list[str]:
    """Keys that were used before, each long enough to be one. They never enter a message."""
    found = _words(text(name, ""))
    if any(len(key) < LEAST_KEY for key in found):
        raise ImproperlyConfigured(f"{name}: expected at least {LEAST_KEY} characters each.")
    return found


def text(name: str, default: str) -> str:
    return os.environ.get(name, "").strip() or default


def database(name: str, default: str) -> dict[str, object]:
    """A Django database configuration from a URL such as ``postgres://user:password@host:5432/name``.

    The URL itself never enters a message: it may hold a password.
    """
    url = text(name, default)
    try:
        with warnings.catch_warnings(action="ignore"):  # its warnings quote the URL
            config = environ.Env.db_url_config(url)
    except (ValueError, KeyError, TypeError):
        config = {}
    engine = config.get("ENGINE")
    known = engine in {"django.db.backends.sqlite3", "django.db.backends.postgresql"}
    sqlite = str(engine).endswith("sqlite3")
    cut = not sqlite and "@" in url.partition("://")[2].partition("/")[2]  # by a / in the password
    if not known or cut or "://" not in url or config.get("NAME") in (None, "", ":memory:"):
        raise ImproperlyConfigured(
            f"{name}: expected sqlite:///PATH or postgres://USER:PASSWORD@HOST:PORT/NAME, with / ? # @ % of a password "
            "as %2F %3F %23 %40 %25."
        )
    if sqlite and not Path(str(config["NAME"])).parent.is_dir():
        raise ImproperlyConfigured(f"{name}: the folder of the file is not there.")
    options: dict[str, object] = config.get("OPTIONS", {})
    if unknown := sorted({*options} - ({*()} if sqlite else {*_POSTGRES_OPTIONS})):
        raise ImproperlyConfigured(f"{name}: {unknown[0]!r} behind the ? is not known here.")
    for option, value in options.items():
        known_here = str(value) in _POSTGRES_OPTIONS[option] or (option, value) == ("sslrootcert", "system")
        if not known_here and (_POSTGRES_OPTIONS[option] or not os.access(str(value), os.R_OK)):
            raise ImproperlyConfigured(f"{name}: {option}={str(value)!r} behind the ? is none, or cannot be read.")
    for path in (f"{config['NAME']}{more}" for more in ("", "-wal", "-shm")) if sqlite else ():
        if os.path.lexists(path) and not (Path(path).is_file() and os.access(path, os.R_OK | os.W_OK)):
            raise ImproperlyConfigured(f"{name}: {path!r} is no file that this account can read and write to.")
    if sqlite and not _may_be_sqlite(Path(str(config["NAME"]))):
        raise ImproperlyConfigured(
            f"{name}: {str(config['NAME'])!r} is no SQLite database. Move it away, or put its own back."
        )
    return dict(config)


def _may_be_sqlite(path: Path) -> bool:
    """Whether a file begins as a database does; one that is not there, or empty, becomes one."""
    if not path.exists():
        return True
    with path.open("rb") as file:
        return file.read(16) in (b"", b"SQLite format 3\0")


def redis_url(name: str) -> str:
    url = text(name, "")
    try:
        parts = urlsplit(url)
        numbered = parts.scheme == "unix" or re.fullmatch(r"/?\d*", parts.path)
        known = parts.scheme in {"redis", "rediss", "unix"} and "://" in url and parts.port != 0 and bool(numbered)
        # Options would end in the library at the first question, and of several hosts it knows none.
        known = known and not parts.query and not parts.fragment and "," not in parts.netloc.rpartition("@")[2]
    except ValueError:  # a port that there cannot be
        known = False
    if url and not known:
        raise ImproperlyConfigured(f"{name}: expected redis://HOST:PORT/NUMBER.")
    return url


def mail(name: str) -> dict[str, object]:
    """Django's mail settings from a URL such as ``smtp+tls://user:password@host:587``; none where it is not set.

    ``smtp+tls`` asks for STARTTLS, ``smtp+ssl`` is encrypted from the start, ``consolemail://`` prints. The URL itself
    never enters a message: it may hold a password.
    """
    if not (url := text(name, "")):
        return {}
    scheme, _, rest = url.partition("://")
    try:
        config = environ.Env.email_url_config(url)
    except (ValueError, ImproperlyConfigured):
        config = {}
    known = scheme == "consolemail" or (scheme in {"smtp", "smtp+tls", "smtp+ssl"} and config.get("EMAIL_HOST"))
    if not known or not (rest or scheme == "consolemail"):
        raise ImproperlyConfigured(f"{name}: expected smtp+tls://USER:PASSWORD@HOST:PORT, smtp+ssl://… or smtp://….")
    return dict(config)


def mail_address(name: str) -> str:
    """An address that mail comes from, alone or as ``Name <address>``."""
    address = text(name, "")
    if address and not re.fullmatch(r"[^<>@\s]+@[^<>@\s]+|[^<>@]+<[^<>@\s]+@[^<>@\s]+>", address):
        raise ImproperlyConfigured(f"{name}={address!r}: expected an address such as yibao@example.cn.")
    return address


def mail_addresses(name: str) -> list[str]:
    form = re.compile(r"[^<>@,\s]+@[^<>@,\s]+")
    return _each(name, [], form, "addresses such as yibao@example.cn, separated by commas")


def sentry(name: str) -> str:
    """Where faults are told in the words of Sentry. It holds a key, and never enters a message."""
    dsn = text(name, "")
    if dsn and not re.fullmatch(rf"https?://[0-9a-z]+@{_HOST}{_PORT}/(?:[\w.-]+/)*\d+", dsn, re.I):
        raise ImproperlyConfigured(f"{name}: expected https://KEY@HOST/NUMBER.")
    return dsn


def site_url(name: str) -> str:
    """Where the site stands, without a path and without a slash at the end."""
    url = text(name, "").removesuffix("/")
    if url and not re.fullmatch(rf"https?://{_HOST}{_PORT}", url, re.I):
        raise ImproperlyConfigured(f"{name}={url!r}: expected https://HOST.")
    return url


def directory(name: str, default: Path) -> Path:
    """A folder that is there, or can be made; whoever only reads it need not be able to write to it."""
    path = Path(text(name, str(default)))
    there = next(each for each in (path, *path.parents) if each.exists())
    if not there.is_dir() or (there != path and not os.access(there, os.W_OK | os.X_OK)):
        raise ImproperlyConfigured(f"{name}={str(path)!r}: is no folder, and none can be made there.")
    return path


def lacks_room(path: Path) -> str:
    """A sentence where the disk of a folder is about to be full; '' where it is not."""
    try:
        free = os.statvfs(path)
    except OSError as error:
        return f"{str(path)!r}: cannot be read ({error.strerror})."
    left = free.f_bavail * free.f_frsize
    if left >= LEAST_ROOM:
        return ""
    return f"{str(path)!r}: {left // 2**20} MB are left on its disk, expected {LEAST_ROOM // 2**20} or more."


def private_directory(path: Path) -> Path:
    """Where state is kept, for this account alone, as is every file that this process makes from here on.

    What an earlier start left open is closed: the files with sessions, secrets and keys in them; the directory itself
    where it holds nothing else, because another one may be shared.
    """
    os.umask(0o077)
    if not str(path).isprintable():
        raise ImproperlyConfigured(f"STATE_DIR={str(path)!r}: expected a path of signs that can be seen.")
    try:
        path.mkdir(mode=0o700, parents=True, exist_ok=True)
        if not os.access(path, os.W_OK | os.X_OK):
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))
    except OSError as error:
        raise ImproperlyConfigured(f"STATE_DIR={str(path)!r}: cannot be written to ({error.strerror}).") from None
    secrets = [*path.glob("db.sqlite3*"), *path.glob("secret.key")]
    shared = {*path.iterdir()} - {*secrets, path / "static", path / "check", path / "tables.lock"}
    for each in secrets if shared else [path, *secrets]:
        if not each.exists():  # gone by now, or a link that leads nowhere: whoever needs it says so
            continue
        mode = stat.S_IMODE(each.stat().st_mode)
        if mode & 0o077:
            try:
                each.chmod(mode & 0o700)
            except OSError:
                message = f"{each} can be read by other accounts of this machine: chmod go= it as its owner."
                raise ImproperlyConfigured(message) from None
    return path


def secret_key(name: str, path: Path) -> str:
    """The key of the environment, or one made on the first start and kept at ``path``."""
    if key := text(name, ""):
        if len(key) < LEAST_KEY:
            raise ImproperlyConfigured(f"{name}: expected at least {LEAST_KEY} characters.")
        return key
    try:
        if not path.exists():
            _make_key(path)
        key = path.read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        why = getattr(error, "strerror", None) or type(error).__name__
        raise ImproperlyConfigured(f"{path}: cannot be read or made ({why}).") from None
    if len(key) < LEAST_KEY:
        message = f"{path}: expected at least {LEAST_KEY} characters; remove it, and the next start makes a new one."
        raise ImproperlyConfigured(message)
    return key


def _make_key(path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_suffix(f".{os.getpid()}")
    try:
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT, 0o600), "w", encoding="utf-8") as new:
            new.write(get_random_secret_key())
        with contextlib.suppress(FileExistsError):
            os.link(draft, path)  # whole or not at all, and the first process wins
    finally:
        draft.unlink(missing_ok=True)
