"""All settings, from the environment only; each has a safe default."""

import secrets
from datetime import timedelta
from pathlib import Path

from config.database import databases
from config.env import (
    ZONE,
    demo_behind,
    env_bool,
    env_int,
    env_list,
    env_secret,
    env_text,
    origins,
    var_folder,
)
from config.templates import templates

BASE_DIR = Path(__file__).resolve().parent.parent
VAR_DIR = var_folder()
DATABASES = databases()


def _kept(name: str, length: int) -> str:
    """Return a secret that this installation made for itself at its first start."""
    file = VAR_DIR / name
    if not file.exists():
        file.parent.mkdir(parents=True, exist_ok=True)
        file.touch(mode=0o600)
        file.write_text(secrets.token_urlsafe(length))
    return file.read_text()


# --- what kind of installation this is -------------------------------------------------------
DEBUG = False
DEMO = env_bool("STELLWERK_DEMO", default=False)  # example people may sign in with the printed password
DEMO_BEHIND = demo_behind() if DEMO else timedelta()
DEMO_PASSWORD = env_secret("STELLWERK_DEMO_PASSWORD", "") or (_kept("demo_password", 8) if DEMO else "")
SECRET_KEY = env_secret("STELLWERK_SECRET_KEY", "") or _kept("secret_key", 50)
ALLOWED_HOSTS = env_list("STELLWERK_HOSTS", "127.0.0.1,localhost")
BASE_URL = env_text("STELLWERK_URL", "http://127.0.0.1:8000")
BEHIND_TLS = BASE_URL.startswith("https://")
CSRF_TRUSTED_ORIGINS = [BASE_URL]

# --- mail: nothing leaves for an address outside the allow list unless somebody says so --------
SAFE_MODE = env_bool("SAFE_MODE", default=True)
MAIL_ALLOWED = env_list("MAIL_ALLOWED")
SMTP_HOST = env_text("SMTP_HOST", "127.0.0.1")
SMTP_PORT = env_int("SMTP_PORT", 1025)
SMTP_USER = env_text("SMTP_USER", "")
SMTP_PASSWORD = env_secret("SMTP_PASSWORD", "")
SMTP_SECURITY = env_text("SMTP_SECURITY", "none")  # none, starttls or tls
SMTP_TIMEOUT_SECONDS = env_int("SMTP_TIMEOUT_SECONDS", 15)
MAIL_FROM = env_text("MAIL_FROM", "Stellwerk <poststelle@stellwerk.invalid>")
MESSAGE_ID_DOMAIN = env_text("MESSAGE_ID_DOMAIN", "stellwerk.invalid")
MAIL_CATCHER_DIR = Path(env_text("MAIL_CATCHER_DIR", str(VAR_DIR / "mail")))
EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"  # letters go through our own outbox

# --- limits: counted in the database, for all processes of the web server together ---------------------
CACHES = {"default": {"BACKEND": "stellwerk.actions.tallies.Tallies"}}

# --- jobs -----------------------------------------------------------------------------------------
WORKERS = env_int("STELLWERK_WORKERS", 2)  # how many processes share the outbox
LEASE_SECONDS = env_int("STELLWERK_LEASE_SECONDS", 120)  # a dispatch in work is free again after this
PROCRASTINATE_AUTODISCOVER_MODULE_NAME = "management.jobs"

# --- lists that people take along: written here by a worker, read by the web, removed after some hours ----
EXPORTS = Path(env_text("STELLWERK_EXPORTS", str(VAR_DIR / "exports")))
EXPORT_HOURS = env_int("STELLWERK_EXPORT_HOURS", 24)

# --- the warehouse: coverage of one day as Parquet, counted by DuckDB here or by a Spark cluster --------
WAREHOUSE = env_text("WAREHOUSE", str(VAR_DIR / "warehouse"))  # a folder, or s3://bucket/folder
WAREHOUSE_ENGINE = env_text("WAREHOUSE_ENGINE", "duckdb")  # duckdb or spark
WAREHOUSE_THREADS = env_int("WAREHOUSE_THREADS", 2)
WAREHOUSE_MEMORY_MB = env_int("WAREHOUSE_MEMORY_MB", 800)
SPARK_MASTER = env_text("SPARK_MASTER", "local[2]")

