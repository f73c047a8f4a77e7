"""Part of a file, as a phone asks for it when somebody seeks in a recording."""

from io import BytesIO

import pytest
from django.http import FileResponse, HttpResponse

from lms.kernel.ranges import in_part


def whole():
    return FileResponse(BytesIO(b"0123456789"), filename="story.mp3")


def body(response):
    return b"".join(response.streaming_content)


@pytest.mark.parametrize(
    ("asked", "part", "where"),
    [
        ("bytes=0-1", b"01", "bytes 0-1/10"),
        ("bytes=4-", b"456789", "bytes 4-9/10"),
        ("bytes=8-99", b"89", "bytes 8-9/10"),
        ("bytes=-3", b"789", "bytes 7-9/10"),
        ("bytes=9-9", b"9", "bytes 9-9/10"),
    ],
)
def test_a_part_is_given_out_as_it_is_asked_for(rf, asked, part, where):
    response = in_part(rf.get("/", headers={"Range": asked}), whole())

    assert response.status_code == 206
    assert response["Content-Range"] == where
    assert response["Content-Length"] == str(len(part))
    assert response["Content-Type"] == "audio/mpeg"
    assert body(response) == part


@pytest.mark.parametrize("asked", ["", "bytes=x-y", "bytes=0-1,4-5", "lines=1-2"])
def test_what_cannot_be_read_is_answered_in_full(rf, asked):
    response = in_part(rf.get("/", headers={"Range": asked}), whole())

    assert (response.status_code, body(response)) == (200, b"0123456789")
    assert response["Accept-Ranges"] == "bytes"


def test_a_part_beyond_the_end_is_refused(rf):
    response = in_part(rf.get("/", headers={"Range": "bytes=10-"}), whole())

    assert (response.status_code, response["Content-Range"]) == (416, "bytes */10")


def test_what_is_no_file_stays_as_it_is(rf):
    answer = HttpResponse("absent", status=404)

    assert in_part(rf.get("/", headers={"Range": "bytes=0-1"}), answer) is answer
