"""Which language something is written in, where it is not the page's: for who hears it."""

import re
from typing import Any

from django import template
from django.conf import settings
from django.db.models.signals import post_delete, post_save
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from wagtail.models import Locale

register = template.Library()
#: The language of each locale; there are two or three, and they stay as they are.
_CODES: dict[int, str] = {}
_CHINESE = re.compile(r"[\u3400-\u9fff]")
_LATIN = re.compile(r"[A-Za-z]{2,}")


@register.filter
def language_of(content: Any) -> str:
    """Return the language of a page, or of what has only the site's own; "" if it is read.

    One query for the life of the process.
    """
    code: str = settings.LANGUAGE_CODE
    if locale := getattr(content, "locale_id", None):
        if locale not in _CODES:
            _CODES.update(Locale.objects.values_list("pk", "language_code"))
        code = _CODES[locale]
    return "" if code == get_language() else code


@register.filter
def language_of_text(words: str) -> str:
    """Return the language of words that may be ours or somebody's: by their letters."""
    alone = _CHINESE.search(words) and not _LATIN.search(words)
    return language_of(words) if alone else ""


@register.simple_tag
def lang_of_text(words: str) -> SafeString | str:
    """Mark an element by the letters of its words."""
    return _lang(language_of_text(words))


@register.simple_tag
def lang_of(content: Any = None) -> SafeString | str:
    """Mark an element whose content is in another language than the page."""
    return _lang(language_of(content))


@register.simple_tag
def lang_of_page() -> SafeString | str:
    """Mark words of ours within an element that `lang_of` may have marked."""
    code = get_language()
    return "" if code == settings.LANGUAGE_CODE else _lang(code)


def _lang(code: str | None) -> SafeString | str:
    return format_html('lang="{}"', code) if code else ""


def _forget(**_signal: Any) -> None:
    _CODES.clear()


post_save.connect(_forget, sender=Locale, dispatch_uid="languages.saved")
post_delete.connect(_forget, sender=Locale, dispatch_uid="languages.deleted")
