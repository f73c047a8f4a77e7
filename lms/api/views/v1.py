"""The interface for other systems, version 1: who is qualified, and for what.

What it answers stays; what is to be different is another version. It tells no number,
no phone and no birthday (PIPL 6), and nothing of what lies outside the caller's branch.
"""

from datetime import date
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja import Field, NinjaAPI, Query, Schema
from ninja.errors import AuthenticationError, Throttled, ValidationError
from ninja.throttling import UserRateThrottle

from lms.api import http, queries
from lms.kernel.clock import local_day

api = NinjaAPI(
    title="枫桥学堂",
    version="1",
    description="调解员在哪里任职，持有哪些有效证书。只能读到本人管理范围内的人。",
    urls_namespace="api-v1",
    docs_url=None,
    renderer=http.PlainJSON(),
    auth=[http.KeyBearer(), http.OverseerSession()],
    throttle=[UserRateThrottle("600/m")],
)


class OrganisationOut(Schema):
    id: UUID
    name: str
    kind: str


class PostOut(Schema):
    """A post that is held today."""

    organisation: OrganisationOut
    role: str = Field(
        description="chair 主任、vice_chair 副主任、member 委员、mediator 调解员"
    )
    kind: str = Field(description="full_time 专职、part_time 兼职、invited 特邀")
    since: date
    until: date | None = Field(description="任期最后一天；null 为未定")


class CertificateOut(Schema):
    number: str
    title: str
    status: str = Field(
        description="valid 有效、expired 已过期、suspended 已暂停、revoked 已撤销、not_yet 尚未生效"
    )
    issued_on: date
    valid_until: date | None = Field(description="有效期最后一天；null 为长期")
    verify: str = Field(description="任何人都可以核验的地址")


class MediatorOut(Schema):
    id: UUID
    name: str
    serves: bool = Field(description="今天是否在任")
    certified: bool = Field(description="今天是否持有有效证书")
    posts: list[PostOut]
    certificates: list[CertificateOut]


class MediatorsOut(Schema):
    mediators: list[MediatorOut]
    after: UUID | None = Field(description="取下一页时原样带上；null 表示没有下一页")


class Wanted(Schema):
    name: str = Field(
        "", max_length=60, description="姓名或者姓名的一部分，也可以用拼音"
    )
    organisation: UUID | None = Field(None, description="这个单位及其下级")
    after: UUID | None = Field(None, description="上一页返回的 after")


@api.get(
    "/mediators/",
    response=MediatorsOut,
    url_name="mediators",
    summary="本人管理范围内的调解员，每页五十人",
)
def mediators(request: HttpRequest, wanted: Query[Wanted]) -> dict[str, Any]:
    user: Any = request.user
    branch = None
    if wanted.organisation is not None:
        branch = queries.branch_of(user, wanted.organisation)
        if branch is None:
            raise Http404
    found, has_more = queries.page_of(
        user, name=wanted.name.strip(), branch=branch, after=wanted.after
    )
    rows = queries.told_of(found)
    http.note_told(request, rows)
    return {
        "mediators": [_told(request, each) for each in rows],
        "after": found[-1].uuid if has_more else None,
    }


@api.get(
    "/mediators/{uuid:uuid}/",
    response=MediatorOut,
    url_name="mediator",
    summary="一名调解员：在哪里任职，持有哪些证书",
)
def mediator(request: HttpRequest, uuid: UUID) -> dict[str, Any]:
    found = queries.one(request.user, uuid)  # type: ignore[arg-type]  # -- somebody is known
    if found is None:
        raise Http404
    rows = queries.told_of([found])
    http.note_told(request, rows)
    return _told(request, rows[0])


def _told(request: HttpRequest, row: dict[str, Any]) -> dict[str, Any]:
    posts = [
        {
            "organisation": {
                "id": post.organisation.uuid,
                "name": post.organisation.name,
                "kind": post.organisation.kind,
            },
            "role": post.role,
            "kind": post.kind,
            "since": post.valid_from,
            "until": post.last_day,
        }
        for post in row["posts"]
    ]
    certificates = [
        {
            "number": each.number,
            "title": each.title,
            "status": each.status,
            "issued_on": local_day(each.issued_at),
            "valid_until": each.valid_until,
            "verify": request.build_absolute_uri(each.get_verify_url()),
        }
        for each in row["certificates"]
    ]
    return {
        "id": row["mediator"].uuid,
        "name": row["mediator"].person.name,
        "serves": bool(posts),
        "certified": any(each["status"] == "valid" for each in certificates),
        "posts": posts,
        "certificates": certificates,
    }


# -- refusals


@api.exception_handler(AuthenticationError)
def unknown(request: HttpRequest, _error: Exception) -> HttpResponse:
    return http.say_no(api, request, 401, http.unknown_key())


@api.exception_handler(Http404)
def absent(request: HttpRequest, _error: Exception) -> HttpResponse:
    return http.say_no(
        api, request, 404, _("There is nothing of yours at this address.")
    )


@api.exception_handler(Throttled)
def too_often(request: HttpRequest, _error: Exception) -> HttpResponse:
    words = _(
        "This key asks too often. Wait a minute; 600 requests a minute are let in."
    )
    return http.say_no(api, request, 429, words)


@api.exception_handler(ValidationError)
def not_so(request: HttpRequest, error: ValidationError) -> HttpResponse:
    names = sorted({str(each["loc"][-1]) for each in error.errors})
    words = _("These parameters are not as they should be: %(names)s.")
    return http.say_no(api, request, 422, words % {"names": ", ".join(names)})
