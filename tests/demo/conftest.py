import pytest

from tests.demo.content import LAW_TEXT, statute


@pytest.fixture(scope="module")
def articles():
    if not LAW_TEXT.exists():
        pytest.skip("the text of the law is not beside this checkout")
    return statute()
