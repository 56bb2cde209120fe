"""The ASGI application, for sites that serve it that way."""

import os

from django.core.asgi import get_asgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "healthplan.settings")
application = get_asgi_application()
