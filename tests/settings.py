"""The product's settings for its tests: whatever the developer's environment says, nothing outside a temporary
directory is written, and pages need no `collectstatic`.

TEST_DATABASE_URL names another database than SQLite (tests/with_postgres.py sets it).
"""

import atexit
import os
import shutil
import tempfile

# What healthplan.settings reads; tests/site/test_settings.py holds this list to it.
READ_FROM_ENVIRONMENT = (
    "ALLOWED_HOSTS",
    "CSRF_TRUSTED_ORIGINS",
    "DATABASE_URL",
    "DEBUG",
    "HEALTHPLAN_DATA_DIR",
    "READING_NEEDS_SIGN_IN",
    "SECRET_KEY",
)
for name in READ_FROM_ENVIRONMENT:
    os.environ.pop(name, None)
# Before the settings are loaded, and in the environment, so that commands run as processes of their own use it too.
os.environ["HEALTHPLAN_DATA_DIR"] = tempfile.mkdtemp(prefix="healthplan-test-")
atexit.register(shutil.rmtree, os.environ["HEALTHPLAN_DATA_DIR"], ignore_errors=True)
if "TEST_DATABASE_URL" in os.environ:
    os.environ["DATABASE_URL"] = os.environ["TEST_DATABASE_URL"]

from healthplan.settings import *  # noqa: E402, F403
from healthplan.settings import STATIC_ROOT, STORAGES  # noqa: E402

STATIC_ROOT.mkdir(parents=True, exist_ok=True)
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # signing in is not what most tests are about
