"""All settings. Every knob is an environment variable; the README lists them."""

import datetime as dt
import multiprocessing
from pathlib import Path
from typing import Any
from urllib.parse import quote

from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from redis.backoff import NoBackoff
from redis.retry import Retry

from yibao_site import environment as env

BASE_DIR = Path(__file__).resolve().parent.parent
STATE_DIR = env.private_directory(Path(env.text("STATE_DIR", str(BASE_DIR / "var"))))

DEBUG = env.boolean("DEBUG", False)
SECRET_KEY = env.secret_key("SECRET_KEY", STATE_DIR / "secret.key")
SECRET_KEY_FALLBACKS = env.keys("SECRET_KEY_FALLBACKS")
ALLOWED_HOSTS = env.hosts("ALLOWED_HOSTS", ["localhost", "127.0.0.1", "[::1]"])
CSRF_TRUSTED_ORIGINS = env.origins("CSRF_TRUSTED_ORIGINS")
BEHIND_TLS = env.boolean("BEHIND_TLS", False)
# How many proxies of ours stand in front, each adding the address it was asked from to X-Forwarded-For.
PROXIES = env.whole_number("PROXIES", 1 if BEHIND_TLS else 0, most=10)
# How many processes answer (deploy/gunicorn.py): by default one for each core, at most two.
WORKERS = env.whole_number("WEB_CONCURRENCY", min(2, multiprocessing.cpu_count()), least=1, most=200)
# How many requests each of them may have in hand, most of them waiting for a client.
THREADS = env.whole_number("THREADS", 16, least=2, most=500)

# What the operator says the site is; stands on every public page and on every sheet.
SITE_NAME = env.text("SITE_NAME", "医保办事指引")
SITE_NOTICE = env.text("SITE_NOTICE", "本站帮您备齐材料，不替您提交申请；不是医保局官网。")

INSTALLED_APPS = [
    "yibao_site.apps.ClerkAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django_htmx",
    "crispy_forms",
    "simple_history",
    "axes",
    "django_otp",
    "django_otp.plugins.otp_totp",
    "registry",
    "calculators",
    "guides",
]

MIDDLEWARE = [
    "yibao_site.metrics.Measured",
    "yibao_site.counted.Counted",
    "yibao_site.middleware.ForProxies",
    "yibao_site.middleware.PageCache",
    "django.middleware.security.SecurityMiddleware",
    "yibao_site.middleware.SiteHeaders",
    "yibao_site.middleware.PlainRefusals",
    "yibao_site.limits.Limits",
    "yibao_site.limits.Rooms",
    "yibao_site.chatlinks.ChatLinks",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "yibao_site.limits.Strangers",
    "django_otp.middleware.OTPMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "simple_history.middleware.HistoryRequestMiddleware",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "yibao_site.urls"
FORCE_SCRIPT_NAME = ""  # the site stands at the root of its host; a client's word on it is not taken
WSGI_APPLICATION = "yibao_site.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "DIRS": [BASE_DIR / "templates" / "pages"],
        "OPTIONS": {"environment": "yibao_site.jinja.environment"},
    },
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    },
]

DATABASES = {"default": env.database("DATABASE_URL", f"sqlite:///{quote(str(STATE_DIR / 'db.sqlite3'))}")}
DATABASES["default"]["CONN_MAX_AGE"] = env.whole_number("CONN_MAX_AGE", 600)
DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
# A question takes milliseconds, and nobody's page waits for one that does not come back. Commands may take as long as
# they need (manage.py). A turn at writing is waited for no longer than this (registry.writing).
_SECONDS = env.whole_number("DATABASE_SECONDS", 10, most=3600)
_TURN = min(_SECONDS, 5)
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    # WAL lets readers go on while a clerk saves; IMMEDIATE makes a second writer wait instead of failing: a command for
    # as long as the longest of them takes.
    _BUSY = _TURN * 1000 if _SECONDS else 10 * 60 * 1000
    DATABASES["default"]["OPTIONS"] = {
        "init_command": f"PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA busy_timeout={_BUSY};",
        "timeout": _BUSY / 1000,
        "transaction_mode": "IMMEDIATE",
    }
