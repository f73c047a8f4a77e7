"""What is true in every environment, and the one file that reads the environment."""

from pathlib import Path

from celery.schedules import crontab
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

from lms.settings import parts, policies
from lms.settings.reading import (
    BROKERS,
    LEVELS,
    REDIS,
    WEB,
    Environment,
    is_another_role,
)

BASE_DIR = Path(__file__).resolve().parents[2]
env = Environment()
Environment.read_env(BASE_DIR / ".env")

#: Where the embedded default keeps its databases, files and fonts.
DATA_DIR = Path(env.str("DATA_DIR", default="") or BASE_DIR / "var")

SECRET_KEY = env.str("SECRET_KEY", default="")
#: Wraps the per-person keys under which personal values in the audit log are kept.
PERSONAL_DATA_KEY = env.str("PERSONAL_DATA_KEY", default="")
DEBUG = False
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=[])
BASE_URL = env.address("BASE_URL", WEB, default="http://127.0.0.1:8000")
#: How many proxies in front of us may be believed about the visitor's address.
TRUSTED_PROXIES = env.int("TRUSTED_PROXIES", default=0)

OUR_APPS = parts.OUR_APPS
INSTALLED_APPS = parts.INSTALLED_APPS
MIDDLEWARE = parts.MIDDLEWARE
ROOT_URLCONF = "lms.urls"
WSGI_APPLICATION = "lms.wsgi.application"

CONTEXT_PROCESSORS = [
    "django.template.context_processors.request",
    "django.contrib.auth.context_processors.auth",
    "django.contrib.messages.context_processors.messages",
    "lms.kernel.menu.office_menu",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "lms" / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": CONTEXT_PROCESSORS,
        },
    },
]

# -- Databases: `default` is the candidate-facing role; `keys` may read what is sealed.
_EMBEDDED = f"sqlite:///{DATA_DIR / 'db.sqlite3'}"
DATABASES = {"default": env.database("DATABASE_URL", default=_EMBEDDED)}
if env.str("KEYS_DATABASE_URL", default=""):
    if not env.str("DATABASE_URL", default=""):
        raise ImproperlyConfigured("DATABASE_URL must be set if KEYS_DATABASE_URL is.")
    DATABASES["keys"] = env.database("KEYS_DATABASE_URL")
    if not is_another_role(DATABASES["keys"], of=DATABASES["default"]):
        raise ImproperlyConfigured(
            "KEYS_DATABASE_URL must name the PostgreSQL database of DATABASE_URL."
        )
#: The alias that may touch sealed keys. Without a second role (SQLite) it is `default`.
KEYS_ALIAS = "keys" if "keys" in DATABASES else "default"
DATABASE_ROUTERS = ["lms.kernel.routers.KeysRouter"]
for _database in DATABASES.values():
    if "sqlite" in _database["ENGINE"]:
        _database["OPTIONS"] = {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;",
        }
    else:
        _database["CONN_MAX_AGE"] = 600
        _database["CONN_HEALTH_CHECKS"] = True
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

_REDIS_URL = env.address("REDIS_URL", REDIS, default="")
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": _REDIS_URL,
    }
    if _REDIS_URL
    else {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"},
}
SESSION_ENGINE = "django.contrib.sessions.backends.cached_db"

