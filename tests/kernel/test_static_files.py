"""Static files have hashed names, and modules that import modules still find them."""

import pytest
from django.core.files.base import ContentFile

from lms.kernel.storage import HashedStaticFiles


@pytest.fixture
def collected(tmp_path):
    """Collect what `files` maps names to; return the storage that served them."""

    def collect(files):
        storage = HashedStaticFiles(location=tmp_path, base_url="/static/")
        for name, text in files.items():
            storage.save(name, ContentFile(text.encode()))
        paths = {name: (storage, name) for name in files}
        failed = [
            name
            for name, _, done in storage.post_process(paths)
            if isinstance(done, Exception)
        ]
        assert failed == []
        return storage

    return collect


def test_a_module_imports_the_hashed_name_of_another(collected):
    storage = collected(
        {"js/sit.js": 'import { save } from "./save.js";\n', "js/save.js": "save();\n"}
    )

    with storage.open(storage.stored_name("js/sit.js")) as module:
        words = module.read().decode()
    saved = storage.stored_name("js/save.js").removeprefix("js/")
    assert words == f'import {{ save }} from "./{saved}";\n'


def test_what_only_looks_like_an_import_in_files_that_we_do_not_load_is_left_alone(
    collected,
):
    name = "django_htmx/ext/hx-sse-2.js"
    comment = '/** @type {import("../htmx").HtmxInternalApi} */\n'

    storage = collected({name: comment, "js/base.js": "go();\n"})

    assert list(storage.hashed_files) == ["js/base.js"]