else:
    DATABASES["default"]["ENGINE"] = "yibao_site.postgresql"
    _ENDS = {
        "options": f"-c statement_timeout={_SECONDS}s -c lock_timeout={_TURN}s",
        "answers_within": _SECONDS + 1,
        "keepalives_idle": 10,
        "tcp_user_timeout": _SECONDS * 1000,
    }
    _GIVEN: Any = DATABASES["default"].get("OPTIONS") or {}  # behind the ? of the URL
    _CONNECTS = {**_GIVEN, "connect_timeout": 2, "application_name": "yibao"}
    DATABASES["default"]["OPTIONS"] = {**_CONNECTS, **_ENDS} if _SECONDS else _CONNECTS
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# In a cache lies how often somebody did something in this hour (registry.counting), and for some minutes a sheet that
# was set (guides.outcome.sheets): in Redis for all processes together; while Redis does not answer, and where there is
# none, in each process by itself. Nothing there is a pickle.
REDIS_URL = env.redis_url("REDIS_URL")
_OWN = {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "OPTIONS": {"MAX_ENTRIES": 20_000}}
_NO_WAIT = {"socket_connect_timeout": 0.5, "socket_timeout": 0.5, "retry": Retry(NoBackoff(), 0)}
_OPTIONS = {**_NO_WAIT, "serializer": "registry.plainvalues.Plain"}
_REDIS = {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": REDIS_URL, "OPTIONS": _OPTIONS}
CACHES = {"default": _REDIS if REDIS_URL else _OWN, "process": _OWN}

# The daily mail to clerks (manage.py send_digest): its links need the site's own address, and its sender a name.
SITE_URL = env.site_url("SITE_URL")
MAIL = env.mail("EMAIL_URL")
DEFAULT_FROM_EMAIL = env.mail_address("DEFAULT_FROM_EMAIL")
EMAIL_TIMEOUT = 20
if MAIL and not (SITE_URL and DEFAULT_FROM_EMAIL):
    raise ImproperlyConfigured("EMAIL_URL is set: SITE_URL and DEFAULT_FROM_EMAIL are needed too.")
globals().update(MAIL)  # EMAIL_BACKEND, EMAIL_HOST and the others

# Who is told of faults (yibao_site.alarms): people by mail, programs in the words of Sentry. Nobody by default.
ADMINS = [("", address) for address in env.mail_addresses("ADMINS")]
SERVER_EMAIL = DEFAULT_FROM_EMAIL
EMAIL_SUBJECT_PREFIX = f"[{SITE_NAME}] "
SENTRY_DSN = env.sentry("SENTRY_DSN")
if ADMINS and not MAIL:
    raise ImproperlyConfigured("ADMINS is set: EMAIL_URL is needed too.")
ALARMED = bool(ADMINS or SENTRY_DSN)

# How long, in seconds, a process may answer from its snapshot before it asks for the content's version again.
SNAPSHOT_TRUST_SECONDS = env.whole_number("SNAPSHOT_TRUST_SECONDS", 1)
# How many finished public pages a process keeps; 0 switches the page cache off.
PAGE_CACHE_ENTRIES = env.whole_number("PAGE_CACHE_ENTRIES", 500)
# How many sheets one visitor's address may have in an hour; of what is reckoned or searched ten times as many, of tries
# at a password, and of forms that the desk gives back to who is logged out, a fifth (yibao_site.limits). 0 for no limit.
DEAR_PER_HOUR = env.whole_number("DEAR_PER_HOUR", 300)

# Whether it is counted how often pages are opened: by day, of everybody together (guides.tally).
COUNTS = env.boolean("COUNTS", True)

LOGIN_REDIRECT_URL = "admin:index"
AUTHENTICATION_BACKENDS = ["axes.backends.AxesStandaloneBackend", "django.contrib.auth.backends.ModelBackend"]
# Five wrong passwords for one account from one address lock it there for half an hour, for browsers that it was logged in
# with by themselves (what else a browser says of itself is not looked at). Only the admin log-in asks for a password, and
# only its failures are written down; once they lock nothing, the next log-in or ``forget`` deletes them.
AXES_HANDLER = "registry.desk.login.Failures"
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = dt.timedelta(minutes=30)
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address", "user_agent"]]
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
AXES_RESET_ON_SUCCESS = True
AXES_DISABLE_ACCESS_LOG = True
AXES_ENABLE_ADMIN = False
AXES_VERBOSE = False
AXES_CLIENT_IP_CALLABLE = "registry.visitors.client_address"
AXES_LOCKOUT_CALLABLE = "registry.desk.login.locked_out"
OTP_TOTP_ISSUER = SITE_NAME
OTP_TOTP_SYNC = False  # see registry.models.Authenticator

AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]

