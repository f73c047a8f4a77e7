"""Where files are: static files with hashed names, and two kinds of media."""

from collections.abc import Iterator
from typing import Any

from django.core.files.storage import Storage, storages
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
