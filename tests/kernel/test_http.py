import pytest
from django.test import RequestFactory

from lms.kernel.http import address_of


@pytest.mark.parametrize(
    ("proxies", "passed", "expected"),
    [
        (0, "6.6.6.6", "127.0.0.1"),
        (1, "6.6.6.6, 192.0.2.7", "192.0.2.7"),
        (1, "192.0.2.7:5678", "192.0.2.7"),
        (1, "2001:db8::7", "2001:db8::7"),
        (1, "[2001:db8::7]:5678", "2001:db8::7"),
        (2, "192.0.2.7", "127.0.0.1"),
        (2, "192.0.2.7, 10.0.0.1", "192.0.2.7"),
        (1, "", "127.0.0.1"),
        (1, "unknown", None),
        (1, "[", None),
    ],
)
def test_the_address_is_as_our_own_proxies_tell_it(settings, proxies, passed, expected):
    settings.TRUSTED_PROXIES = proxies

    request = RequestFactory().get("/", headers={"X-Forwarded-For": passed})

    assert address_of(request) == expected


def test_a_request_over_a_socket_of_the_system_has_no_address():
    assert address_of(RequestFactory().get("/", REMOTE_ADDR="")) is None
