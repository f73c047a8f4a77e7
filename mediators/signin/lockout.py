"""How long somebody must wait who gave wrong passwords or codes too often."""

import math
import time

from allauth.account import app_settings
from allauth.core.internal.ratelimit import Rate, apply_rate, get_cache_key, parse_rates
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.utils.translation import ngettext

from mediators.models import User

_APP, _ACTION = "allauth.account", "login_failed"
_MINUTE = 60


def key_of(username: str) -> str:
    """Return what wrong passwords for a user name are counted under."""
    return f"login:{User.normalize_username(username).casefold()}"


def keys_of(user: User) -> list[str]:
    """Return what tries at an account are counted under: passwords, and codes."""
    return [key_of(user.username), code_key(user)]


def code_key(user: User) -> str:
    """Return what wrong codes are counted under, as allauth names it."""
    return f"mfa-auth-user-{user.pk}"


def wait_s(*keys: str) -> int:
    """Return for how many seconds no more tries are let through; 0 is none."""
    now, waits = time.time(), [0.0]
    for rate, cached in _counted(*keys):
        history = cache.get(cached, [])
        allowed, history = apply_rate(history, now, rate, dry_run=True)
        if not allowed:
            waits.append(history[rate.amount - 1] + rate.duration - now)
    return math.ceil(max(waits))


def lift(*keys: str) -> None:
    """Let somebody try again at once."""
    for _rate, cached in _counted(*keys):
        cache.delete(cached)


def refusal(*keys: str) -> ValidationError:
    """Return what is said to whoever must wait: how long, whom to ask, nothing lost."""
    minutes = math.ceil(max(wait_s(*keys), 1) / _MINUTE)
    words = ngettext(
        "There were too many wrong tries, so no more are let through for now, not even "
        "right ones. Wait about %(minutes)d minute, then try again. The judicial office "
        "can help you sooner. What you have learnt and answered is kept.",
        "There were too many wrong tries, so no more are let through for now, not even "
        "right ones. Wait about %(minutes)d minutes, then try again. The judicial office "
        "can help you sooner. What you have learnt and answered is kept.",
        minutes,
    )
    return ValidationError(words % {"minutes": minutes}, code="locked")


def _counted(*keys: str) -> list[tuple[Rate, str]]:
    """Return the limits on tries at one account, and where each is counted."""
    rates = parse_rates(app_settings.RATE_LIMITS.get(_ACTION))
    of_one = [rate for rate in rates if rate.per == "key"]
    named = {"app": _APP, "action": _ACTION}
    return [
        (rate, get_cache_key(None, rate=rate, key=key, **named))
        for rate in of_one
        for key in keys
    ]