# --- the house ----------------------------------------------------------------------------------
INSTALLED_APPS = [
    "stellwerk.apps.StellwerkConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.postgres",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "allauth.usersessions",
    "axes",
    "csp",
    "django_cotton.apps.SimpleAppConfig",
    "django_htmx",
    "template_partials.apps.SimpleAppConfig",
    "procrastinate.contrib.django",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "stellwerk.web.headers.headers",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "stellwerk.web.sessions.lifetime",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "stellwerk.web.sessions.remembered",
    "allauth.account.middleware.AccountMiddleware",
    "stellwerk.web.kept_forms.SignInFirst",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "stellwerk.web.middleware.readonly_get",
    "stellwerk.web.middleware.rights",
    "stellwerk.web.typed.WithoutNul",
    "stellwerk.web.once.Once",
    "stellwerk.web.seen.in_turn",
    "stellwerk.web.kept_forms.kept_forms",
    "stellwerk.web.middleware.knocks",
    "stellwerk.web.middleware.refusals",
    "axes.middleware.AxesMiddleware",
]
ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
TEMPLATES = templates(BASE_DIR)
COTTON_DIR = "components"
FORM_RENDERER = "stellwerk.web.widgets.Renderer"

# --- sign-in --------------------------------------------------------------------------------------
AUTH_USER_MODEL = "stellwerk.Person"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "stellwerk.web.account.passwords.NotEndless"},
]
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_USER_MODEL_EMAIL_FIELD = "email"
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_ADAPTER = "stellwerk.web.sign_in.Adapter"
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = False
ACCOUNT_REAUTHENTICATION_TIMEOUT = 15 * 60  # seconds
ACCOUNT_RATE_LIMITS = {
    "login": "60/m/ip",
    "confirmation": "120/m/ip",
    "account_link": "60/m/ip",  # opening a link from a mail
    "sign_in_link": "20/m/ip,3/600s/key",  # asking for one; the key is the address
    "reset_password": "20/m/ip,3/600s/key",
    "invite": "60/h/user",
}
ALLAUTH_TRUSTED_PROXY_COUNT = 1 if BEHIND_TLS else 0  # whose address counts: that before our own proxy
MFA_ADAPTER = "stellwerk.web.sign_in.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_RECOVERY_CODES_SHOW_ONCE = True
MFA_TOTP_ISSUER = "Stellwerk"
MFA_TOTP_TOLERANCE = 1  # steps of 30 seconds; clocks of telephones differ
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not BEHIND_TLS  # http://localhost only; browsers refuse it elsewhere
PASSWORD_RESET_TIMEOUT = 60 * 60  # seconds
INVITATION_HOURS = env_int("STELLWERK_INVITATION_HOURS", 7 * 24)
SIGN_IN_LINK_MINUTES = env_int("STELLWERK_SIGN_IN_LINK_MINUTES", 30)
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "start"
LOGOUT_REDIRECT_URL = "account_login"
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = 0.25  # hours
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_USERNAME_FORM_FIELD = "login"
AXES_LOCKOUT_TEMPLATE = "account/locked.html"
AXES_VERBOSE = False
SESSION_ENGINE = "stellwerk.web.session_rows"
SESSION_HOURS = env_int("STELLWERK_SESSION_HOURS", 8)  # after signing in, whatever happens meanwhile
SESSION_IDLE_MINUTES = env_int("STELLWERK_SESSION_IDLE_MINUTES", 30)  # after the last page
SESSION_COOKIE_AGE = SESSION_HOURS * 60 * 60
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
HOST = "__Host-" if BEHIND_TLS else ""  # browsers take such a cookie from this host over TLS only
SESSION_COOKIE_NAME, CSRF_COOKIE_NAME, WHO_COOKIE_NAME = f"{HOST}sessionid", f"{HOST}csrftoken", f"{HOST}who"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = BEHIND_TLS
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True  # forms carry the token themselves
CSRF_FAILURE_VIEW = "stellwerk.web.kept_forms.expired"
KEPT_FORM_MINUTES = env_int("STELLWERK_KEPT_FORM_MINUTES", 120)  # what was typed waits so long for its person
WHO_COOKIE_SECONDS = 24 * 60 * 60
LANGUAGE_COOKIE_SAMESITE = "Lax"
LANGUAGE_COOKIE_SECURE = BEHIND_TLS

