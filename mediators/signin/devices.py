"""The devices that people sign in on, in words, and what a session knows of its own."""

from django.contrib.sessions.backends.base import SessionBase
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

#: Kept in a session: whether others use the device, and when it was last heard of.
SHARED, SEEN = "device_shared", "device_seen"

# The first that is found decides: WeChat is a browser upon Android, Android is a Linux.
_PROGRAMS = (
    ("MicroMessenger", "微信"),
    ("Edg", "Edge"),
    ("HuaweiBrowser", "华为浏览器"),
    ("MiuiBrowser", "小米浏览器"),
    ("QQBrowser", "QQ 浏览器"),
    ("UCBrowser", "UC 浏览器"),
    ("Firefox", "Firefox"),
    ("Chrome", "Chrome"),
    ("Safari", "Safari"),
)
_SYSTEMS = (
    ("HarmonyOS", "HarmonyOS"),
    ("OpenHarmony", "HarmonyOS"),
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Windows", "Windows"),
    ("Macintosh", "macOS"),
    ("Linux", "Linux"),
)
_PHONES = ("Mobile", "Android", "iPhone", "HarmonyOS")


def is_phone(agent: str) -> bool:
    """Whether a browser that calls itself `agent` is on a phone, which is somebody's own."""
    return any(sign in agent for sign in _PHONES)


def in_words(agent: str) -> str:
    """Return what a person would call the device of this browser."""
    phone, computer = pgettext("device", "Phone"), pgettext("device", "Computer")
    kind = phone if is_phone(agent) else computer
    parts = [_found(_SYSTEMS, agent), _found(_PROGRAMS, agent)]
    known = " · ".join(part for part in parts if part)
    words = _("%(kind)s (%(known)s)") % {"kind": kind, "known": known}
    return words if known else _("Unknown device")


def remember(session: SessionBase, *, shared: bool) -> None:
    """Keep with the session, before anybody is signed in, whose device it is."""
    session[SHARED] = shared


def _found(signs: tuple[tuple[str, str], ...], agent: str) -> str:
    return next((name for sign, name in signs if sign in agent), "")
