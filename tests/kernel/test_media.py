"""Site media are given out so that no upload becomes a page of ours."""

from pathlib import Path

import pytest


@pytest.fixture
def get(client, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path

    def get(name):
        (Path(tmp_path) / name).write_bytes(b"<script>alert(1)</script>")
        response = client.get(f"/media/{name}")
        response.close()
        return response

    return get


@pytest.mark.parametrize("name", ["a.html", "a.js", "a.svg", "a.xhtml", "a.xml", "a"])
def test_what_a_browser_could_run_is_only_to_be_kept(get, name):
    headers = get(name).headers

    assert headers["Content-Disposition"].startswith("attachment")
    assert headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert headers["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize(
    ("name", "kind"),
    [("a.png", "image/png"), ("a.mp3", "audio/mpeg"), ("a.mp4", "video/mp4")],
)
def test_pictures_and_recordings_are_shown_and_may_be_kept(get, name, kind):
    headers = get(name).headers

    assert headers["Content-Type"] == kind
    assert headers["Content-Disposition"].startswith("inline")
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert "public" in headers["Cache-Control"]
