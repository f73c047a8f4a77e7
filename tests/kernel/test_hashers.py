from lms.kernel.hashers import Argon2idHasher
from lms.settings import base


def test_a_password_is_kept_as_argon2id_at_the_minimum_owasp_recommends():
    encoded = Argon2idHasher().encode("枫桥学堂", "a-salt-of-enough-length")

    assert encoded.startswith("argon2$argon2id$v=19$m=19456,t=2,p=1$")
    assert Argon2idHasher().verify("枫桥学堂", encoded)
    assert not Argon2idHasher().verify("枫桥", encoded)


def test_production_uses_it():
    assert base.PASSWORD_HASHERS == ["lms.kernel.hashers.Argon2idHasher"]
