"""Pages as a WSGI application: what the pool of threads in `asgi` serves."""

import contextlib
import os

from django.conf import settings
from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bitim.web.settings")
with contextlib.suppress(OSError):  # a fresh data folder; the static middleware warns when it is not there
    settings.STATIC_ROOT.mkdir(parents=True, exist_ok=True)
application = get_wsgi_application()
