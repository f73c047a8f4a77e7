"""Personal values under a key of the person's own, so that destroying it erases them."""

import base64
import hashlib
import hmac
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from cryptography.fernet import Fernet, InvalidToken
from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.utils.translation import gettext_lazy as _

from lms.kernel.errors import DomainError
from lms.kernel.models import PersonKey


class PersonErased(DomainError):
    message = _("The personal data of this person has been erased.")


def _derived(purpose: str) -> bytes:
    master = settings.PERSONAL_DATA_KEY.encode()
    return hmac.new(master, purpose.encode(), hashlib.sha256).digest()


def _master() -> Fernet:
    return _for("wrap person keys")


def seal(text: str, *, purpose: str) -> str:
    """Return `text` encrypted under a key of the installation's own for `purpose`.

    For secrets that are nobody's personal data, and must outlive no key of a person.
    """
    return _for(purpose).encrypt(text.encode()).decode()


def unseal(sealed: str, *, purpose: str) -> str:
    """Return what `seal` was given for the same purpose."""
    return _for(purpose).decrypt(sealed.encode()).decode()


def _for(purpose: str) -> Fernet:
    return Fernet(base64.urlsafe_b64encode(_derived(purpose)))


def lookup_hash(value: str) -> str:
    """Return the keyed hash by which an encrypted identifier can be found again."""
    return hmac.new(_derived("look up"), value.encode(), hashlib.sha256).hexdigest()


@dataclass(frozen=True)
class Keeper:
    """An opened key, for many values under it: not to be kept beyond what they are."""

    _fernet: Fernet = field(repr=False)

    def seal(self, values: Mapping[str, object]) -> bytes:
        return self.seal_bytes(json.dumps(values, cls=DjangoJSONEncoder).encode())

    def open(self, ciphertext: bytes) -> dict[str, Any]:
        return json.loads(self.open_bytes(ciphertext))

    def seal_bytes(self, content: bytes) -> bytes:
        return self._fernet.encrypt(content)

    def open_bytes(self, ciphertext: bytes) -> bytes:
        return self._fernet.decrypt(bytes(ciphertext))


def keeper(person: UUID) -> Keeper:
    """Return the opened key of a person, which is made if there is none.

    :raises PersonErased: if the key was destroyed
    """
    fresh = _master().encrypt(Fernet.generate_key())
    key, _created = PersonKey.objects.get_or_create(
        uuid=person, defaults={"wrapped": fresh}
    )
    return Keeper(_opened(key))


def encrypt(person: UUID, values: Mapping[str, object]) -> bytes:
    """Return `values` encrypted under the person's key, which is made if there is none.

    :raises PersonErased: if the key was destroyed
    """
    return keeper(person).seal(values)


def decrypt(person: UUID, ciphertext: bytes) -> dict[str, Any]:
    """Return what `encrypt` was given.

    :raises PersonErased: if the key was destroyed
    """
    key = PersonKey.objects.get(uuid=person)
    return json.loads(_opened(key).decrypt(bytes(ciphertext)))


def opens_what_is_stored() -> bool:
    """Say whether the keys of persons were wrapped with the key we have now."""
    kept = PersonKey.objects.exclude(wrapped=None).first()
    if kept is None:
        return True
    try:
        _opened(kept)
    except InvalidToken:
        return False
    return True


def erase(person: UUID, *, at: datetime) -> None:
    """Destroy the person's key, and with it every value under it; may be repeated."""
    PersonKey.objects.filter(uuid=person, wrapped__isnull=False).update(
        wrapped=None, destroyed_at=at
    )


def _opened(key: PersonKey) -> Fernet:
    if key.wrapped is None:
        raise PersonErased
    return Fernet(_master().decrypt(bytes(key.wrapped)))
