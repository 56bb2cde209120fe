"""The one settings file. Everything that differs between installations is read from the environment:

DATABASE_URL, HEALTHPLAN_DATA_DIR, SECRET_KEY, DEBUG, ALLOWED_HOSTS, CSRF_TRUSTED_ORIGINS, READING_NEEDS_SIGN_IN (see
README.md).
"""

from __future__ import annotations

import os
import secrets
import tempfile
from contextlib import suppress
from datetime import timedelta
from pathlib import Path
from typing import Any

import environ
from csp.constants import NONE, SELF

BASE_DIR = Path(__file__).resolve().parent.parent
env = environ.Env()

# What the product writes: database, index, uploads, its own secret key.
DATA_DIR = Path(env.str("HEALTHPLAN_DATA_DIR", default=str(BASE_DIR / "var"))).resolve()


def _kept_secret_key(path: Path) -> str:
    """The key kept in `path`, made on first use; one for this process only where the directory cannot be written."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        if not path.exists():
            # Written whole under another name, then linked: of two processes that start together one makes the key,
            # and neither ever reads half of it. mkstemp makes files that only their owner can read.
            descriptor, draft = tempfile.mkstemp(dir=path.parent, prefix="secret_key-")
            with os.fdopen(descriptor, "w") as file:
                file.write(secrets.token_urlsafe(50))
            with suppress(FileExistsError):
                os.link(draft, path)
            Path(draft).unlink()
    except OSError:
        return secrets.token_urlsafe(50)  # checks.py tells about the directory
    return path.read_text()


SECRET_KEY = env.str("SECRET_KEY", default="") or _kept_secret_key(DATA_DIR / "secret_key")
DEBUG = env.bool("DEBUG", default=False)
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["localhost", "127.0.0.1", "[::1]"])
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])

INSTALLED_APPS = [
    "healthplan.workplace.WorkplaceConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.sitemaps",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "search",  # before haystack, whose update_index and rebuild_index it replaces
    "haystack",
    "django_htmx",
    "axes",
    "django_otp",
    "django_otp.plugins.otp_totp",
    "django_otp.plugins.otp_static",
    "healthplan",
    "documents",
]

MIDDLEWARE = [
    "csp.middleware.CSPMiddleware",  # first, so that static files and refusals have it too
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",  # of pages; static files are compressed already
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django_otp.middleware.OTPMiddleware",
    "healthplan.middleware.SignedInReaders",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "axes.middleware.AxesMiddleware",  # last, so that it answers for what the views say
]

ROOT_URLCONF = "healthplan.urls"
WSGI_APPLICATION = "healthplan.wsgi.application"

TEMPLATES = [
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
    }
]


def _database() -> dict[str, Any]:
    database: dict[str, Any] = env.db("DATABASE_URL", default=f"sqlite:///{DATA_DIR / 'healthplan.sqlite3'}")
    if database["ENGINE"].endswith("sqlite3"):
        if Path(database["NAME"]).parent == DATA_DIR:
            with suppress(OSError):  # what only reads needs none; what writes says so itself
                DATA_DIR.mkdir(parents=True, exist_ok=True)
        # WAL lets pages read while an import writes; IMMEDIATE takes the write lock at the start of a transaction,
        # so that two writers wait for each other instead of one failing half way.
        database["OPTIONS"] = {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON;",
        }
    else:
        database["CONN_MAX_AGE"] = 60
        database["CONN_HEALTH_CHECKS"] = True
    return database


DATABASES = {"default": _database()}

# Where each search engine keeps its index. Documents are added by the index worker from the recorded changes
# (search.updates), never by signals, which miss bulk writes.
HAYSTACK_CONNECTIONS = {
    "default": {
        "ENGINE": "search.backends.whoosh.WhooshEngine",
        "PATH": str(DATA_DIR / "index"),
        "SILENTLY_FAIL": False,
    }
}

LANGUAGE_CODE = "zh-hans"
TIME_ZONE = "Asia/Shanghai"
USE_I18N = True
USE_TZ = True

STATIC_URL = "static/"
STATIC_ROOT = DATA_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        # Hashed names are for what collectstatic has gathered; a development server serves the files as they are.
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
MEDIA_ROOT = DATA_DIR / "uploads"

AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]
# Guessing: five wrong passwords for a name from one address, then a quarter of an hour of waiting.
AUTHENTICATION_BACKENDS = ["axes.backends.AxesStandaloneBackend", "django.contrib.auth.backends.ModelBackend"]
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = timedelta(minutes=15)
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_RESET_ON_SUCCESS, AXES_VERBOSE = True, False
AXES_LOCKOUT_CALLABLE = "documents.accounts.signing_in.locked_out"
OTP_TOTP_ISSUER = "健康政策知识库"
# Whether plans can be read without an account; open unless the installation says otherwise.
READING_NEEDS_SIGN_IN = env.bool("READING_NEEDS_SIGN_IN", default=False)
LOGIN_URL = "documents:sign-in"
LOGIN_REDIRECT_URL = LOGOUT_REDIRECT_URL = "documents:home"

SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SESSION_COOKIE_HTTPONLY = True
# A site behind TLS has to name its origins above. `make run` serves plain http on this machine, where a browser would
# not send a secure cookie back, and no one could sign in.
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = bool(CSRF_TRUSTED_ORIGINS) and all(
    origin.startswith("https://") for origin in CSRF_TRUSTED_ORIGINS
)

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "connect-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF],
        "font-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {"handlers": ["console"], "level": "INFO"},
    # jieba reports on every start how long its dictionary took to load, axes on every sign-in that it forgot nothing
    "loggers": {"jieba": {"level": "WARNING"}, "axes": {"level": "WARNING"}},
}
