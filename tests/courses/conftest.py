"""Who writes and who reviews in a branch of the Studio."""

import pytest

from courses import operations
from mediators.models import RoleGrant
from tests.factories.courses import BranchPageFactory
from tests.factories.mediators import RoleGrantFactory, UserFactory


@pytest.fixture
def let_in(now):
    """Return a function that lets a trainer of a branch into the Studio."""

    def let_in(branch, *, reviewer=False, name="林文清"):
        grant = RoleGrantFactory(
            user=UserFactory(name=name),
            organisation=branch.organisation,
            role=RoleGrant.Role.TRAINER,
        )
        operations.grant_studio(
            user=grant.user,
            organisation=branch.organisation,
            at=now,
            actor=None,
            reviewer=reviewer,
        )
        return grant.user

    return let_in


@pytest.fixture
def branch():
    return BranchPageFactory(opened=True)


@pytest.fixture
def other_branch():
    return BranchPageFactory(opened=True)


@pytest.fixture
def trainer(branch, let_in):
    return let_in(branch)


@pytest.fixture
def reviewer(branch, let_in):
    return let_in(branch, reviewer=True, name="田桂芳")


@pytest.fixture
def stranger(other_branch, let_in):
    """A trainer, and a reviewer, of another branch."""
    return let_in(other_branch, reviewer=True, name="郑海生")
