"""Where files are: static files with hashed names, and two kinds of media."""

from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

from django.core.files.storage import Storage, default_storage, storages
from whitenoise.storage import CompressedManifestStaticFilesStorage

#: Extensions of htmx that we do not load; their comments read like imports of files.
UNUSED = "django_htmx/ext/"


class HashedStaticFiles(CompressedManifestStaticFilesStorage):
    """Hashed names that follow `import` inside ES modules."""

    support_js_module_import_aggregation = True

    def post_process(
        self, paths: dict[str, Any], *args: Any, **options: Any
    ) -> Iterator[Any]:
        used = {name: path for name, path in paths.items() if UNUSED not in name}
        yield from super().post_process(used, *args, **options)


def private() -> Storage:
    """Return the storage of uploads, papers and evidence: served by scoped views only.

    A callable, so that migrations name it and not the place it points to.
    """
    return storages["private"]


def media_origin() -> str:
    """Return the scheme and host that site media have of their own, or ""."""
    address = urlsplit(default_storage.url("media"))
    return f"{address.scheme}://{address.netloc}" if address.netloc else ""
