"""Typed environment variables that fail loudly: a bad value stops the start and says which one and why."""

import contextlib
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

_TRUE = {"1", "true", "yes", "on"}
_FALSE = {"0", "false", "no", "off"}


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


def whole_number(name: str, default: int, least: int = 0) -> int:
    def parse(raw: str) -> int:
        if (number := int(raw)) < least:
            raise ValueError
        return number

    return _read(name, default, parse, f"a whole number, {least} or more")


def words(name: str, default: list[str]) -> list[str]:
    """A comma-separated list."""
    return _read(name, default, lambda raw: [word.strip() for word in raw.split(",") if word.strip()], "a list")


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
    if not known or "://" not in url or not config.get("NAME"):
        raise ImproperlyConfigured(f"{name}: expected sqlite:///PATH or postgres://USER:PASSWORD@HOST:PORT/NAME.")
    return dict(config)


def redis_url(name: str) -> str:
    url = text(name, "")
    try:
        known = urlsplit(url).scheme in {"redis", "rediss", "unix"} and "://" in url and urlsplit(url).port != 0
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


def site_url(name: str) -> str:
    """Where the site stands, without a path and without a slash at the end."""
    url = text(name, "").removesuffix("/")
    if url and not re.fullmatch(r"https?://[^/?#\s]+", url):
        raise ImproperlyConfigured(f"{name}={url!r}: expected https://HOST.")
    return url


def private_directory(path: Path) -> Path:
    """Where state is kept, for this account alone, as is every file that this process makes from here on.

    What an earlier start left open is closed: the files with sessions, secrets and keys in them; the directory itself
    where it holds nothing else, because another one may be shared.
    """
    os.umask(0o077)
    path.mkdir(mode=0o700, parents=True, exist_ok=True)
    secrets = [*path.glob("db.sqlite3*"), *path.glob("secret.key")]
    shared = {*path.iterdir()} - {*secrets, path / "static", path / "check"}
    for each in secrets if shared else [path, *secrets]:
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
        if len(key) < 40:
            raise ImproperlyConfigured(f"{name}: expected at least 40 characters.")
        return key
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        draft = path.with_suffix(f".{os.getpid()}")
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT, 0o600), "w", encoding="utf-8") as new:
            new.write(get_random_secret_key())
        with contextlib.suppress(FileExistsError):
            os.link(draft, path)  # whole or not at all, and the first process wins
        draft.unlink()
    return path.read_text(encoding="utf-8")
