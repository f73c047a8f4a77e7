"""What the page tree rests on, made after `migrate`, whatever was there before."""

from typing import Any

from django.apps import apps
from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, connections, transaction
from django.utils.translation import gettext, override


def after_migrate(*, using: str, **kwargs: Any) -> None:
    """Lay it, unless this is a flush between tests, or a migration of a part only."""
    home_page = apps.get_model("cms.HomePage")
    tables = connections[using].introspection.table_names()
    needed = {home_page._meta.db_table, "wagtailcore_site"}  # noqa: SLF001 -- documented
    if "plan" in kwargs and using == DEFAULT_DB_ALIAS and needed <= set(tables):
        lay()


def lay() -> None:
    """Make the home page and the site that shows it, unless a home page is there."""
    with override(settings.LANGUAGE_CODE):
        _name_roots()
    if apps.get_model("cms.HomePage").objects.exists():
        return
    with transaction.atomic(), override(settings.LANGUAGE_CODE):
        _make_home()


def _name_roots() -> None:
    """Call in our words what everything lies in: whoever writes for two languages sees it."""
    pages, files = gettext("All pages"), gettext("All files")
    root = apps.get_model("wagtailcore.Page").objects.filter(depth=1, title="Root")
    root.update(title=pages, draft_title=pages)
    collections = apps.get_model("wagtailcore.Collection").objects
    collections.filter(depth=1, name="Root").update(name=files)


def _make_home() -> None:
    apps.get_model("wagtailcore.Locale").objects.get_or_create(
        language_code=settings.LANGUAGE_CODE
    )
    page = apps.get_model("wagtailcore.Page")
    collection = apps.get_model("wagtailcore.Collection")
    if collection.get_first_root_node() is None:
        collection.add_root(name=gettext("All files"))
    root = page.get_first_root_node() or page.add_root(
        title=gettext("All pages"), slug="root"
    )
    home = apps.get_model("cms.HomePage")(
        title=gettext("Fengqiao LMS"), slug=_free_slug(root), locale=root.locale
    )
    root.add_child(instance=home)
    home.save_revision().publish()
    _show(home)


def _free_slug(root: Any) -> str:
    """Wagtail's welcome page, if nobody removed it, holds the slug `home`."""
    welcome = root.get_children().filter(slug="home").first()
    if welcome is None:
        return "home"
    if type(welcome.specific) is type(root) and welcome.is_leaf():
        gone = welcome.pk
        welcome.delete()
        # Nobody here made it or took it away: the log of the Studio begins with ours.
        apps.get_model("wagtailcore.PageLogEntry").objects.filter(page=gone).delete()
        root.refresh_from_db()
        return "home"
    return "fengqiao"


def _show(home: Any) -> None:
    site = apps.get_model("wagtailcore.Site")
    if not site.objects.filter(is_default_site=True).exists():
        site.objects.create(
            hostname="localhost",
            root_page=home,
            is_default_site=True,
            site_name=settings.WAGTAIL_SITE_NAME,
        )
