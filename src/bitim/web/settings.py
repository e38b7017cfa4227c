"""Django settings, read once from the environment.

`BITIM_MODE` is `demo`, `serve` or `test`; everything else has a default that is safe for a laptop.
Each setting named BITIM_* has its heading in docs/operate.md (a test keeps that true).
"""

import os
import tempfile
from pathlib import Path
from urllib.parse import unquote, urlsplit

from django.utils.translation import gettext_lazy as _

MODE = os.environ.get("BITIM_MODE", "test")
DATA = Path(os.environ.get("BITIM_DATA") or tempfile.gettempdir()) / (
    "" if os.environ.get("BITIM_DATA") else "bitim-test"
)
HERE = Path(__file__).resolve().parent
PACKAGE = HERE.parent

DEBUG = False
SECRET_KEY = os.environ.get("BITIM_SECRET_KEY", "test-only" if MODE == "test" else "")
ALLOWED_HOSTS = os.environ.get("BITIM_HOSTS", "localhost,.localhost,127.0.0.1,testserver").split(",")
CSRF_TRUSTED_ORIGINS = [o for o in os.environ.get("BITIM_ORIGINS", "").split(",") if o]
PUBLIC_URL = os.environ.get("BITIM_PUBLIC_URL", "http://localhost:8000")

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "bitim.kernel",
    "bitim.people",  # before allauth: its templates take the place of allauth's
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "bitim.cases",
    "bitim.room",
    "bitim.settlements",
    "bitim.compromise",
    "bitim.dialogue",
    "bitim.journal",
    "bitim.desk",
    "bitim.demo",
    "bitim.web",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "bitim.web.middleware.PrivacyHeaders",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "bitim.web.middleware.ReaderLanguage",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "bitim.web.lock.LockWhenIdle",
    "bitim.people.shared.SharedDevice",
    "bitim.people.middleware.ActorMiddleware",
    "bitim.people.middleware.SecondFactorFirst",
    "bitim.web.middleware.ClearAnswers",
]

ROOT_URLCONF = "bitim.web.urls"
WSGI_APPLICATION = "bitim.web.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [HERE / "templates"],
        "OPTIONS": {
            "loaders": [
                (
                    "django.template.loaders.cached.Loader",
                    [
                        "django.template.loaders.filesystem.Loader",
                        "django.template.loaders.app_directories.Loader",
                    ],
                )
            ],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.messages.context_processors.messages",
                "bitim.web.context.shell",
            ],
            "builtins": ["django.templatetags.i18n", "bitim.web.templatetags.bitim"],
        },
    }
]


def _database() -> dict[str, object]:
    """SQLite in the data folder, or PostgreSQL when BITIM_DATABASE is a postgresql:// address."""
    url = os.environ.get("BITIM_DATABASE", "")
    if url:
        parts = urlsplit(url)
        return {
            "ENGINE": "bitim.kernel.postgres",
            "NAME": parts.path.lstrip("/"),
            "USER": unquote(parts.username or ""),
            "PASSWORD": unquote(parts.password or ""),
            "HOST": parts.hostname or "",
            "PORT": str(parts.port or ""),
            "CONN_MAX_AGE": None,
            "CONN_HEALTH_CHECKS": True,
        }
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": DATA / "bitim.sqlite3",
        "CONN_MAX_AGE": None,
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": (
                "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; "
                "PRAGMA recursive_triggers=ON; PRAGMA secure_delete=ON; PRAGMA temp_store=MEMORY; "
                "PRAGMA cache_size=-32000;"
            ),
        },
        "TEST": {"NAME": os.environ.get("BITIM_TEST_DB") or None},
    }


DATABASES = {"default": _database()}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
AUTH_USER_MODEL = "people.Account"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]

# --- the key store lives apart from the data -----------------------------------------------------------
KEYSTORE_PATH = Path(os.environ.get("BITIM_KEYSTORE") or DATA / "keys" / "keys.sqlite3")
MASTER_KEY_PATH = Path(os.environ.get("BITIM_MASTER_KEY") or DATA / "keys" / "master.key")
KEY_BACKUP_DAYS = int(os.environ.get("BITIM_KEY_BACKUP_DAYS", "7"))
FILES_PATH = DATA / "files"
FILE_LIMIT = int(os.environ.get("BITIM_FILE_LIMIT_MB", "25")) * 1024 * 1024
LEGAL_HOLD_HEADING = True

# --- languages -----------------------------------------------------------------------------------------
LANGUAGE_CODE = os.environ.get("BITIM_LANGUAGE", "kk")
LANGUAGES = [
    ("kk", "Қазақша"),
    ("ru", "Русский"),
    ("en", "English"),
    ("uz", "Oʻzbekcha"),
    ("ky", "Кыргызча"),
    ("bg", "Български"),
]
LOCALE_PATHS = [PACKAGE / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = os.environ.get("BITIM_TIME_ZONE", "Asia/Almaty")

# --- sessions, cookies, headers ------------------------------------------------------------------------
# A proxy inside a closed network may speak plain HTTP to its readers, where the operator says so.
TLS = MODE == "serve" and os.environ.get("BITIM_PLAIN_PROXY", "") != "1"
SESSION_ENGINE = "bitim.people.session_store"
SESSION_COOKIE_NAME = "bitim"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 60 * 60 * 12
SESSION_COOKIE_SECURE = TLS
CSRF_COOKIE_SECURE = TLS
CSRF_COOKIE_NAME = "bitim-form"
CSRF_FAILURE_VIEW = "bitim.web.errors.form_expired"
LANGUAGE_COOKIE_NAME = "bitim-language"
SECURE_CONTENT_TYPE_NOSNIFF = True
# Stricter would make browsers send `Origin: null` with our own forms (see PrivacyHeaders).
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SECURE_SSL_REDIRECT = False
SECURE_HSTS_SECONDS = 60 * 60 * 24 * 365 if TLS else 0
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if TLS else None
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

# --- files, uploads, static ----------------------------------------------------------------------------
FILE_UPLOAD_HANDLERS = ["bitim.kernel.files.upload.MemoryOnly"]
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 400
STATIC_URL = "static/"
STATIC_ROOT = DATA / "static"
WHITENOISE_USE_FINDERS = MODE != "serve"
WHITENOISE_MAX_AGE = 60 * 60 * 24 * 30
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"
        if MODE == "serve"
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}

