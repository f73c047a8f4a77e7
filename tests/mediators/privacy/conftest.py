import pytest

from mediators.models import Organisation, RoleGrant
from mediators.privacy import operations
from tests.factories.mediators import (
    MediatorFactory,
    OrganisationFactory,
    RoleGrantFactory,
)

Role = RoleGrant.Role
PARTS = {
    "summary": "我们只记录履职所必需的信息。\n您可以随时查看、复制、要求更正。",
    "handler": "云溪区司法局",
    "contact": "人民调解工作科，电话 0531-00000000",
    "purposes": "依照《人民调解法》第十四条组织培训。",
    "kinds": "姓名、任职、学习与考试记录。",
    "retention": "任职期间及其后五年。",
    "rights": "在“我的数据”页面查看和提出请求。",
}


@pytest.fixture
def bureau():
    return OrganisationFactory(
        kind=Organisation.Kind.BUREAU, name="云溪区司法局", committee_type=""
    )


@pytest.fixture
def committee(bureau):
    return OrganisationFactory(parent=bureau, name="青禾村人民调解委员会")


@pytest.fixture
def mediator(committee):
    return MediatorFactory(organisation=committee, person__name="周小满")


@pytest.fixture
def person(mediator):
    return mediator.person


def with_role(organisation, role=Role.ADMINISTRATOR):
    return RoleGrantFactory(organisation=organisation, role=role).user


@pytest.fixture
def administrator(bureau):
    return with_role(bureau)


@pytest.fixture
def second(bureau):
    return with_role(bureau)


@pytest.fixture
def stranger():
    return with_role(OrganisationFactory())


@pytest.fixture
def inspector(bureau):
    return with_role(bureau, Role.INSPECTOR)


@pytest.fixture
def platform(bureau):
    return with_role(bureau, Role.PLATFORM)


@pytest.fixture
def notice(now, django_capture_on_commit_callbacks):
    """A notice in force, which everybody is asked to read."""
    with django_capture_on_commit_callbacks(execute=True):
        return operations.publish_notice(parts=PARTS, at=now, actor=None)


@pytest.fixture
def consent_text(now):
    """What people may allow: a photo."""
    return operations.publish_consent(
        purpose="photo",
        text="照片只放在您的档案里。不同意，什么都不影响。",
        at=now,
        actor=None,
    )
