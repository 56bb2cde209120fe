"""The WSGI application, served by gunicorn in `make run`."""

import os

from django.core.wsgi import get_wsgi_application

from search import analysis

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "healthplan.settings")
application = get_wsgi_application()
# before gunicorn makes its workers (--preload), so that they share one dictionary and no reader waits for it
analysis.load()