# -- Files: `default` is public site media; `private` leaves only through a scoped view.
_S3 = {
    "endpoint_url": env.str("S3_ENDPOINT_URL", default="") or None,
    "access_key": env.str("S3_ACCESS_KEY", default="") or None,
    "secret_key": env.str("S3_SECRET_KEY", default="") or None,
    "region_name": env.str("S3_REGION", default="") or None,
    "file_overwrite": False,
}
_PUBLIC_BUCKET = env.str("S3_BUCKET_PUBLIC", default="")
_PRIVATE_BUCKET = env.str("S3_BUCKET_PRIVATE", default="")
_FILES = "django.core.files.storage.FileSystemStorage"
_S3_FILES = "storages.backends.s3.S3Storage"
STORAGES = {
    "default": {
        "BACKEND": _S3_FILES,
        "OPTIONS": {**_S3, "bucket_name": _PUBLIC_BUCKET, "querystring_auth": False},
    }
    if _PUBLIC_BUCKET
    else {
        "BACKEND": _FILES,
        "OPTIONS": {"location": DATA_DIR / "media" / "public", "base_url": "/media/"},
    },
    "private": {
        "BACKEND": _S3_FILES,
        "OPTIONS": {**_S3, "bucket_name": _PRIVATE_BUCKET, "querystring_expire": 300},
    }
    if _PRIVATE_BUCKET
    else {
        "BACKEND": _FILES,
        "OPTIONS": {"location": DATA_DIR / "media" / "private", "base_url": None},
    },
    "staticfiles": {"BACKEND": "lms.kernel.storage.HashedStaticFiles"},
}
MEDIA_URL = "/media/"
#: Without an object store nobody else would serve site media.
SERVES_MEDIA = not _PUBLIC_BUCKET
MEDIA_ROOT = DATA_DIR / "media" / "public"
STATIC_URL = "/static/"
STATIC_ROOT = DATA_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "lms" / "static"]
FONT_DIR = DATA_DIR / "fonts"

# -- Mail
vars().update(env.mail("EMAIL_URL", default="consolemail://"))
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", default="noreply@localhost")

# -- People
AUTH_USER_MODEL = "mediators.User"
AUTHENTICATION_BACKENDS = ["django.contrib.auth.backends.ModelBackend"]
PASSWORD_HASHERS = ["lms.kernel.hashers.Argon2idHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ["username", "name"]},
    },
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 10},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "mediators.signin.accounts.AccountAdapter"
ACCOUNT_FORMS = {"login": "mediators.signin.forms.SignInForm"}
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGOUT_REDIRECT_URL = "/account/login/"
ACCOUNT_SESSION_REMEMBER = False
#: An exam room of hundreds signs in within minutes from behind one address; who guesses
#: at one account is stopped soon.
ACCOUNT_RATE_LIMITS = {"login": "600/m/ip", "login_failed": "300/m/ip,5/5m/key"}
SESSION_COOKIE_AGE = 60 * 60 * 12
#: Whoever has a role proves who they are by a second thing, too; see docs/decisions/0013.
SECOND_FACTOR_REQUIRED = True
#: On a device of many, whoever does nothing for so long is signed out.
SHARED_DEVICE_IDLE_MINUTES = 15
#: On a device of their own, whoever has no role stays signed in for so long.
OWN_DEVICE_DAYS = 14
MFA_ADAPTER = "mediators.signin.accounts.SecondFactorAdapter"
MFA_FORMS = {
    "authenticate": "mediators.signin.forms.CodeForm",
    "reauthenticate": "mediators.signin.forms.CodeAgainForm",
    "activate_totp": "mediators.signin.forms.FirstCodeForm",
    "add_webauthn": "mediators.signin.forms.PasskeyForm",
    "edit_webauthn": "mediators.signin.forms.PasskeyNameForm",
}
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_TOTP_ISSUER = "枫桥学堂"
#: A code typed slowly, or by the clock of an old phone, counts for half a minute more.
MFA_TOTP_TOLERANCE = 1
MFA_RECOVERY_CODES_SHOW_ONCE = True

# -- Language and time
LANGUAGE_CODE = "zh-hans"
FORMAT_MODULE_PATH = "lms.formats"
LANGUAGES = [("zh-hans", _("Chinese")), ("en", _("English"))]
LOCALE_PATHS = [BASE_DIR / "lms" / "locale"]
USE_TZ = True
TIME_ZONE = "Asia/Shanghai"