# --- single sign-on: an OIDC provider knows who somebody is; what they may do stays with us ---------
OIDC_ISSUER = env_text("OIDC_ISSUER", "")  # empty: no single sign-on
OIDC_NAME = env_text("OIDC_NAME", "Einmalanmeldung")
SOCIALACCOUNT_ADAPTER = "stellwerk.web.sign_in.OtherHouseAdapter"
SOCIALACCOUNT_EMAIL_AUTHENTICATION = False  # the adapter decides: known, and verified by the provider
SOCIALACCOUNT_LOGIN_ON_GET = False
SOCIALACCOUNT_STORE_TOKENS = False
SOCIALACCOUNT_PROVIDERS = {
    "openid_connect": {
        "OAUTH_PKCE_ENABLED": True,
        "APPS": [
            {
                "provider_id": "oidc",
                "name": OIDC_NAME,
                "client_id": env_text("OIDC_CLIENT_ID", ""),
                "secret": env_secret("OIDC_CLIENT_SECRET", ""),
                "settings": {"server_url": OIDC_ISSUER},
            }
        ]
        if OIDC_ISSUER
        else [],
    }
}

# --- who read personal data -------------------------------------------------------------------------
READ_LOG_DAYS = env_int("STELLWERK_READ_LOG_DAYS", 365)  # after that the nightly job removes the entries

# --- security headers -----------------------------------------------------------------------------
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SECURE_SSL_REDIRECT = False  # the reverse proxy does it
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if BEHIND_TLS else None
SECURE_HSTS_SECONDS = 31_536_000 if BEHIND_TLS else 0
X_FRAME_OPTIONS = "SAMEORIGIN"  # the preview of a letter shows its PDF in a frame
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "font-src": ["'self'"],
        "connect-src": ["'self'"],
        "frame-src": ["'self'"],
        "object-src": ["'none'"],
        "base-uri": ["'none'"],
        "form-action": ["'self'", *origins(OIDC_ISSUER)],  # browsers follow a form to where it redirects
        "frame-ancestors": ["'self'"],
    }
}

# --- open data and the interface ------------------------------------------------------------------
PUBLICATIONS = Path(env_text("STELLWERK_PUBLICATIONS", str(VAR_DIR / "publications")))
PUBLISHER = env_text("STELLWERK_PUBLISHER", "Betreibende Stelle dieser Installation (noch nicht benannt)")
PUBLISHER_EMAIL = env_text("STELLWERK_PUBLISHER_EMAIL", "offene-daten@stellwerk.invalid")
# Nobody may use the data freely until the operator says so, by an address of http://dcat-ap.de/def/licenses/.
DATA_LICENCE = env_text("STELLWERK_DATA_LICENCE", "http://dcat-ap.de/def/licenses/other-closed")
CONTRIBUTOR_ID = env_text("STELLWERK_CONTRIBUTOR_ID", "")  # who delivers to GovData, an address as well
API_REQUESTS_PER_MINUTE = env_int("API_REQUESTS_PER_MINUTE", 300)

# --- language, time, files ------------------------------------------------------------------------
LANGUAGE_CODE = "de"
LANGUAGES = [("de", "Deutsch"), ("en", "English")]
LOCALE_PATHS = [BASE_DIR / "stellwerk" / "locale"]
USE_I18N = True
TIME_ZONE = ZONE
USE_TZ = True
USE_THOUSAND_SEPARATOR = False
STATIC_URL = "/static/"
STATIC_ROOT = VAR_DIR / "static"
STATICFILES_DIRS = [
    BASE_DIR / "stellwerk" / "web" / "static",
    ("kern", BASE_DIR / "node_modules" / "@kern-ux" / "native" / "dist"),
    ("htmx", BASE_DIR / "node_modules" / "htmx.org" / "dist"),
]
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = False
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_500_000
UPLOAD_LIMIT_MB = env_int("STELLWERK_UPLOAD_LIMIT_MB", 64)  # nothing beyond this ever touches the disk
INTAKE_LIMIT_MB = env_int("STELLWERK_INTAKE_LIMIT_MB", 20)  # tables that coordinators bring
ATTACHMENT_LIMIT_MB = env_int("STELLWERK_ATTACHMENT_LIMIT_MB", 10)  # one file of an application
APPLICATION_LIMIT_MB = env_int("STELLWERK_APPLICATION_LIMIT_MB", 60)  # all files of one application
FILE_UPLOAD_HANDLERS = ["stellwerk.web.uploads.LimitedUpload"]
FONTS_DIR = Path(env_text("STELLWERK_FONTS", str(BASE_DIR / "var" / "fonts")))

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {"()": "config.logs.Line", "fmt": "%(asctime)s %(levelname)s %(name)s %(message)s"}
    },
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": env_text("STELLWERK_LOG_LEVEL", "WARNING")},
}
