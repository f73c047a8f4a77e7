"""Part of a file: without it no phone can seek in a recording, and iOS plays none."""

from http import HTTPStatus

from django.http import FileResponse, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from whitenoise.responders import SlicedFile, StaticFile


def in_part(request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
    """Return the part of a file that `request` asks for, or `response` if it asks for all.

    One range, as browsers ask; what cannot be read is answered in full (RFC 9110, 14.2).
    """
    if not isinstance(response, FileResponse) or response.status_code != HTTPStatus.OK:
        return response
    response.headers["Accept-Ranges"] = "bytes"
    asked = request.headers.get("Range", "")
    size = int(response.headers.get("Content-Length", 0))
    if not asked or not size or response.file_to_stream is None:
        return response
    try:
        start, end = StaticFile.parse_byte_range(asked)
    except ValueError:
        return response
    start = max(start + size, 0) if start < 0 else start
    end = min(size - 1 if end is None else end, size - 1)
    if start > end:
        response.close()
        return HttpResponse(
            status=HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE,
            headers={"Content-Range": f"bytes */{size}"},
        )
    return _part(response, start, end, size)


def _part(whole: FileResponse, start: int, end: int, size: int) -> FileResponse:
    sliced = SlicedFile(whole.file_to_stream, start, end)
    part = FileResponse(
        sliced,
        status=HTTPStatus.PARTIAL_CONTENT,
        content_type=whole.headers["Content-Type"],
    )
    for name, value in whole.headers.items():
        part.headers[name] = value
    part.headers["Content-Range"] = f"bytes {start}-{end}/{size}"
    part.headers["Content-Length"] = str(end - start + 1)
    return part
