"""What the pages of the reader need of the web."""

from django.conf import settings

from laws.models import Article, Version


def whole_address(record: Article | Version) -> str:
    """Return the address to cite, with the name of the site."""
    return settings.BASE_URL.rstrip("/") + record.get_absolute_url()
