import pytest

from tests.demo.content import TEXTS, statutes


@pytest.fixture(scope="session")
def articles():
    """The text of each article by the file of its law and its number."""
    if not TEXTS.exists():
        pytest.skip("The texts of the laws are not at hand.")
    return statutes()
