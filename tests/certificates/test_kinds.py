import pytest
from django.core.exceptions import ValidationError

from certificates import operations
from certificates.models import CertificateType
from lms.kernel.models import AuditEntry
from mediators.models import User
from tests.factories.certificates import A_DAY
from tests.factories.mediators import OrganisationFactory, UserFactory


@pytest.fixture
def clerk():
    return UserFactory(name="林主任")


WRITTEN = {
    "code": "pre-service",
    "title": "岗前培训合格证书",
    "organiser": "青禾区司法局",
    "wording": "{name}同志考试合格。",
    "number_prefix": "QHGQ",
}


def test_a_kind_is_published_and_published_again_under_its_code(clerk):
    bureau = OrganisationFactory(kind="bureau", committee_type="")
    common = {**WRITTEN, "organisation": bureau, "actor": clerk, "at": A_DAY}

    first = operations.publish_kind(**common)
    again = operations.publish_kind(**{**common, "wording": "{name}合格。"})

    assert (first.pk, again.live, again.wording) == (again.pk, True, "{name}合格。")
    assert again.revisions.count() == 2


def test_a_kind_that_cannot_be_filled_in_is_not_published(clerk):
    bureau = OrganisationFactory(kind="bureau", committee_type="")

    with pytest.raises(ValidationError):
        operations.publish_kind(
            **{**WRITTEN, "wording": "{姓名}合格。"},
            organisation=bureau,
            actor=clerk,
            at=A_DAY,
        )

    assert not CertificateType.objects.exists()


def test_who_may_write_the_wording_is_recorded_once(clerk):
    writer = UserFactory()

    for _ in range(2):
        operations.let_write_wording(user=writer, actor=clerk, at=A_DAY)

    writer = User.objects.get(pk=writer.pk)
    assert writer.has_perms(
        ["wagtailadmin.access_admin", "certificates.change_certificatetype"]
    )
    assert AuditEntry.objects.filter(subject_id=writer.uuid).count() == 1
