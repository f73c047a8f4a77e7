import uuid

from lms.kernel import personal


def test_a_key_opens_what_it_stored_and_another_does_not(settings):
    assert personal.opens_what_is_stored()
    personal.encrypt(uuid.uuid4(), {"phone": "13900000000"})
    assert personal.opens_what_is_stored()

    settings.PERSONAL_DATA_KEY = "another key, as long as the first one was"

    assert not personal.opens_what_is_stored()
