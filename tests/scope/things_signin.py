"""What somebody has by which they sign in, and where they are signed in."""

from importlib import import_module

from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP
from allauth.mfa.webauthn.internal.auth import WebAuthn
from allauth.usersessions.models import UserSession
from cryptography.hazmat.primitives.asymmetric import ec
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from fido2.cose import ES256
from fido2.utils import websafe_encode
from fido2.webauthn import (
    AttestationObject,
    AttestedCredentialData,
    AuthenticatorData,
    CollectedClientData,
)

from lms.api.operations import make_key
from mediators.signin.queries import code_of


def of_signing_in(place):
    """Give the mediator of a place a second factor of each kind, and another device; and a key."""
    TOTP.activate(place.user, "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP")
    RecoveryCodes.activate(place.user)
    WebAuthn.add(place.user, f"{place.word}的手机", credential(place))
    place.passkey = Authenticator.objects.get(
        user=place.user, type=Authenticator.Type.WEBAUTHN
    )
    place.device = device(place.user)
    # Of somebody else, whoever asks.
    place.key, _secret = make_key(
        user=place.grant.user,
        name=f"{place.word}的平台",
        days=30,
        at=place.world.now,
    )


def device(user):
    """Return the code of a device on which `user` is signed in."""
    session = import_module(settings.SESSION_ENGINE).SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.save()
    UserSession.objects.create(
        user=user, session_key=session.session_key, ip="127.0.0.1", user_agent="none"
    )
    return code_of(session.session_key)


def credential(place):
    """What a browser sends of a new passkey."""
    name = place.name.encode()
    key = ES256.from_cryptography_key(
        ec.generate_private_key(ec.SECP256R1()).public_key()
    )
    made = AttestedCredentialData.create(bytes(16), name, key)
    flags = AuthenticatorData.FLAG.UP | AuthenticatorData.FLAG.AT
    data = AuthenticatorData.create(bytes(32), flags, 0, made)
    asked = CollectedClientData.create(
        CollectedClientData.TYPE.CREATE, b"challenge", "https://testserver"
    )
    return {
        "id": websafe_encode(name),
        "rawId": websafe_encode(name),
        "type": "public-key",
        "clientExtensionResults": {},
        "response": {
            "clientDataJSON": websafe_encode(asked),
            "attestationObject": websafe_encode(
                AttestationObject.create("none", data, {})
            ),
        },
    }