# -- Wagtail
WAGTAIL_SITE_NAME = "枫桥学堂"
WAGTAILADMIN_BASE_URL = BASE_URL
WAGTAIL_I18N_ENABLED = True
WAGTAIL_CONTENT_LANGUAGES = [("zh-hans", _("Chinese")), ("en", _("English"))]
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAIL_FRONTEND_LOGIN_URL = "/account/login/"
WAGTAIL_PASSWORD_MANAGEMENT_ENABLED = False
WAGTAIL_EMAIL_MANAGEMENT_ENABLED = False
WAGTAILADMIN_PERMITTED_LANGUAGES = [("zh-hans", _("Chinese")), ("en", _("English"))]
WAGTAILDOCS_DOCUMENT_MODEL = "cms.SiteDocument"
WAGTAILDOCS_SERVE_METHOD = "serve_view"
#: To read, fill in, hear or watch: nothing that a browser would run as a page of ours.
WAGTAILDOCS_EXTENSIONS = [
    *("csv", "ods", "xls", "xlsx"),
    *("doc", "docx", "odt", "ofd", "pdf", "rtf", "txt", "wps"),
    *("odp", "ppt", "pptx", "zip"),
    *("m4a", "mp3", "mp4", "ogg", "vtt", "wav", "webm"),
]
WAGTAILIMAGES_IMAGE_FORM_BASE = "cms.forms.ImageForm"
WAGTAILIMAGES_EXTENSIONS = ["avif", "gif", "jpg", "jpeg", "png", "webp"]
#: Any run of characters within a title is found: no index of words knows where one ends.
_WITHIN = "wagtail.search.backends.database.fallback"
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": _WITHIN}}
# The Studio shows previews in frames of its own.
SILENCED_SYSTEM_CHECKS = ["security.W019"]

#: Whether invented people with a known password may be let in.
DEMO_ALLOWED = False
#: A folder of statute texts that the demo imports: none are shipped.
LAWS_DIR = env.str("LAWS_DIR", default="")

# -- The worker
CELERY_BROKER_URL = env.address(
    "CELERY_BROKER_URL",
    BROKERS,
    default=f"sqla+sqlite:///{DATA_DIR / 'broker.sqlite3'}",
)
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_IGNORE_RESULT = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_WORKER_MAX_TASKS_PER_CHILD = 200
CELERY_WORKER_ENABLE_REMOTE_CONTROL = not CELERY_BROKER_URL.startswith("sqla")
CELERY_WORKER_SEND_TASK_EVENTS = False
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_TIMEZONE = TIME_ZONE
TASKS = {"default": {"BACKEND": "lms.kernel.background.CeleryBackend"}}
CELERY_IMPORTS = ["lms.kernel.background"]
CELERY_BEAT_SCHEDULE = {
    "heartbeat": {"task": "lms.kernel.tasks.beat_heart", "schedule": 10},
    "reconcile": {"task": "lms.kernel.tasks.reconcile", "schedule": 20},
    "verify-audit": {
        "task": "lms.kernel.tasks.verify_audit",
        "schedule": crontab(hour=2, minute=30),
    },
    "verify-answers": {
        "task": "exams.delivery.tasks.verify_answers",
        "schedule": crontab(hour=2, minute=45),
    },
    "apply-retention": {
        "task": "mediators.privacy.tasks.apply_retention",
        "schedule": crontab(hour=3, minute=0),
    },
    "publish-scheduled": {"task": "lms.kernel.tasks.publish_scheduled", "schedule": 60},
    "purge-broker": {"task": "lms.kernel.tasks.purge_broker", "schedule": 300},
    "roll-coverage": {
        "task": "mediators.coverage.tasks.roll",
        "schedule": crontab(hour=0, minute=5),
    },
    "tidy-indexes": {
        "task": "lms.kernel.tasks.tidy_indexes",
        "schedule": crontab(hour=3, minute=30),
    },
}
#: Work done within this many seconds by every worker, or `/healthz` says it is ill.
WORKER_HEARTBEAT_S = 60
#: A job without a sign of life for this long is taken for lost and sent again.
JOB_SILENCE_S = 120
#: So long has a marker an answer to themselves.
MARKING_LEASE_MINUTES = 20

# -- What browsers are told
CONTENT_SECURITY_POLICY = policies.OURS
STUDIO_CONTENT_SECURITY_POLICY = policies.STUDIO
X_FRAME_OPTIONS = "SAMEORIGIN"
SECURE_REFERRER_POLICY = "same-origin"
CSRF_FAILURE_VIEW = "lms.kernel.views.csrf_failure"
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000  # Wagtail's page editor sends many

LOG_LEVEL = env.one_of("LOG_LEVEL", LEVELS, default="INFO")
LOGGING_CONFIG = "lms.kernel.logs.configure"
LOGGING = {"level": LOG_LEVEL, "json": True}