# --- staff login (django-allauth) ----------------------------------------------------------------------
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*"]
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_ADAPTER = "bitim.people.adapters.StaffAdapter"
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_EMAIL_NOTIFICATIONS = False
ACCOUNT_SESSION_REMEMBER = False  # a login of staff ends with the browser: office computers are shared
ACCOUNT_FORMS = {
    "login": "bitim.people.login_forms.StaffLoginForm",
    "request_login_code": "bitim.people.login_forms.StaffCodeRequestForm",
    "confirm_login_code": "bitim.people.login_forms.StaffCodeForm",
}
MFA_ADAPTER = "bitim.people.adapters.SecondFactorAdapter"
MFA_FORMS = {
    "authenticate": "bitim.people.login_forms.SecondStepForm",
    "reauthenticate": "bitim.people.login_forms.SecondStepAgainForm",
    "activate_totp": "bitim.people.login_forms.AppForm",
    "add_webauthn": "bitim.people.login_forms.PasskeyForm",
    "edit_webauthn": "bitim.people.login_forms.PasskeyNameForm",
}
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = MODE != "serve"
MFA_ALLOW_UNVERIFIED_EMAIL = True  # addresses are written down by the centre, and each login proves them
MFA_RECOVERY_CODES_SHOW_ONCE = True
MFA_TOTP_ISSUER = "Bitim"
MFA_TOTP_TOLERANCE = 1
MFA_REQUIRED_FOR_STAFF = os.environ.get("BITIM_MFA", "") == "required"
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/today/"

# --- mail, jobs ----------------------------------------------------------------------------------------
EMAIL_BACKEND = {
    "demo": "bitim.demo.outbox.OutboxBackend",
    "test": "django.core.mail.backends.locmem.EmailBackend",
}.get(MODE, "django.core.mail.backends.smtp.EmailBackend")
EMAIL_HOST = os.environ.get("BITIM_SMTP_HOST", "localhost")
EMAIL_PORT = int(os.environ.get("BITIM_SMTP_PORT", "25"))
EMAIL_HOST_USER = os.environ.get("BITIM_SMTP_USER", "")
EMAIL_HOST_PASSWORD = os.environ.get("BITIM_SMTP_PASSWORD", "")
EMAIL_USE_TLS = os.environ.get("BITIM_SMTP_TLS", "") == "1"
EMAIL_TIMEOUT = 15  # seconds: a mail host that says nothing must not hold a page thread, of which there are four
DEFAULT_FROM_EMAIL = os.environ.get("BITIM_MAIL_FROM", "office@localhost")
CHECKPOINT_MAIL = os.environ.get("BITIM_CHECKPOINT_MAIL", "")

CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"bodiless": {"()": "bitim.kernel.logs.Bodiless"}},
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "filters": ["bodiless"], "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    "loggers": {"django": {"handlers": ["stderr"], "level": "WARNING", "propagate": False}},
}
LANGUAGE_NAMES = dict(LANGUAGES)
SITE_NAME = _("Bitim")

# Voices of a live meeting. A relay hides everybody's address from everybody; without one, voices go only where the
# operator says so, and in the demo, which is loopback.
MEDIA = os.environ.get("BITIM_MEDIA", "mesh")
MEDIA_SERVER = os.environ.get("BITIM_JANUS", "ws://127.0.0.1:8188")
MEDIA_SERVER_SECRET = os.environ.get("BITIM_JANUS_SECRET", "")
MEDIA_RELAY = tuple(one for one in os.environ.get("BITIM_TURN", "").split(",") if one)
MEDIA_RELAY_SECRET = os.environ.get("BITIM_TURN_SECRET", "")
# A relay on this machine looks up here whom it knows now (coturn's userdb); under this realm.
MEDIA_RELAY_BOOK = Path(os.environ["BITIM_TURN_BOOK"]) if os.environ.get("BITIM_TURN_BOOK") else None
MEDIA_RELAY_REALM = os.environ.get("BITIM_TURN_REALM", "")
# A relay that is not told goes by the time of its passwords: somebody put out keeps theirs for up to a minute.
MEDIA_RELAY_BY_TIME = MODE != "serve" or os.environ.get("BITIM_TURN_BY_TIME", "") == "openly"
CAPTIONS = os.environ.get("BITIM_CAPTIONS", "none")  # who may type what is said: none, human
MEDIA_OPENLY = MODE != "serve" or os.environ.get("BITIM_MEDIA_WITHOUT_RELAY", "") == "openly"
