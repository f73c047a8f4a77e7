import pytest
from django.contrib.contenttypes.models import ContentType

from exams.banks.models import KINDS, QuestionVersion


@pytest.fixture(autouse=True)
def _content_types(db):
    """A process asks for the content type of a kind once: not what a page costs."""
    for kind in (QuestionVersion, *KINDS.values()):
        ContentType.objects.get_for_model(kind, for_concrete_model=False)