LANGUAGE_CODE = "zh-hans"
TIME_ZONE = "Asia/Shanghai"
USE_I18N = True
USE_TZ = True

# Three kinds of a hundred inline rows (registry.rows), each row of up to seven fields, and what a row says itself.
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2500
# All that a form may bring: it lies in memory before anybody reads it, so a folder that is full stands in nobody's way.
FILE_UPLOAD_MAX_MEMORY_SIZE = 11 * 1024 * 1024

STATIC_URL = "/static/"
# Where ``collectstatic`` puts what a proxy may serve too: replicas share it, so that the files of the last version are
# still there while pages of it are open.
STATIC_ROOT = env.directory("STATIC_DIR", STATE_DIR / "static")
FILE_UPLOAD_DIRECTORY_PERMISSIONS = 0o755
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}

CRISPY_ALLOWED_TEMPLATE_PACKS = ["plain"]
CRISPY_TEMPLATE_PACK = "plain"
CRISPY_FAIL_SILENTLY = False

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
    }
}
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "no-referrer"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
CSRF_FAILURE_VIEW = "yibao_site.faults.refused"
SESSION_ENGINE = "yibao_site.sessions"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_AGE = 8 * 60 * 60
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
if BEHIND_TLS:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_HSTS_SECONDS = 31536000
    SESSION_COOKIE_SECURE = True
    CSRF_COOKIE_SECURE = True

# Where Prometheus finds figures (yibao_site.metrics); nowhere by default.
METRICS_PORT = env.whole_number("METRICS_PORT", 0, most=65535)
METRICS_HOST = env.text("METRICS_HOST", "127.0.0.1")

# Each line of a log as JSON, for programs that collect them.
JSON_LOGS = env.boolean("JSON_LOGS", False)
# Lines say nothing about a visitor (yibao_site.logs). Refused requests are in the access log, each with its status; what
# security and the lock-out say of one holds names, headers and network addresses, so they are told without words.
_LINE = "%(asctime)s %(levelname)s %(name)s"
_FORMATTER = "yibao_site.logs.DiscreetJson" if JSON_LOGS else "yibao_site.logs.Discreet"
LOGGING: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {"class": _FORMATTER, "format": f"{_LINE} %(message)s"},
        "wordless": {"class": _FORMATTER, "format": _LINE},
    },
    "handlers": {
        "console": {"class": "logging.StreamHandler", "formatter": "line"},
        "wordless": {"class": "logging.StreamHandler", "formatter": "wordless"},
        "nowhere": {"class": "logging.NullHandler"},
    },
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {
        "django": {"handlers": ["console"], "level": "WARNING", "propagate": False},
        "django.request": {"level": "ERROR"},
        "django.server": {"handlers": ["console"], "level": "INFO", "propagate": False},
        "django.security": {"handlers": ["wordless"], "level": "WARNING", "propagate": False},
        "django.security.DisallowedHost": {"handlers": ["nowhere"], "propagate": False},
        "axes": {"handlers": ["wordless"], "level": "WARNING", "propagate": False},
        "gunicorn.http.wsgi": {"level": "ERROR"},  # a line for each HEAD, whose body it leaves out
    },
}
if ALARMED:
    LOGGING["handlers"]["alarm"] = {"class": "yibao_site.alarms.Alarm", "level": "ERROR"}
    for _logger in (LOGGING["root"], LOGGING["loggers"]["django"]):
        _logger["handlers"].append("alarm")
