"""How a law is shown: its standing wherever it is cited, and what was found of it."""

from collections.abc import Collection, Mapping
from datetime import date

from django import template
from django.utils.formats import date_format
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from laws import highlights
from laws.models import Article, Version
from laws.uses import Used

register = template.Library()
_KINDS = {
    Version.Status.NOT_YET: "amber",
    Version.Status.IN_FORCE: "leaf",
    Version.Status.REPEALED: "maple",
}


@register.inclusion_tag("components/tag.html")
def law_status(version: Version, day: date) -> dict[str, str]:
    """Show the state of a version on `day` as colour, shape and word."""
    status = version.status_on(day)
    return {"kind": _KINDS[status], "label": str(status.label)}


@register.simple_tag
def law_standing(version: Version, day: date) -> str:
    """Say the state of a version on `day` in a sentence, with its days."""
    sentences = {
        Version.Status.NOT_YET: _("It will be in force from %(start)s."),
        Version.Status.IN_FORCE: _("In force since %(start)s."),
        Version.Status.REPEALED: _("In force from %(start)s until %(end)s."),
    }
    if version.repealed_on and version.status_on(day) == Version.Status.IN_FORCE:
        sentence = _("In force since %(start)s; another text follows on %(end)s.")
    else:
        sentence = sentences[version.status_on(day)]
    end = date_format(version.repealed_on) if version.repealed_on else ""
    return sentence % {"start": date_format(version.effective_on), "end": end}


@register.filter
def marked(text: str, terms: Collection[str]) -> SafeString:
    """Mark what was found in a title."""
    return highlights.marked(text, terms)


@register.filter
def excerpt(article: Article, terms: Collection[str]) -> SafeString:
    """Show where it was found: in the text, else in the digest, else nowhere in them."""
    texts = [each for each in (article.text, article.digest) if each]
    held = [each for each in texts if highlights.holds(each, terms)]
    shown = (held or texts or [""])[0]
    return excerpt_of(shown, terms)


@register.filter
def excerpt_of(text: str, terms: Collection[str]) -> SafeString:
    """Show a text, of whatever it is, around what was found."""
    return highlights.marked(highlights.excerpt(text, terms), terms)


@register.filter
def on_article(used: Mapping[int, list[Used]], article: Article) -> list[Used]:
    """Return what rests on one of many articles."""
    return used.get(article.pk, [])
